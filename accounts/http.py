"""The request that a view behind `signed_in` gets, and who may reach it."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts.models import SignIn, User

P = ParamSpec("P")


class SignedInRequest(HttpRequest):
    user: User
    sign_in_id: UUID
    mode: str


def signed_in(
    view: Callable[Concatenate[SignedInRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Others are sent to the sign-in page and come back afterwards."""

    return login_required(cast(Callable[Concatenate[HttpRequest, P], HttpResponseBase], view))


def current_sign_in(request: HttpRequest) -> SignIn | None:
    sign_in_id = getattr(request, "sign_in_id", None)
    return SignIn.objects.filter(pk=sign_in_id).first() if sign_in_id else None
