from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class AuthcompareConfig(AppConfig):
    name = "authcompare"
    verbose_name = "authcompare"

    def ready(self) -> None:
        from authcompare import checks  # noqa: F401 (registers them)


class AdminConfig(DjangoAdminConfig):
    default_site = "accounts.admin_site.AdminSite"
