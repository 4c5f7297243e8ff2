"""The shapes of requests and answers; drf-spectacular writes the OpenAPI document from them."""

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from accounts.models import SignIn

PASSWORD_LENGTH = 128


class Password(serializers.CharField):
    def __init__(self) -> None:
        super().__init__(max_length=PASSWORD_LENGTH, trim_whitespace=False, style={"input_type": "password"})


class SignUp(serializers.Serializer[None]):
    username = serializers.CharField(max_length=150)
    email = serializers.EmailField()
    password = Password()


class Created(serializers.Serializer[None]):
    id = serializers.IntegerField()
    username = serializers.CharField()
    email = serializers.EmailField()


class Obtain(serializers.Serializer[None]):
    username = serializers.CharField(max_length=150)
    password = Password()
    transport = serializers.ChoiceField(
        choices=["body", "cookie"],
        default="body",
        help_text="Where the refresh token goes: into the answer, or into an HttpOnly cookie only.",
    )


class Pair(serializers.Serializer[None]):
    access = serializers.CharField(help_text="The access token, for `Authorization: Bearer`.")
    refresh = serializers.CharField(required=False, help_text="The refresh token, unless it travels in the cookie.")


class Refresh(serializers.Serializer[None]):
    refresh = serializers.CharField(
        required=False, max_length=8192, help_text="Left out where the cookie carries the refresh token."
    )


class Token(serializers.Serializer[None]):
    token = serializers.CharField(max_length=8192)


class HintedToken(Token):
    """The hint is read and not needed: a token says itself what it is."""

    token_type_hint = serializers.CharField(required=False, max_length=40)


class PasswordChange(serializers.Serializer[None]):
    old_password = Password()
    new_password = Password()


class Exchange(serializers.Serializer[None]):
    keep = serializers.BooleanField(default=True, help_text="Whether the credential that is exchanged stays in force.")


class ExchangeToTokens(Exchange):
    transport = serializers.ChoiceField(choices=["body", "cookie"], default="body")


class Introspected(serializers.Serializer[None]):
    """RFC 7662 section 2.2; where `active` is false there is nothing else."""

    active = serializers.BooleanField()
    token_type = serializers.CharField(required=False)
    client_id = serializers.CharField(required=False)
    username = serializers.CharField(required=False)
    sub = serializers.CharField(required=False)
    sid = serializers.CharField(required=False)
    jti = serializers.CharField(required=False)
    iss = serializers.CharField(required=False)
    aud = serializers.CharField(required=False)
    iat = serializers.IntegerField(required=False)
    nbf = serializers.IntegerField(required=False)
    exp = serializers.IntegerField(required=False)
    roles = serializers.ListField(child=serializers.CharField(), required=False)


class Me(serializers.Serializer[None]):
    id = serializers.IntegerField()
    username = serializers.CharField()
    email = serializers.EmailField()
    roles = serializers.ListField(child=serializers.CharField())
    mode = serializers.ChoiceField(choices=["session", "jwt"], help_text="By which credential this call came.")


class Device(serializers.ModelSerializer[SignIn]):
    device = serializers.CharField(read_only=True, help_text="The user agent, in words.")
    current = serializers.SerializerMethodField(help_text="Whether this call came from it.")

    class Meta:
        model = SignIn
        fields = ("id", "mode", "device", "ip", "created_at", "last_seen_at", "expires_at", "current")

    def get_current(self, sign_in: SignIn) -> bool:
        return bool(sign_in.pk == self.context["request"].sign_in_id)


class EndAll(serializers.Serializer[None]):
    except_current = serializers.BooleanField(default=False)


class Ended(serializers.Serializer[None]):
    ended = serializers.IntegerField(help_text="How many sign-ins ended.")


class Error(serializers.Serializer[None]):
    detail = serializers.CharField()
    code = serializers.CharField()
    errors = serializers.DictField(required=False, help_text="Faults by field.")  # type: ignore[assignment]


def refusals(*statuses: int) -> dict[int, type[Error]]:
    """For `extend_schema`: the statuses that are answered by an Error."""
    return dict.fromkeys(statuses, Error)


OWN_PAGE = OpenApiParameter(
    "X-Requested-With",
    location=OpenApiParameter.HEADER,
    description="Needed where the refresh cookie is to count, which then comes from a page of this origin.",
)
