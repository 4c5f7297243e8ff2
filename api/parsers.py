"""Reads a body. DRF's own parser reads without a limit and lets too deep a nesting through as a fault of ours."""

import json
from collections.abc import Mapping
from typing import IO, Any, NoReturn

from django.http import QueryDict
from rest_framework import exceptions, parsers, status
from rest_framework.parsers import BaseParser

# The largest request holds one token of 8 KB.
MOST_BYTES = 65_536


class TooLarge(exceptions.APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = "The request is too large."
    default_code = "too_large"


class JSONParser(BaseParser):
    """Always UTF-8, as RFC 8259 section 8.1 has it."""

    media_type = "application/json"

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        try:
            text = _read(stream).decode()
            value = json.loads(text, parse_constant=_refuse)
            if "\\ud" in text.lower():
                json.dumps(value, ensure_ascii=False).encode()  # half a surrogate pair is no character
            return value
        except (ValueError, RecursionError) as error:
            raise exceptions.ParseError("This is no JSON.") from error


class FormParser(parsers.FormParser):
    """DRF's reads without a limit too, and in whatever encoding the caller names."""

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        return QueryDict(_read(stream))


def _read(stream: IO[bytes]) -> bytes:
    body = stream.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise TooLarge
    return body


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number")
