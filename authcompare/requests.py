"""The request as a server hands it to the site. It is UTF-8, whatever its Content-Type claims.

Django decodes query strings and forms in the encoding that the caller names, and some of those that Python knows are of
no text ("hex") or raise errors that nobody expects ("idna"): each would be a 500.
"""

from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters


class Request(WSGIRequest):
    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        self.content_params.pop("charset", None)


class Handler(WSGIHandler):
    request_class = Request
