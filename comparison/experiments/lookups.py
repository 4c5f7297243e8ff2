"""What does the server look up? Reads from `Server-Timing` what each authenticated request cost."""

from collections.abc import Sequence
from dataclasses import dataclass

from comparison.experiments.experiment import Experiment, Headline, Measured, of_lanes
from comparison.figures import Cell, counted, figure, text
from comparison.lab.lab import Lab
from comparison.modes import MODES, Mode, call, variants
from comparison.narration import Narrator
from comparison.server_timing import ServerTiming
from comparison.statistics import per_one, summarise

WARM_UP_REQUESTS = 30
REQUESTS = 200
VARIANTS = (
    variants.SESSION_DB,
    variants.SESSION_CACHE,
    variants.SESSION_MEMCACHED,
    variants.SESSION_SIGNED_COOKIES,
    variants.JWT_LOOKUP,
)


@dataclass(frozen=True)
class LookUps:
    """Of one authenticated request, the credential being the same throughout."""

    sql_per_request_statements: float = figure("SQL statements, average")
    sql_most_statements: int = figure("SQL statements, at most")
    cache_per_request_commands: float = figure("Cache commands, average")
    cache_most_commands: int = figure("Cache commands, at most")
    auth_p50_us: float = figure("Time to authenticate, p50")
    auth_p95_us: float = figure("Time to authenticate, p95")
    auth_p99_us: float = figure("Time to authenticate, p99")
    auth_least_us: float = figure("Time to authenticate, least")
    auth_most_us: float = figure("Time to authenticate, most")
    measured_requests: int = figure("Requests measured")

    @property
    def per_request(self) -> float:
        return self.sql_per_request_statements + self.cache_per_request_commands


def run(lab: Lab, narrator: Narrator) -> Measured[LookUps]:
    missing = variants.not_measured()
    lanes = [lane for lane in (*MODES, *VARIANTS) if lane.id not in missing]
    for lane in lanes:
        lab.node(lane)  # all of them start while the first is being asked
    for lane in lanes:
        lab.node(lane).wait()  # and none starts while another is being asked
    found = {lane.id: measure(lab, lane, narrator) for lane in lanes}
    lab.close(*(lab.node(lane) for lane in VARIANTS[:3] if lane.id not in missing))
    return of_lanes(found, missing)


def measure(lab: Lab, mode: Mode, narrator: Narrator) -> LookUps:
    narrator.doing(mode.id, f"calling {REQUESTS} times")
    with lab.node(mode).client() as client:
        with narrator.phase(mode.id, "sign in", client):
            visitor = lab.doorman(lab.node(mode), lab.account()).opened(mode, client)
        with narrator.phase(mode.id, "request", client):
            call(visitor).expect(200)
        for _ in range(WARM_UP_REQUESTS):
            call(visitor).expect(200)
        return summarised([call(visitor).expect(200).server_timing for _ in range(REQUESTS)])


def summarised(timings: Sequence[ServerTiming]) -> LookUps:
    auth = summarise([timing.auth_us for timing in timings])
    return LookUps(
        sql_per_request_statements=per_one(sum(timing.sql_statements for timing in timings), len(timings)),
        sql_most_statements=max(timing.sql_statements for timing in timings),
        cache_per_request_commands=per_one(sum(timing.cache_commands for timing in timings), len(timings)),
        cache_most_commands=max(timing.cache_commands for timing in timings),
        auth_p50_us=round(auth.p50, 1),
        auth_p95_us=round(auth.p95, 1),
        auth_p99_us=round(auth.p99, 1),
        auth_least_us=round(auth.least, 1),
        auth_most_us=round(auth.most, 1),
        measured_requests=auth.n,
    )


def outcome(measured: Measured[LookUps]) -> str:
    """A mode looks up where it asks a store at least at every second request."""
    asking = frozenset(mode for mode in ("session", "jwt", "jwt_revocable") if measured[mode].per_request >= 0.5)
    return {
        frozenset({"session"}): "session",
        frozenset({"session", "jwt_revocable"}): "revocable",
        frozenset({"session", "jwt", "jwt_revocable"}): "all",
    }.get(asking, "other")


def finding(measured: Measured[LookUps]) -> str:
    session, jwt, revocable = (measured[mode] for mode in ("session", "jwt", "jwt_revocable"))
    return (
        f"To know who calls, a session costs {_cost(session)}, a JWT {_cost(jwt)}, a JWT that can be revoked "
        f"{_cost(revocable)}, and one whose revocations are asked for in the database {_cost(measured['jwt_lookup'])}: "
        f"p50 of {text(session.measured_requests)} requests each."
    )


def _entries(figures: LookUps) -> str:
    amounts = (
        (figures.cache_per_request_commands, "cache command"),
        (figures.sql_per_request_statements, "SQL statement"),
    )
    return " and ".join(counted(count, noun) for count, noun in amounts if count) or "no look-up"


def _cost(figures: LookUps) -> str:
    return f"{_entries(figures)} ({text(figures.auth_p50_us)} µs)"


def _looked_up(figures: LookUps) -> Cell:
    amounts = ((figures.cache_per_request_commands, "cache"), (figures.sql_per_request_statements, "SQL"))
    shown = ", ".join(f"{text(count)} {kind}" for count, kind in amounts if count) or "none"
    most = f"at most {figures.cache_most_commands} cache and {figures.sql_most_statements} SQL"
    return Cell(shown, "", f"average of {text(figures.measured_requests)} requests; {most}")


def _time(figures: LookUps) -> Cell:
    spread = f"p95 {text(figures.auth_p95_us)}, p99 {text(figures.auth_p99_us)}, {text(figures.auth_least_us)} to "
    spread += f"{text(figures.auth_most_us)} µs"
    return Cell(text(figures.auth_p50_us), "µs", f"p50 of {text(figures.measured_requests)} requests; {spread}")


EXPERIMENT = Experiment(
    id="lookups",
    title="Look-ups",
    question="What does the server look up?",
    why=(
        "A session cookie says nothing by itself, so each request asks a store what it stands for. A JWT is verified "
        "by computing; only the question whether it has been revoked since needs anything else. Revocations that each "
        "process holds in memory answer that question without asking anyone."
    ),
    choices={
        "session": "Only the session asks a store on every request",
        "revocable": "The session and the JWT that can be revoked ask, the plain JWT does not",
        "all": "Every mode asks",
        "other": "Something else",
    },
    figures=LookUps,
    run=run,
    outcome=outcome,
    finding=finding,
    headlines=(Headline("Look-ups for each request", _looked_up), Headline("Time to authenticate", _time)),
    variants=VARIANTS,
)
