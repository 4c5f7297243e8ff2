"""The request that a view gets whose caller is signed in."""

from rest_framework.request import Request

from accounts import http
from accounts.models import User


class SignedInRequest(Request):
    user: User
    _request: http.SignedInRequest
