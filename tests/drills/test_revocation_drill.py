"""The drill in its small size; `python -m tests.drills.revocation --full` is the large one."""

from collections.abc import Iterator

import pytest

from tests.drills import cluster as clusters
from tests.drills.cluster import Cluster
from tests.drills.revocation import SMALL, Scenario, calm, run


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with clusters.start(nodes=2) as cluster:
        yield cluster


@pytest.mark.parametrize("scenario", SMALL, ids=lambda scenario: scenario.name)
def test_no_request_is_accepted_that_starts_after_the_revocation(cluster: Cluster, scenario: Scenario) -> None:
    outcome = run(cluster, scenario)
    assert outcome.after.total() >= scenario.revocations * scenario.requests
    assert outcome.accepted == 0


def test_the_drill_notices_a_revocation_that_is_not_looked_at() -> None:
    with clusters.start(nodes=2, REVOCATION="off") as cluster:
        assert run(cluster, Scenario("off", calm, revocations=8, requests=5)).accepted > 0
