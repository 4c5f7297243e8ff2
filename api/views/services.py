"""For services that are not Django: revoke (RFC 7009) and introspect (RFC 7662)."""

from contextlib import suppress
from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.refusals import Refused
from api import serializers, token_mode
from api.authentication import BearerAuthentication, SessionAuthentication
from api.clients import ClientAuthentication, IsServiceOrStaff
from api.input import validated
from api.verification import Type

TOLD = ("client_id", "sub", "sid", "jti", "iss", "aud", "iat", "nbf", "exp", "roles")


class Revoke(APIView):
    """Whoever holds a token may revoke it; there is no other client authentication."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="token_revoke",
        summary="Revoke a token (RFC 7009)",
        request=serializers.HintedToken,
        responses={
            200: OpenApiResponse(description="Revoked, or not valid to begin with."),
            **serializers.refusals(400),
        },
    )
    def post(self, request: Request) -> Response:
        token = validated(serializers.HintedToken, request)["token"]
        with suppress(Refused):  # section 2.2: a token that is not valid is as good as revoked
            token_mode.revoke(token)
        return Response({})


class Introspect(APIView):
    authentication_classes = (ClientAuthentication, BearerAuthentication, SessionAuthentication)
    permission_classes = (IsServiceOrStaff,)

    @extend_schema(
        operation_id="token_introspect",
        summary="Ask about a token (RFC 7662), as staff or by client credentials",
        request=serializers.HintedToken,
        responses={200: serializers.Introspected, **serializers.refusals(400, 401, 403)},
    )
    def post(self, request: Request) -> Response:
        token = validated(serializers.HintedToken, request)["token"]
        try:
            verified = token_mode.verify_in_force(token)
        except Refused:
            return Response({"active": False})
        told: dict[str, Any] = {name: verified.payload[name] for name in TOLD if name in verified.payload}
        if "preferred_username" in verified.payload:
            told["username"] = verified.payload["preferred_username"]
        token_type = "Bearer" if verified.type is Type.ACCESS else "refresh_token"
        return Response({"active": True, "token_type": token_type, **told})
