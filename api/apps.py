from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "api"
    verbose_name = "Tokens"

    def ready(self) -> None:
        from accounts import modes
        from accounts.models import Mode
        from api import schema, token_mode  # noqa: F401  (schema: tells drf-spectacular of the security schemes)

        modes.register(Mode.JWT, discard=token_mode.discard)
