"""The user, the sign-in that both modes share, the session that belongs to one, and what has been revoked."""

import secrets
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import UUID

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone

from accounts import devices, standing
from accounts.roles import roles as roles_of

models.CharField.register_lookup(Lower)
models.EmailField.register_lookup(Lower)


def new_id() -> UUID:
    """128 random bits (OWASP ASVS 5, 7.2.3); uuid4 has 122."""
    return UUID(bytes=secrets.token_bytes(16))


class UserQuerySet(models.QuerySet["User"]):
    def update(self, **changes: Any) -> int:
        """As with `save`, the users' credentials follow the change; `bulk_update` comes through here too."""
        if standing.FIELDS.isdisjoint(changes):
            return super().update(**changes)
        with transaction.atomic():
            before = {user.pk: user._loaded for user in self.all()}
            count = super().update(**changes)
            for user in self.model.objects.filter(pk__in=before):
                user._loaded = before[user.pk]
                standing.settle(user)
        return count

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        """Ends the sign-ins first: a deleted user's tokens would otherwise live on until they expire."""
        with transaction.atomic():
            for user in self:
                standing.settle_deletion(user)
            return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


class UserManager(DjangoUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username: str | None) -> "User":
        user: User = self.get(username__lower=(username or "").lower())
        return user


class User(AbstractUser):
    """User name and e-mail are unique without regard to case, on every database."""

    # ASCII alone: two names that look alike are alike, and both databases fold case the same way.
    username = models.CharField(
        "user name",
        max_length=150,
        unique=True,
        help_text="Letters, digits and @ . + - _ only; 150 characters or fewer.",
        validators=[ASCIIUsernameValidator()],
        error_messages={"unique": "This user name is taken."},
    )
    email = models.EmailField("e-mail address", error_messages={"unique": "This e-mail address is taken."})
    # OIDC's `updated_at`: a credential that says less than this of its user is outdated. Seconds, strictly rising.
    updated_at = models.PositiveBigIntegerField(default=0, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    class Meta(AbstractUser.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                Lower("username"), name="user_name_unique", violation_error_message="This user name is taken."
            ),
            models.UniqueConstraint(
                Lower("email"), name="user_email_unique", violation_error_message="This e-mail address is taken."
            ),
        ]

    # Spared by the next password change: the sign-in in which it is made.
    kept_sign_in: "SignIn | None" = None
    # While true, a new hash is the same password hashed anew, which ends nothing.
    rehashing = False
    _loaded: standing.Standing | None = None

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **options: Any) -> "User":
        user = super().from_db(db, field_names, values, **options)
        user._loaded = standing.of(user)
        return user

    def refresh_from_db(
        self, using: str | None = None, fields: Iterable[str] | None = None, from_queryset: Any = None
    ) -> None:
        super().refresh_from_db(using, fields, from_queryset)
        if fields is None:  # single fields are loaded beside changes that have not been saved yet
            self._loaded = standing.of(self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Whichever door a change comes through (page, API, admin, shell), the user's credentials follow it."""
        with transaction.atomic():
            super().save(*args, **kwargs)
            standing.settle(self)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            standing.settle_deletion(self)
            return super().delete(*args, **kwargs)

    def check_password(self, raw_password: str | None) -> bool:
        self.rehashing = True
        try:
            return super().check_password(raw_password)
        finally:
            self.rehashing = False

    @property
    def roles(self) -> list[str]:
        names = self.groups.values_list("name", flat=True)
        return roles_of(names, is_staff=self.is_staff, is_superuser=self.is_superuser)


class Mode(models.TextChoices):
    SESSION = "session", "session"
    JWT = "jwt", "JWT"


class EndReason(models.TextChoices):
    SIGN_OUT = "sign_out", "signed out"
    ENDED_BY_USER = "ended_by_user", "ended from another device"
    ENDED_BY_ADMIN = "ended_by_admin", "ended by an administrator"
    PASSWORD_CHANGED = "password_changed", "password changed"
    USER_DISABLED = "user_disabled", "account disabled"
    USER_DELETED = "user_deleted", "account deleted"
    REFRESH_REUSE = "refresh_reuse", "a used refresh token came back"
    EXCHANGED = "exchanged", "exchanged for the other mode"


class SignInQuerySet(models.QuerySet["SignIn"]):
    def live(self, now: datetime | None = None) -> Self:
        return self.filter(ended_at=None, expires_at__gt=now or timezone.now())


class SignIn(models.Model):
    """One device that one user signed in on, by a session or by tokens."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_ins")
    mode = models.CharField(max_length=8, choices=Mode)
    created_at = models.DateTimeField("signed in", default=timezone.now)
    last_seen_at = models.DateTimeField("last seen", default=timezone.now)
    expires_at = models.DateTimeField("ends at the latest")
    # When the last credential handed out for it expires: so long must its revocation be remembered.
    credentials_expire_at = models.DateTimeField(editable=False)
    ended_at = models.DateTimeField("ended", null=True, blank=True)
    end_reason = models.CharField(max_length=20, choices=EndReason, blank=True)
    ip = models.GenericIPAddressField("address", null=True, blank=True)
    user_agent = models.CharField(max_length=300, blank=True)

    objects = SignInQuerySet.as_manager()

    class Meta:
        verbose_name = "sign-in"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-created_at", "-id"], name="sign_in_recent"),
            models.Index(fields=["user", "ended_at", "-last_seen_at"], name="sign_in_of_user"),
            models.Index(fields=["expires_at"], name="sign_in_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.user} by {self.get_mode_display()} from {self.device}"

    # Set by the lists that are shown from one of the devices.
    is_current = False

    @property
    def is_live(self) -> bool:
        return self.ended_at is None and self.expires_at > timezone.now()

    @property
    def device(self) -> str:
        return devices.describe(self.user_agent)


class SessionManager(BaseSessionManager["Session"]):
    use_in_migrations = True


class Session(AbstractBaseSession):
    """A row of the database-backed session stores. Its key is a digest: the row does not sign anyone in."""

    sign_in = models.ForeignKey(SignIn, on_delete=models.CASCADE, null=True, related_name="sessions")

    objects: ClassVar[SessionManager] = SessionManager()

    class Meta(AbstractBaseSession.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"session {self.session_key[:8]}"

    @classmethod
    def get_session_store_class(cls) -> Any:
        from accounts.session_stores.db import SessionStore

        return SessionStore


class RevocationKind(models.TextChoices):
    SIGN_IN = "sign_in", "a sign-in"
    TOKEN = "token", "one token"
    CLAIMS = "claims", "what was said of a user before"
    KEY = "key", "all tokens of a signing key"


class Revocation(models.Model):
    """What is no longer trusted. The truth; every node holds a replica. A row outlives the last credential it concerns.

    `subject` is the sign-in's id, the token's `jti`, the user's id or the key's `kid`. `before` matters for claims
    alone: credentials whose `updated_at` is below it are outdated.
    """

    kind = models.CharField(max_length=8, choices=RevocationKind)
    subject = models.CharField(max_length=64)
    before = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now, db_index=True, editable=False)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "subject"], name="revocation_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.subject}"


class AuthEvent(models.Model):
    """One line of the audit trail, of either mode. Only ever added; `purge_expired` removes it after its retention."""

    class Kind(models.TextChoices):
        SIGNED_UP = "signed_up", "signed up"
        SIGNED_IN = "signed_in", "signed in"
        REFRESHED = "refreshed", "refreshed"
        SIGN_IN_ENDED = "sign_in_ended", "sign-in ended"
        PASSWORD_CHANGED = "password_changed", "password changed"
        REFUSED = "refused", "refused"
        EXCHANGED = "exchanged", "exchanged"

    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=20, choices=Kind)
    succeeded = models.BooleanField()
    reason = models.CharField(max_length=32, blank=True)
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    sign_in_id = models.UUIDField(null=True, blank=True)
    mode = models.CharField(max_length=8, choices=Mode, blank=True)
    ip = models.GenericIPAddressField("address", null=True, blank=True)
    user_agent = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "event"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-at", "-id"], name="event_recent"),
            models.Index(fields=["user", "-at"], name="event_of_user"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} at {self.at:%Y-%m-%d %H:%M:%S}"

    @property
    def device(self) -> str:
        return devices.describe(self.user_agent)
