"""Who is calling: the address and the user agent, as far as the proxies in front can be trusted."""

from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest


def address(request: HttpRequest) -> str | None:
    """The client's address: with TRUSTED_PROXIES=n, the n-th from the right in X-Forwarded-For, never further left."""
    candidate = request.META.get("REMOTE_ADDR", "")
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    if settings.TRUSTED_PROXIES and len(hops) >= settings.TRUSTED_PROXIES:
        candidate = hops[-settings.TRUSTED_PROXIES]
    try:
        found = ip_address(
            candidate.partition("%")[0]
        )  # the rest, an interface of this machine, says nothing of a caller
    except ValueError:
        return None  # a unix socket, or a proxy that does not know
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return str(mapped or found)


def user_agent(request: HttpRequest) -> str:
    text: str = request.META.get("HTTP_USER_AGENT", "")
    return "".join(character for character in text if character.isprintable())[:300]
