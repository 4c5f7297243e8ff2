"""The caller's devices, of both modes."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import signing_out
from accounts.http import current_sign_in
from accounts.models import EndReason, SignIn
from api import serializers
from api.http import SignedInRequest
from api.input import validated

MOST_LISTED = 200


class SignIns(APIView):
    @extend_schema(
        operation_id="sign_ins",
        summary="The live sign-ins, last seen first",
        responses={200: serializers.Device(many=True), **serializers.refusals(401)},
    )
    def get(self, request: SignedInRequest) -> Response:
        rows = SignIn.objects.filter(user=request.user.pk).live().order_by("-last_seen_at")[:MOST_LISTED]
        return Response(serializers.Device(rows, many=True, context={"request": request}).data)


class OneSignIn(APIView):
    @extend_schema(
        operation_id="sign_in_end",
        summary="End one sign-in",
        responses={204: OpenApiResponse(description="Ended."), **serializers.refusals(401, 403, 404)},
    )
    def delete(self, request: SignedInRequest, sign_in_id: UUID) -> Response:
        target = get_object_or_404(SignIn.objects.filter(user=request.user.pk).live(), pk=sign_in_id)
        signing_out.end(target, reason=EndReason.ENDED_BY_USER)
        return Response(status=status.HTTP_204_NO_CONTENT)


class EndAll(APIView):
    @extend_schema(
        operation_id="sign_ins_end_all",
        summary="End all sign-ins, or all but this one",
        request=serializers.EndAll,
        responses={200: serializers.Ended, **serializers.refusals(400, 401, 403)},
    )
    def post(self, request: SignedInRequest) -> Response:
        spare = validated(serializers.EndAll, request)["except_current"]
        keep = current_sign_in(request._request) if spare else None
        ended = signing_out.end_all(request.user, reason=EndReason.ENDED_BY_USER, keep=keep)
        return Response({"ended": ended})
