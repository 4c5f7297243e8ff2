"""The keys that sign tokens, and the family of refresh tokens that belongs to a sign-in."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from rest_framework_simplejwt.token_blacklist.models import OutstandingToken

from accounts.models import SignIn


class SigningKey(models.Model):
    """The private half is encrypted under a key derived from SECRET_KEY; `api.keys` opens it."""

    kid = models.CharField("key id", max_length=64, unique=True)
    algorithm = models.CharField(max_length=8)
    private = models.TextField(editable=False)
    # Empty for HS256: a secret is never published.
    public_jwk = models.JSONField("public half", default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    # Published before it signs, so that verifiers elsewhere have it by then.
    signs_from = models.DateTimeField(default=timezone.now)
    # Signs no more from then on, still verifies what it signed.
    retired_at = models.DateTimeField(null=True, blank=True)
    # Verifies nothing any more: its private half may have leaked.
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.algorithm} {self.kid}"


class ServiceClient(models.Model):
    """Another service that may introspect tokens. Of its secret, 256 random bits, only the digest is kept."""

    client_id = models.CharField(max_length=64, unique=True)
    secret_digest = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.client_id


class TokenFamily(models.Model):
    """The refresh tokens of one sign-in: the one that may be used, and the one that it replaced.

    Two rows of simplejwt's ledger serve a family for as long as it lives: at each rotation the row of the token before
    the last one is written anew. Anything older is recognised by being neither.
    """

    sign_in = models.OneToOneField(SignIn, on_delete=models.CASCADE, primary_key=True, related_name="family")
    current = models.OneToOneField(OutstandingToken, on_delete=models.CASCADE, related_name="+")
    parent = models.OneToOneField(OutstandingToken, on_delete=models.SET_NULL, null=True, related_name="+")
    client_id = models.CharField(max_length=64)
    rotated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "token families"

    def __str__(self) -> str:
        return f"family of sign-in {self.sign_in_id}"
