"""What went over the wire in a run, arranged for reading: phase by phase, and in each phase lane beside lane."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Self

from comparison.experiments import EXPERIMENTS
from comparison.live import representations
from comparison.live.events import Plain
from comparison.live.representations import Message
from comparison.modes import MODES, Mode
from comparison.modes.visitor import CALL

LANES: dict[str, Mode] = {
    mode.id: mode for mode in (*MODES, *(variant for experiment in EXPERIMENTS for variant in experiment.variants))
}
# They differ from request to request, or from process to process, whatever the mode is: their difference says nothing.
_ALWAYS_DIFFERENT = ("date:", "expires:", "server-timing:", "host:", "content-security-policy:")


@dataclass(frozen=True)
class Line:
    text: str
    differs: bool = False


@dataclass(frozen=True)
class Exchange:
    """One row of a lane; `others` are the lines of the rows beside it, of which a line that is marked is none."""

    number: int
    plain: Plain
    others: tuple[frozenset[str], ...] = ()

    @property
    def lane(self) -> Mode:
        return LANES[self.plain["lane"]]

    @cached_property
    def sent(self) -> Message:
        return representations.message(self.plain["sent"])

    @cached_property
    def received(self) -> Message:
        return representations.message(self.plain["received"])

    @property
    def sent_lines(self) -> list[Line]:
        return self._marked(self.plain["sent"])

    @property
    def received_lines(self) -> list[Line]:
        return self._marked(self.plain["received"])

    @property
    def curl(self) -> str:
        return representations.curl(self.plain, self.sent)

    @property
    def python(self) -> str:
        return representations.python(self.plain, self.sent)

    @property
    def lines(self) -> frozenset[str]:
        return frozenset((self.plain["sent"] + "\n" + self.plain["received"]).splitlines())

    def _marked(self, raw: str) -> list[Line]:
        return [Line(line, self._differs(line)) for line in raw.rstrip().splitlines()]

    def _differs(self, line: str) -> bool:
        if not line.strip() or line.lower().startswith(_ALWAYS_DIFFERENT):
            return False
        return any(line not in lines for lines in self.others)


@dataclass
class Cell:
    """What one mode, and the variants of it, exchanged in one phase."""

    mode: Mode
    exchanges: list[Exchange] = field(default_factory=list)

    @property
    def own(self) -> list[Exchange]:
        return [each for each in self.exchanges if each.lane is self.mode]

    @property
    def varied(self) -> list[Exchange]:
        return [each for each in self.exchanges if each.lane is not self.mode]


@dataclass
class Phase:
    name: str
    cells: list[Cell]

    @classmethod
    def of(cls, name: str) -> Self:
        return cls(name, [Cell(mode) for mode in MODES])


def watched(events: Iterable[tuple[int, Plain]]) -> list[Phase]:
    """The phases in the order in which the first lane came to them."""
    phases: dict[str, Phase] = {}
    for number, event in events:
        if event["event"] in {"phase_started", "exchanged"} and event["lane"] in LANES:
            name = event["phase"]
            phase = phases.setdefault(name, Phase.of(name))
            if event["event"] == "exchanged":
                cell_of(phase, event["lane"]).exchanges.append(Exchange(number, event))
    for phase in phases.values():
        _mark(phase)
    return list(phases.values())


def cell_of(phase: Phase, lane: str) -> Cell:
    return next(cell for cell in phase.cells if cell.mode.id == column(lane))


def column(lane: str) -> str:
    """The mode under which it stands: a variant under the one that it varies."""
    return (LANES[lane].kin or lane) if lane in LANES else lane


def _mark(phase: Phase) -> None:
    """The first exchange of a phase is held against the first of each other mode, the second against the second."""
    rows = {cell.mode.id: cell.own for cell in phase.cells}
    for cell in phase.cells:
        places = {each.number: place for place, each in enumerate(rows[cell.mode.id])}
        cell.exchanges = [
            replace(each, others=_beside(rows, cell.mode.id, places[each.number])) if each.number in places else each
            for each in cell.exchanges
        ]


def _beside(rows: dict[str, list[Exchange]], mode: str, place: int) -> tuple[frozenset[str], ...]:
    return tuple(row[place].lines for other, row in rows.items() if other != mode and place < len(row))


def timings(phases: Iterable[Phase]) -> list[tuple[Mode, Plain]]:
    """For each mode the `Server-Timing` of its last plain request while it was signed in, where it was told."""
    requests = [phase for phase in phases if phase.name.startswith("request")][-1:]
    found = [_last(cell) for phase in requests for cell in phase.cells]
    return [(each.lane, each.plain["server_timing"]) for each in found if each]


def _last(cell: Cell) -> Exchange | None:
    told = [each for each in cell.own if each.plain["server_timing"]]
    return next((each for each in reversed(told) if each.plain["path"] == CALL), None)
