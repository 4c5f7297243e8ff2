"""What other services need to verify a token without asking this one."""

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from api import keys

# How long a verifier may go on with what it has. Seconds.
JWKS_AGE = int(keys.PUBLISHED_AHEAD.total_seconds())


@require_safe
@cache_control(public=True, max_age=JWKS_AGE)
def jwks(request: HttpRequest) -> JsonResponse:
    """RFC 7517. Made on demand, so that the first caller of a new deployment finds a key."""
    keys.ring.signing()
    return JsonResponse(keys.published(), content_type="application/jwk-set+json")


@require_safe
@cache_control(public=True, max_age=JWKS_AGE)
def metadata(request: HttpRequest) -> JsonResponse:
    """RFC 8414. There is no authorization endpoint, and so no response type."""
    addresses = {name: settings.SITE_URL + reverse(view) for name, view in ENDPOINTS.items()}
    return JsonResponse(
        {
            "issuer": settings.SITE_URL,
            **addresses,
            "response_types_supported": [],
            "grant_types_supported": ["password", "refresh_token"],
            "token_endpoint_auth_methods_supported": ["none"],
            "revocation_endpoint_auth_methods_supported": ["none"],
            "introspection_endpoint_auth_methods_supported": ["client_secret_basic"],
        }
    )


ENDPOINTS = {
    "token_endpoint": "token_obtain",
    "jwks_uri": "jwks",
    "revocation_endpoint": "token_revoke",
    "introspection_endpoint": "token_introspect",
    "service_documentation": "api_docs",
}
