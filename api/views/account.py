"""Sign up and change the password: the functions behind the pages, by JSON."""

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import session_mode
from accounts.http import current_sign_in
from accounts.models import Mode
from accounts.passwords import change_password
from accounts.signing_up import sign_up
from api import serializers
from api.http import SignedInRequest
from api.input import validated


class SignUp(APIView):
    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="signup",
        summary="Sign up",
        request=serializers.SignUp,
        responses={201: serializers.Created, **serializers.refusals(400)},
    )
    def post(self, request: Request) -> Response:
        user = sign_up(request=request._request, **validated(serializers.SignUp, request))
        body = {"id": user.pk, "username": user.username, "email": user.email}
        return Response(body, status.HTTP_201_CREATED)


class Password(APIView):
    @extend_schema(
        operation_id="password",
        summary="Change the password; every other sign-in ends",
        request=serializers.PasswordChange,
        responses={
            204: OpenApiResponse(description="Changed."),
            **serializers.refusals(400, 401, 403, 429),
        },
    )
    def post(self, request: SignedInRequest) -> Response:
        django_request = request._request
        data = validated(serializers.PasswordChange, request)
        change_password(request=django_request, user=request.user, keep=current_sign_in(django_request), **data)
        if django_request.mode == Mode.SESSION:
            session_mode.change_credential(django_request)
        return Response(status=status.HTTP_204_NO_CONTENT)
