"""How long a credential is, how it grows, and against which limits."""

from collections.abc import Mapping
from dataclasses import dataclass

from comparison.figures import figure
from comparison.statistics import growth, reached_at

# What browsers store of one cookie (RFC 6265, 6.1): name, value, attributes.
COOKIE_BYTES = 4096
# One header line, as nginx (large_client_header_buffers) and Apache (LimitRequestFieldSize) take it by default.
LINE_BYTES = 8192


@dataclass(frozen=True)
class Limits:
    """The longest header line that was accepted; None where a mebibyte was."""

    server_bytes: int | None
    proxy_bytes: int | None


@dataclass(frozen=True)
class Size:
    """The `Cookie` and `Authorization` lines of one request, whole; each role's name has eight letters.

    None: the server refused a credential of that length.
    """

    credential_0_roles_bytes: int = figure("Credential on each request, no roles")
    credential_10_roles_bytes: int | None = figure("Credential on each request, 10 roles")
    credential_100_roles_bytes: int | None = figure("Credential on each request, 100 roles")
    credential_200_roles_bytes: int | None = figure("Credential on each request, 200 roles")
    growth_bytes: float = figure("What each role adds")
    csrf_bytes: int = figure("Part of it that only guards against forged requests")
    request_bytes: int = figure("The whole request, no roles")
    cookie_full_at_roles: int | None = figure("Roles at which it fills one cookie (4,096 B), by this growth")
    line_full_at_roles: int | None = figure("Roles at which it fills a proxy's header line (8 KiB), by this growth")
    server_accepts_bytes: int | None = figure("Longest header line that the server took, where it refused any")
    proxy_accepts_bytes: int | None = figure("Longest header line that Caddy passed on, where it refused any")


def summarised(lengths: Mapping[int, int], *, request_bytes: int, csrf_bytes: int, limits: Limits) -> Size:
    """`lengths` in bytes by the number of roles, those that were refused left out."""
    return Size(
        credential_0_roles_bytes=lengths[0],
        credential_10_roles_bytes=lengths.get(10),
        credential_100_roles_bytes=lengths.get(100),
        credential_200_roles_bytes=lengths.get(200),
        growth_bytes=round(growth(lengths), 1),
        csrf_bytes=csrf_bytes,
        request_bytes=request_bytes,
        cookie_full_at_roles=reached_at(COOKIE_BYTES, lengths),
        line_full_at_roles=reached_at(LINE_BYTES, lengths),
        server_accepts_bytes=limits.server_bytes,
        proxy_accepts_bytes=limits.proxy_bytes,
    )
