"""Reads a request's body into the shape that it must have."""

from typing import Any

from rest_framework.request import Request
from rest_framework.serializers import Serializer


def validated(shape: type[Serializer[Any]], request: Request) -> dict[str, Any]:
    """Raises DRF's ValidationError, or ParseError for what is no JSON."""
    serializer = shape(data=request.data, context={"request": request})
    serializer.is_valid(raise_exception=True)
    data: dict[str, Any] = serializer.validated_data
    return data
