"""The clients that a balancer sees."""

from comparison import clusters


def test_a_third_of_the_clients_may_sit_behind_one_address() -> None:
    addresses = clusters.addresses(60, behind_one=20)
    assert len(set(addresses)) == 41
    assert addresses.count("198.51.100.1") == 20


def test_the_busiest_node_has_its_share() -> None:
    assert clusters.busiest_pct(["a", "a", "b", "c"]) == 50
