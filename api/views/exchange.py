"""From a session to tokens, and back."""

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import session_mode
from api import exchange, serializers, transport
from api.authentication import BearerAuthentication, SessionAuthentication
from api.http import SignedInRequest
from api.input import validated


class ToTokens(APIView):
    authentication_classes = (SessionAuthentication,)

    @extend_schema(
        operation_id="exchange_token",
        summary="A session becomes tokens",
        request=serializers.ExchangeToTokens,
        responses={200: serializers.Pair, **serializers.refusals(400, 401, 403)},
    )
    def post(self, request: SignedInRequest) -> Response:
        data = validated(serializers.ExchangeToTokens, request)
        pair = exchange.to_tokens(request._request, keep=data["keep"])
        if not data["keep"]:
            session_mode.forget(request._request)
        return transport.hand_out(pair, by_cookie=data["transport"] == "cookie")


class ToSession(APIView):
    authentication_classes = (BearerAuthentication,)

    @extend_schema(
        operation_id="exchange_session",
        summary="Tokens become a session",
        request=serializers.Exchange,
        responses={204: OpenApiResponse(description="With the session cookie."), **serializers.refusals(400, 401)},
    )
    def post(self, request: SignedInRequest) -> Response:
        exchange.to_session(request._request, keep=validated(serializers.Exchange, request)["keep"])
        return Response(status=status.HTTP_204_NO_CONTENT)
