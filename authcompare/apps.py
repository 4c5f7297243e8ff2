from django.apps import AppConfig


class AuthcompareConfig(AppConfig):
    name = "authcompare"
    verbose_name = "authcompare"

    def ready(self) -> None:
        from authcompare import checks  # noqa: F401 (registers them)
