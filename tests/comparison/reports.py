"""A report as a run makes it, with figures that are easy to find again."""

from dataclasses import replace
from typing import Any

from comparison import machine, report
from comparison.experiments import BY_ID, Measured
from comparison.experiments.lookups import LookUps
from comparison.experiments.revocation import Revocation
from comparison.experiments.scaling import Scaling
from comparison.experiments.size import Size
from comparison.experiments.state import State
from comparison.modes import MODES
from comparison.report import Report

STATE = State(
    server_rows=3,
    server_row_bytes=500,
    server_keys=1,
    server_key_bytes=400,
    client_bytes=100,
    measured_signins=10,
)
SIZE = Size(
    credential_0_roles_bytes=90,
    credential_10_roles_bytes=90,
    credential_50_roles_bytes=90,
    credential_100_roles_bytes=90,
    csrf_bytes=44,
    request_bytes=150,
    of_cookie_limit_100_roles_pct=2.2,
)
GROWN_SIZE = replace(SIZE, credential_10_roles_bytes=200, credential_100_roles_bytes=1234, csrf_bytes=0)
LOOK_UPS = LookUps(
    sql_per_request_statements=1,
    sql_most_statements=1,
    cache_per_request_commands=1,
    cache_most_commands=2,
    auth_p50_us=321.5,
    auth_p95_us=400,
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
KEYS_ENOUGH = Scaling(
    shared_store_accepted_requests=10,
    own_store_accepted_requests=0,
    keys_only_accepted_requests=10,
    asked_requests=10,
)
KEYS_NOT_ENOUGH = replace(KEYS_ENOUGH, keys_only_accepted_requests=0)

# By experiment: what the session measured, and what the modes with a token measured.
MEASURED = {
    "state": (STATE, replace(STATE, client_bytes=900, server_keys=0)),
    "size": (SIZE, GROWN_SIZE),
    "lookups": (LOOK_UPS, NO_LOOK_UPS),
    "revocation": (REFUSED, REFUSED),
    "scaling": (KEYS_NOT_ENOUGH, KEYS_ENOUGH),
}


def measured(name: str) -> Measured[Any]:
    session, token = MEASURED[name]
    modes: dict[str, Any] = {mode.id: session if mode.id == "session" else token for mode in MODES}
    if name == "revocation":
        modes["jwt"] = ACCEPTED
    if name == "lookups":
        modes["jwt_revocable"] = modes["hybrid"] = replace(NO_LOOK_UPS, sql_per_request_statements=1)
    return Measured(modes, {variant.id: token for variant in BY_ID[name].variants})


def a_report() -> Report:
    return Report(
        started_at="2026-01-02T03:04:05+00:00",
        took_s=21.5,
        machine=machine.Machine(cpu="A processor", cores=2, memory_bytes=4 * 2**30, system="An OS"),
        versions={"python": "3.11", "django": "5.2"},
        modes=tuple(mode.id for mode in MODES),
        experiments=tuple(report.of_experiment(experiment, measured(name)) for name, experiment in BY_ID.items()),
    )
