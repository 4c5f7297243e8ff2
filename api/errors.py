"""The one place where a fault becomes an HTTP answer: `{"detail": ..., "code": ...}`.

The client reads one uniform message for every refused credential; the log has the reason. Lab nodes say it aloud.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.serializers import as_serializer_error
from rest_framework.views import exception_handler, set_rollback

from accounts import audit
from accounts.outages import OUTAGES
from accounts.refusals import Reason, Refused, Throttled

NOT_VALID = {"detail": "The credential is not valid.", "code": "not_authenticated"}
WRONG_PASSWORD = {"detail": "The user name or the password is not right.", "code": "wrong_password"}
UNAVAILABLE = {"detail": "The service cannot answer at the moment. Try again.", "code": "unavailable"}
NOT_VERIFIED = {"detail": "The request could not be verified.", "code": "csrf"}
CHALLENGE = 'Bearer realm="api", error="invalid_token"'


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's EXCEPTION_HANDLER. What it does not know stays a fault of ours, and is logged as one."""
    request = context["request"]._request
    if isinstance(error, Refused):
        return _refused(error, request)
    if isinstance(error, Throttled):
        error = exceptions.Throttled(wait=error.retry_after)
    if isinstance(error, OUTAGES):
        set_rollback()
        return Response(UNAVAILABLE, status.HTTP_503_SERVICE_UNAVAILABLE, headers={"Retry-After": "5"})
    if isinstance(error, ValidationError):
        error = exceptions.ValidationError(as_serializer_error(error))
    response = exception_handler(error, context)
    if response is not None:
        response.data = _shape(error)
    return response


def _refused(refused: Refused, request: HttpRequest) -> Response:
    set_rollback()
    audit.log_refusal(refused, request=request, mode="jwt")
    response = _refusal_answer(refused.reason)
    if settings.LAB_NODE:
        response["Refusal-Reason"] = refused.reason
    return response


def _refusal_answer(reason: Reason) -> Response:
    if reason is Reason.CSRF:
        return Response(NOT_VERIFIED, status.HTTP_403_FORBIDDEN)
    if reason is Reason.WRONG_PASSWORD:
        return Response(WRONG_PASSWORD, status.HTTP_401_UNAUTHORIZED)
    return Response(NOT_VALID, status.HTTP_401_UNAUTHORIZED, headers={"WWW-Authenticate": CHALLENGE})


def _shape(error: Exception) -> dict[str, Any]:
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    if isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if isinstance(error, exceptions.ValidationError):
        return {"detail": "Some fields are not right.", "code": "invalid", "errors": error.detail}
    if isinstance(error, exceptions.APIException):
        return {"detail": str(error.detail), "code": error.get_codes()}
    return {"detail": "The request failed.", "code": "error"}
