"""Keys and token families beside simplejwt's own lists of outstanding and blacklisted tokens."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from rest_framework_simplejwt.token_blacklist import admin as simplejwt
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken

from accounts.admin import ReadOnly
from api import keys
from api.models import ServiceClient, SigningKey

admin.site.unregister([OutstandingToken, BlacklistedToken])


@admin.register(OutstandingToken)
class OutstandingTokenAdmin(simplejwt.OutstandingTokenAdmin):
    """simplejwt's, newest first and searched by name instead of a scan over ids."""

    show_full_result_count = False
    ordering = ("-id",)
    search_fields = ("user__username__startswith", "jti__exact")


@admin.register(BlacklistedToken)
class BlacklistedTokenAdmin(simplejwt.BlacklistedTokenAdmin):
    show_full_result_count = False
    ordering = ("-id",)
    search_fields = ("token__user__username__startswith", "token__jti__exact")


@admin.register(SigningKey)
class SigningKeyAdmin(ReadOnly, admin.ModelAdmin[SigningKey]):
    list_display = ("kid", "algorithm", "created_at", "signs_from", "retired_at", "revoked_at")
    exclude = ("private",)
    actions = ("rotate", "retire_at_once")

    @admin.action(description="Rotate: a new key signs, these go on verifying", permissions=["rotate"])
    def rotate(self, request: HttpRequest, queryset: QuerySet[SigningKey]) -> None:
        row = keys.rotate()
        self.message_user(request, f"Key {row.kid} signs from {row.signs_from:%H:%M:%S} UTC on.", messages.SUCCESS)

    @admin.action(description="Emergency: refuse every token of these keys at once", permissions=["rotate"])
    def retire_at_once(self, request: HttpRequest, queryset: QuerySet[SigningKey]) -> None:
        for row in queryset:
            keys.retire_at_once(row)
        self.message_user(request, f"Every token of {len(queryset)} key(s) is refused from now on.", messages.SUCCESS)

    def has_rotate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("api.change_signingkey")


@admin.register(ServiceClient)
class ServiceClientAdmin(admin.ModelAdmin[ServiceClient]):
    """Made by `manage.py create_client`, which shows the secret."""

    list_display = ("client_id", "created_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: ServiceClient | None = None) -> bool:
        return False
