from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from accounts import memberships, modes, session_mode
        from accounts.models import Mode

        modes.register(Mode.SESSION, discard=session_mode.discard)
        memberships.connect()
        # `signing_in.open_sign_in` has written it already, in the statement that takes the row's lock.
        user_logged_in.disconnect(dispatch_uid="update_last_login")
