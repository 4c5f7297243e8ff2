"""Obtain, refresh, verify and blacklist tokens. The password is one way in, the refresh token the other."""

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.refusals import Reason, Refused
from accounts.signing_in import verify_password
from api import serializers, token_mode, transport
from api.authentication import bearer
from api.input import validated


class TokenEndpoint(APIView):
    """These take their credential from the body or the refresh cookie, whoever else may be signed in."""

    authentication_classes = ()
    permission_classes = (AllowAny,)


class Obtain(TokenEndpoint):
    @extend_schema(
        operation_id="token_obtain",
        summary="Sign in",
        request=serializers.Obtain,
        parameters=[serializers.OWN_PAGE],
        responses={200: serializers.Pair, **serializers.refusals(400, 401, 403, 429)},
    )
    def post(self, request: Request) -> Response:
        data = validated(serializers.Obtain, request)
        by_cookie = data["transport"] == "cookie"
        if by_cookie:
            transport.require_own_page(request._request)
        user = verify_password(request=request._request, username=data["username"], password=data["password"])
        return transport.hand_out(token_mode.issue(request._request, user), by_cookie=by_cookie)


class Refresh(TokenEndpoint):
    @extend_schema(
        operation_id="token_refresh",
        summary="Exchange a refresh token for a new pair, once",
        request=serializers.Refresh,
        parameters=[serializers.OWN_PAGE],
        responses={200: serializers.Pair, **serializers.refusals(400, 401, 403)},
    )
    def post(self, request: Request) -> Response:
        in_body = validated(serializers.Refresh, request).get("refresh")
        refresh = in_body or transport.from_cookie(request._request)
        if not refresh:
            raise Refused(Reason.NO_CREDENTIAL)
        return transport.hand_out(token_mode.renew(request._request, refresh), by_cookie=not in_body)


class Verify(TokenEndpoint):
    @extend_schema(
        operation_id="token_verify",
        summary="Ask whether a token is in force",
        request=serializers.Token,
        responses={200: OpenApiResponse(description="In force."), **serializers.refusals(400, 401)},
    )
    def post(self, request: Request) -> Response:
        token_mode.verify_in_force(validated(serializers.Token, request)["token"])
        return Response({})


class Blacklist(TokenEndpoint):
    @extend_schema(
        operation_id="token_blacklist",
        summary="Sign out: end the sign-in with all its tokens",
        description="By the refresh token in the body, the refresh cookie, or the Bearer token.",
        request=serializers.Refresh,
        parameters=[serializers.OWN_PAGE],
        responses={200: OpenApiResponse(description="Signed out."), **serializers.refusals(400, 401, 403)},
    )
    def post(self, request: Request) -> Response:
        in_body = validated(serializers.Refresh, request).get("refresh")
        token = in_body or bearer(request._request) or transport.from_cookie(request._request)
        if not token:
            raise Refused(Reason.NO_CREDENTIAL)
        token_mode.end(token)
        return Response({}) if in_body else transport.clear(Response({}), request._request)
