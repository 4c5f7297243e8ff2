from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from api import serializers
from api.http import SignedInRequest


class Me(APIView):
    @extend_schema(
        operation_id="me",
        summary="Who is calling, in either mode",
        responses={200: serializers.Me, **serializers.refusals(401)},
    )
    def get(self, request: SignedInRequest) -> Response:
        user = request.user
        body = {"id": user.pk, "username": user.username, "email": user.email, "roles": user.roles}
        return Response(body | {"mode": request._request.mode})
