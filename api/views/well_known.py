"""What other services need to verify a token without asking this one."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from api import keys

# How long a verifier may go on with what it has. Seconds.
JWKS_AGE = 60


@require_safe
@cache_control(public=True, max_age=JWKS_AGE)
def jwks(request: HttpRequest) -> JsonResponse:
    """RFC 7517. Made on demand, so that the first caller of a new deployment finds a key."""
    keys.ring.signing()
    return JsonResponse(keys.published(), content_type="application/jwk-set+json")
