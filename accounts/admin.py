"""The administrator's view: users with their sign-ins, sign-ins of both modes, sessions, revocations, the trail.

Lists count their rows once a page and follow an index, so that they stay quick at 100,000 rows.
"""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts import signing_out
from accounts.models import AuthEvent, EndReason, Revocation, Session, SignIn, User


class ReadOnly:
    """What happened is looked at and not edited."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class SignInInline(ReadOnly, admin.TabularInline[SignIn, User]):
    model = SignIn
    verbose_name_plural = "live sign-ins"
    fields = ("mode", "device", "ip", "created_at", "last_seen_at", "expires_at")
    readonly_fields = fields
    show_change_link = True
    ordering = ("-last_seen_at",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[SignIn]:
        return super().get_queryset(request).filter(ended_at=None, expires_at__gt=timezone.now())


@admin.register(User)
class UserAdmin(DjangoUserAdmin[User]):
    inlines = (SignInInline,)
    list_display = ("username", "email", "is_active", "is_staff", "date_joined", "last_login")
    search_fields = ("username", "email")
    ordering = ("-id",)
    show_full_result_count = False
    actions = ("end_all_sign_ins", "disable")
    fieldsets = DjangoUserAdmin.fieldsets

    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("username", "email", "usable_password", "password1", "password2")}),
    )

    @admin.action(description="End all sign-ins", permissions=["change"])
    def end_all_sign_ins(self, request: HttpRequest, users: QuerySet[User]) -> None:
        ended = sum(signing_out.end_all(user, reason=EndReason.ENDED_BY_ADMIN) for user in users)
        self.message_user(request, f"{ended} sign-in{'' if ended == 1 else 's'} ended.", messages.SUCCESS)

    @admin.action(description="Disable: no sign-in, and all that there are end", permissions=["change"])
    def disable(self, request: HttpRequest, users: QuerySet[User]) -> None:
        for user in users:
            user.is_active = False
            user.save(update_fields=["is_active"])
        self.message_user(request, f"{len(users)} disabled.", messages.SUCCESS)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Who may delete a user may delete what goes with the user, though none of it is deleted by itself."""
        listed, counts, _, protected = super().get_deleted_objects(objs, request)
        return listed, counts, set(), protected


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("live", "live"), ("ended", "ended"), ("expired", "expired")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        now = timezone.now()
        states: dict[str, dict[str, Any]] = {
            "live": {"ended_at": None, "expires_at__gt": now},
            "ended": {"ended_at__isnull": False},
            "expired": {"ended_at": None, "expires_at__lte": now},
        }
        return queryset.filter(**states.get(self.value() or "", {}))


@admin.register(SignIn)
class SignInAdmin(ReadOnly, admin.ModelAdmin[SignIn]):
    list_display = ("user", "mode", "device", "ip", "created_at", "last_seen_at", "ended_at", "end_reason")
    list_filter = ("mode", StateFilter, "end_reason")
    list_select_related = ("user",)
    search_fields = ("user__username__startswith", "user__email__startswith", "ip__startswith")
    search_help_text = "The beginning of a user name, an e-mail address or an address."
    ordering = ("-created_at", "-id")
    actions = ("end",)

    def has_end_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("accounts.change_signin")

    @admin.action(description="End", permissions=["end"])
    def end(self, request: HttpRequest, sign_ins: QuerySet[SignIn]) -> None:
        ended = sum(signing_out.end(sign_in, reason=EndReason.ENDED_BY_ADMIN) for sign_in in sign_ins)
        self.message_user(request, f"{ended} sign-in{'' if ended == 1 else 's'} ended.", messages.SUCCESS)


@admin.register(Session)
class SessionAdmin(ReadOnly, admin.ModelAdmin[Session]):
    """The stored key is a digest: nobody can sign in with what is shown here."""

    list_display = ("session_key", "sign_in", "expire_date")
    list_select_related = ("sign_in__user",)
    fields = ("session_key", "sign_in", "expire_date")
    search_fields = ("sign_in__user__username__startswith",)
    ordering = ("-expire_date",)


@admin.register(Revocation)
class RevocationAdmin(ReadOnly, admin.ModelAdmin[Revocation]):
    list_display = ("kind", "subject", "created_at", "expires_at")
    list_filter = ("kind",)
    search_fields = ("subject__startswith",)
    ordering = ("-id",)


@admin.register(AuthEvent)
class AuthEventAdmin(ReadOnly, admin.ModelAdmin[AuthEvent]):
    list_display = ("at", "kind", "succeeded", "reason", "user", "mode", "ip", "user_agent")
    list_filter = ("kind", "succeeded", "mode", "reason")
    list_select_related = ("user",)
    search_fields = ("user__username__startswith", "ip__startswith")
    ordering: ClassVar[tuple[str, ...]] = ("-at", "-id")
