"""Is a revoked credential ever accepted?  python -m tests.drills.revocation [--full]

Nodes of two processes each on one PostgreSQL and one Valkey; both modes; sign-ins ended through random nodes while
requests with their credentials come in without a pause; and then the same while something breaks.
"""

import argparse
import contextlib
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from comparison.statistics import percentile
from tests.drills import cluster as clusters
from tests.drills.cluster import Cluster
from tests.drills.hammer import Case, Hammer, revoke
from tests.drills.people import Caller, Signer
from tests.password import PASSWORD


@dataclass(frozen=True)
class Scenario:
    """`revocations` sign-ins end, `at_once` at a time, each followed by `requests`, while `disruption` lasts."""

    name: str
    disruption: Callable[[Cluster], Iterator[None]]
    revocations: int
    requests: int
    at_once: int = 1
    only_lonely: bool = False


@dataclass(frozen=True)
class Outcome:
    scenario: Scenario
    cases: list[Case]

    @property
    def after(self) -> Counter[int]:
        return sum((case.after for case in self.cases), Counter())

    @property
    def accepted(self) -> int:
        return sum(count for status, count in self.after.items() if status < 400)


def calm(cluster: Cluster) -> Iterator[None]:
    yield


def valkey_killed(cluster: Cluster) -> Iterator[None]:
    cluster.valkey.kill()
    yield
    cluster.valkey.start()


def valkey_restarted(cluster: Cluster) -> Iterator[None]:
    """Again and again, and empty each time."""
    over = threading.Event()

    def restart() -> None:
        while not over.wait(0.7):
            cluster.valkey.kill()
            over.wait(0.3)
            cluster.valkey.start()

    thread = threading.Thread(target=restart)
    thread.start()
    yield
    over.set()
    thread.join()


def valkey_frozen(cluster: Cluster) -> Iterator[None]:
    """It keeps its connections, and for 3 s answers nothing."""
    cluster.valkey.freeze()
    timer = threading.Timer(3.0, cluster.valkey.thaw)
    timer.start()
    yield
    timer.join()


def node_killed(cluster: Cluster) -> Iterator[None]:
    node = cluster.nodes[1]

    def restart() -> None:
        time.sleep(0.3)
        node.kill()
        node.start()

    thread = threading.Thread(target=restart)
    thread.start()
    yield
    thread.join()


def publisher_cut_off(cluster: Cluster) -> Iterator[None]:
    """The node through which everything is revoked cannot reach Valkey; the others can."""
    cluster.relay.cut()
    yield
    cluster.relay.mend()


SMALL = (
    Scenario("calm", calm, revocations=20, requests=25),
    Scenario("publisher cut off from Valkey", publisher_cut_off, 6, 25, at_once=6, only_lonely=True),
    Scenario("Valkey killed", valkey_killed, 6, 25, at_once=6),
)
FULL = (
    Scenario("calm", calm, revocations=300, requests=60),
    Scenario("Valkey killed", valkey_killed, 40, 40, at_once=8),
    Scenario("Valkey restarted empty", valkey_restarted, 60, 40, at_once=4),
    Scenario("Valkey frozen for 3 s", valkey_frozen, 40, 25, at_once=8),
    Scenario("a node killed and restarted", node_killed, 60, 40, at_once=2),
    Scenario("publisher cut off from Valkey", publisher_cut_off, 40, 40, at_once=8, only_lonely=True),
)


def run(cluster: Cluster, scenario: Scenario) -> Outcome:
    with contextlib.closing(Caller(cluster.nodes[0])) as caller:
        return _run(cluster, scenario, Signer(caller, "ann", PASSWORD))


def _run(cluster: Cluster, scenario: Scenario, keeper: Signer) -> Outcome:
    victims = [keeper.open(random.choice(["jwt", "session"])) for _ in range(scenario.revocations)]
    nodes = [cluster.lonely] if scenario.only_lonely else cluster.nodes
    tasks: list[Future[None]] = []
    waiting = [Case(victim, random.choice(nodes)) for victim in victims]
    with (
        Hammer(cluster.nodes, threads=4, enough=scenario.requests) as hammer,
        contextlib.contextmanager(scenario.disruption)(cluster),
        ThreadPoolExecutor(scenario.at_once) as revokers,
    ):
        shares = [waiting[number :: scenario.at_once] for number in range(scenario.at_once)]
        tasks += [revokers.submit(_revoke_all, share, hammer, keeper) for share in shares]
    for task in tasks:
        task.result()
    return Outcome(scenario, hammer.cases)


def _revoke_all(cases: list[Case], hammer: Hammer, keeper: Signer) -> None:
    for case in cases:
        hammer.take_on(case)
        time.sleep(0.02)
        _revoke_patiently(case, keeper)
        hammer.finish(case)


def _revoke_patiently(case: Case, keeper: Signer) -> None:
    """A node that is down is asked again: only an answer of 2xx promises anything."""
    for attempt in range(40):
        try:
            revoke(case, keeper)
            return
        except OSError:
            if attempt == 39:
                raise
            time.sleep(0.25)


def show(outcomes: list[Outcome], console: Console) -> None:
    table = Table(title="Requests that started after a revoking call had returned 2xx")
    for heading in ("while", "ended", "requests", "accepted", "refused", "503", "p50 ms", "p99 ms", "max ms"):
        table.add_column(heading, justify="left" if heading == "while" else "right", no_wrap=True)
    for outcome in outcomes:
        times = [case.propagation_ms for case in outcome.cases if case.propagation_ms < float("inf")] or [float("nan")]
        after = outcome.after
        figures = [len(outcome.cases), after.total(), outcome.accepted, after[401], after[503]]
        spread = [percentile(times, 0.5), percentile(times, 0.99), max(times)]
        table.add_row(outcome.scenario.name, *(f"{f:,}" for f in figures), *(f"{f:,.1f}" for f in spread))
    console.print(table)
    console.print("ms: from the start of the revoking call to the first request that another node refused.")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--full", action="store_true", help="every scenario, at least 20,000 requests (minutes)")
    console = Console(width=110)
    outcomes: list[Outcome] = []
    with clusters.start() as cluster:
        for scenario in FULL if parser.parse_args().full else SMALL:
            console.print(f"[dim]{scenario.name} …[/dim]")
            outcomes.append(run(cluster, scenario))
    show(outcomes, console)
    accepted = sum(outcome.accepted for outcome in outcomes)
    total = sum(outcome.after.total() for outcome in outcomes)
    console.print(f"{accepted} of {total:,} were accepted.")
    return 1 if accepted else 0


if __name__ == "__main__":
    sys.exit(main())
