from comparison.live import lanes, representations
from comparison.live.lanes import Exchange, Line
from tests.comparison.live.conftest import exchanged

GET = "GET /api/me/ HTTP/1.1\r\nHost: 127.0.0.1:1\r\n"
SESSION = exchanged("session", f"{GET}Cookie: sessionid=1\r\n\r\n")
JWT = exchanged("jwt", f"{GET}Authorization: Bearer 2\r\n\r\n")
HYBRID = exchanged("hybrid", f"{GET}Authorization: Bearer 2\r\n\r\n")


def first(phases: list[lanes.Phase], mode: str) -> Exchange:
    return next(cell.own[0] for cell in phases[0].cells if cell.mode.id == mode)


def test_rows_of_one_phase_stand_beside_each_other() -> None:
    started = {"event": "phase_started", "experiment": "size", "lane": "jwt", "phase": "revoke"}
    phases = lanes.watched(enumerate([SESSION, started, JWT, HYBRID], start=1))
    assert [phase.name for phase in phases] == ["request", "revoke"]
    assert [len(cell.own) for cell in phases[0].cells] == [1, 1, 0, 1]


def test_a_line_is_marked_where_another_mode_does_not_have_it() -> None:
    phases = lanes.watched(enumerate([SESSION, JWT, HYBRID]))
    lines = first(phases, "session").sent_lines
    assert lines[0] == Line("GET /api/me/ HTTP/1.1")
    assert lines[1] == Line("Host: 127.0.0.1:1")
    assert lines[2] == Line("Cookie: sessionid=1", differs=True)


def test_a_variant_stands_under_its_mode_and_marks_nothing() -> None:
    varied = exchanged("session_signed_cookies", f"{GET}Cookie: sessionid=long\r\n\r\n")
    phases = lanes.watched(enumerate([SESSION, varied]))
    (cell,) = [cell for cell in phases[0].cells if cell.mode.id == "session"]
    assert [each.lane.id for each in cell.varied] == ["session_signed_cookies"]
    assert not any(line.differs for line in cell.own[0].sent_lines)


def test_what_is_told_of_the_server_is_the_last_request_of_each_mode() -> None:
    assert [mode.id for mode, _ in lanes.timings(lanes.watched(enumerate([SESSION, JWT])))] == ["session", "jwt"]


def test_an_exchange_can_be_repeated() -> None:
    head = "POST /api/token/ HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Type: application/json\r\n\r\n"
    sent = head + '{"a": "it\'s"}'
    plain = {**exchanged("jwt", sent), "method": "POST", "path": "/api/token/"}
    row = Exchange(1, plain)
    assert row.curl.startswith("curl -i -X POST http://127.0.0.1:8000/api/token/")
    assert "Content-Length" not in row.curl
    assert """'{"a": "it'"'"'s"}'""" in row.curl
    compile(row.python, "repeated.py", "exec")
    assert row.sent.pretty.endswith('{\n  "a": "it\'s"\n}')


def test_what_is_cut_off_or_no_json_stays_as_it_is() -> None:
    assert representations.indented('{"a": ') == '{"a": '
