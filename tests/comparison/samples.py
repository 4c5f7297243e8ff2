"""Figures of each experiment that are easy to find again: what the session measured, and what the tokens did."""

from dataclasses import replace
from typing import Any

from comparison.experiments.confidentiality import Confidentiality
from comparison.experiments.lookups import LookUps
from comparison.experiments.outlived import Outage
from comparison.experiments.privileges import Privileges
from comparison.experiments.revoked import Revocation
from comparison.experiments.rotation import Rotation
from comparison.experiments.scaled import Scaling
from comparison.experiments.sizes import Size
from comparison.experiments.state import State
from comparison.experiments.stolen import Theft

STATE = State(
    server_rows=3,
    server_row_bytes=500,
    server_keys=1,
    server_key_bytes=400,
    trail_rows=1,
    client_bytes=100,
    measured_signins=5,
    many_server_rows=3000,
    many_server_keys=1000,
    many_server_bytes=901_000,
    many_signins=1000,
)
STATE_OF_TOKENS = replace(STATE, client_bytes=900, server_keys=0, server_key_bytes=0, many_server_bytes=502_000)
SIZE = Size(
    credential_0_roles_bytes=90,
    credential_10_roles_bytes=90,
    credential_100_roles_bytes=90,
    credential_200_roles_bytes=90,
    growth_bytes=0,
    csrf_bytes=44,
    request_bytes=150,
    cookie_full_at_roles=None,
    line_full_at_roles=None,
    server_accepts_bytes=None,
    proxy_accepts_bytes=300_000,
)
GROWN_SIZE = replace(
    SIZE, credential_100_roles_bytes=1234, credential_200_roles_bytes=2345, growth_bytes=11.4, cookie_full_at_roles=351
)
LOOK_UPS = LookUps(
    sql_per_request_statements=1,
    sql_most_statements=1,
    cache_per_request_commands=1,
    cache_most_commands=2,
    auth_p50_us=321.5,
    auth_p95_us=400,
    auth_p99_us=500,
    auth_least_us=300,
    auth_most_us=900,
    measured_requests=300,
)
NO_LOOK_UPS = replace(LOOK_UPS, sql_per_request_statements=0, cache_per_request_commands=0, auth_p50_us=12.5)
REFUSED = Revocation(
    refused_after_p50_ms=0.87,
    refused_after_most_ms=1.2,
    elsewhere_refused_after_p50_ms=0.91,
    elsewhere_refused_after_most_ms=1.3,
    end_all_refused_after_p50_ms=0.92,
    disabled_refused_after_p50_ms=0.93,
    accepted_most_requests=0,
    still_accepted_after_s=None,
    remaining_lifetime_s=None,
    sql_per_request_statements=0,
    cache_per_request_commands=0,
    rotated_refreshes=1,
    refused_refreshes=1,
    watched_signins=12,
)
ACCEPTED = replace(
    REFUSED,
    refused_after_p50_ms=None,
    refused_after_most_ms=None,
    elsewhere_refused_after_p50_ms=None,
    elsewhere_refused_after_most_ms=None,
    end_all_refused_after_p50_ms=None,
    disabled_refused_after_p50_ms=None,
    accepted_most_requests=2345,
    still_accepted_after_s=3,
    remaining_lifetime_s=297,
    watched_signins=4,
)
SCALED = Scaling(
    private_two_accepted_pct=50,
    private_three_accepted_pct=33.3,
    shared_two_accepted_pct=100,
    shared_three_accepted_pct=100,
    keys_only_accepted_pct=0,
    sticky_cookie_accepted_pct=100,
    sticky_address_accepted_pct=100,
    sticky_cookie_kept_pct=66.7,
    sticky_address_kept_pct=50,
    shared_kept_pct=100,
    lost_requests=2,
    asked_requests=60,
    sticky_cookie_busiest_pct=40,
    sticky_address_busiest_pct=55,
    visitors_signins=6,
)
KEYS_ENOUGH = replace(SCALED, keys_only_accepted_pct=100)
FRESH = Privileges(
    fresh_after_p50_ms=4.5,
    fresh_after_most_ms=5.5,
    stale_most_requests=0,
    still_stale_after_s=None,
    remaining_lifetime_s=None,
    refused_most_requests=1,
    needed_refreshes=1,
    changed_requests=3,
)
STALE = replace(
    FRESH,
    fresh_after_p50_ms=None,
    fresh_after_most_ms=None,
    stale_most_requests=98,
    still_stale_after_s=2,
    remaining_lifetime_s=296,
    changed_requests=1,
)
SILENT = Confidentiality(
    told_facts=0, known_facts=13, readable_members=0, readable_bytes=0, credential_bytes=96, told_pct=0
)
TELLING = replace(SILENT, told_facts=13, readable_members=16, readable_bytes=498, credential_bytes=776, told_pct=100)
KEPT = Rotation(
    new_secret_kept_pct=0,
    new_secret_cold_kept_pct=0,
    fallback_kept_pct=100,
    key_rotated_kept_pct=100,
    key_retired_kept_pct=100,
    watched_signins=4,
)
OUTLIVED = Outage(
    before_served_pct=100,
    cache_stopped_served_pct=100,
    cache_back_served_pct=100,
    cache_back_after_s=0.05,
    database_stopped_served_pct=100,
    database_stopped_refused_pct=0,
    database_back_served_pct=100,
    database_back_after_s=0.06,
    asked_requests=20,
)
ENDED_BY_SIGN_OUT = Theft(
    accepted_requests=5,
    asked_requests=5,
    lifetime_s=None,
    sign_out_refused_after_ms=1.23,
    password_refused_after_ms=2.34,
    thief_refreshes=None,
    unnoticed_refreshes=None,
    noticed_refreshes=None,
    noticed_refused_after_ms=None,
    thief_refreshes_afterwards_refreshes=None,
    watched_s=0.1,
)
ENDED_BY_REUSE = replace(
    ENDED_BY_SIGN_OUT,
    lifetime_s=295,
    thief_refreshes=2,
    unnoticed_refreshes=1,
    noticed_refreshes=1,
    noticed_refused_after_ms=3.45,
    thief_refreshes_afterwards_refreshes=0,
    watched_s=1.5,
)

# By experiment: what the session measured, and what the modes with a token and the variants measured.
SAMPLES: dict[str, tuple[Any, Any]] = {
    "state": (STATE, STATE_OF_TOKENS),
    "size": (SIZE, GROWN_SIZE),
    "lookups": (LOOK_UPS, NO_LOOK_UPS),
    "revocation": (REFUSED, REFUSED),
    "scaling": (SCALED, KEYS_ENOUGH),
    "privileges": (FRESH, FRESH),
    "confidentiality": (SILENT, TELLING),
    "rotation": (KEPT, replace(KEPT, key_retired_kept_pct=0)),
    "outage": (OUTLIVED, OUTLIVED),
    "theft": (ENDED_BY_SIGN_OUT, ENDED_BY_REUSE),
}
# The plain JWT, where it does something else than the others.
PLAIN: dict[str, Any] = {
    "revocation": ACCEPTED,
    "privileges": STALE,
    "rotation": KEPT,
    "theft": replace(ENDED_BY_REUSE, sign_out_refused_after_ms=None, noticed_refused_after_ms=None),
}
VARIANTS: dict[str, dict[str, Any]] = {
    "lookups": {"jwt_lookup": replace(NO_LOOK_UPS, sql_per_request_statements=1)},
    "confidentiality": {"jwt_encrypted": replace(SILENT, readable_bytes=41)},
    "outage": {
        "session_cache": replace(OUTLIVED, cache_stopped_served_pct=0, cache_back_served_pct=0),
        "jwt_lookup": replace(OUTLIVED, database_stopped_served_pct=0, database_stopped_refused_pct=100),
    },
}
