import json
from pathlib import Path
from typing import Any

import pytest

from comparison import report
from comparison.errors import InvalidReport
from tests.comparison.reports import a_report


def plain() -> dict[str, Any]:
    return json.loads(a_report().as_json())


def test_a_report_comes_back_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    report.write(file, a_report().as_json())
    assert report.load(file) == a_report()
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]


def test_the_json_follows_the_schema() -> None:
    written = plain()
    assert written["schema"] == 1
    assert written["modes"] == ["session", "jwt", "jwt_revocable", "hybrid"]
    assert [experiment["id"] for experiment in written["experiments"]] == [
        *("state", "size", "lookups", "revocation", "scaling"),
        *("privileges", "confidentiality", "rotation", "outage", "theft"),
    ]
    for experiment in written["experiments"]:
        assert set(experiment) == {*("id", "title", "question", "results", "variants", "not_measured", "finding")}
        assert list(experiment["results"]) == written["modes"]


def altered(path: list[str | int], value: object) -> dict[str, Any]:
    changed = plain()
    place: Any = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return changed


@pytest.mark.parametrize(
    "changed",
    [
        [],
        {},
        altered(["schema"], 2),
        altered(["started_at"], "yesterday"),
        altered(["machine"], {"host": "x"}),
        altered(["modes"], []),
        altered(["modes"], ["session", "telepathy"]),
        altered(["experiments"], []),
        altered(["experiments", 0, "id"], "unheard"),
        altered(["experiments", 0, "results", "jwt"], {}),
        altered(["experiments", 0, "results"], {}),
        altered(["experiments", 0, "results", "jwt", "server_rows"], "many"),
        altered(["experiments", 0, "results", "jwt", "server_rows"], True),
        altered(["experiments", 3, "variants"], {}),
        altered(["experiments", 3, "variants", "jwt_lookup", "watched_signins"], "many"),
    ],
)
def test_what_is_not_a_report_of_this_version_is_refused(changed: Any, tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    file.write_text(json.dumps(changed))
    with pytest.raises(InvalidReport):
        report.load(file)


def test_a_variant_may_say_why_it_was_not_measured(tmp_path: Path) -> None:
    changed = plain()
    revocation = changed["experiments"][3]
    del revocation["variants"]["jwt_lookup"]
    revocation["not_measured"] = {"jwt_lookup": "no database"}
    file = tmp_path / "report.json"
    file.write_text(json.dumps(changed))
    assert report.load(file).experiments[3].not_measured == {"jwt_lookup": "no database"}


def test_half_a_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    file.write_text(a_report().as_json()[:500])
    with pytest.raises(InvalidReport):
        report.load(file)


def test_a_failed_write_leaves_the_old_report(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    file.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        report.write(file, "\udc80")
    assert file.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]


def test_a_directory_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        report.probe(tmp_path)
    with pytest.raises(FileNotFoundError):
        report.probe(tmp_path / "nowhere" / "report.json")


def test_a_probe_leaves_nothing(tmp_path: Path) -> None:
    report.probe(tmp_path / "report.json")
    assert list(tmp_path.iterdir()) == []


def test_the_leading_finding_is_that_of_revocation() -> None:
    found = a_report().experiment("revocation")
    assert found is not None
    assert a_report().leading_finding == found.finding
