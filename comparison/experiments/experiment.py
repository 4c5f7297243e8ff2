"""The one shape that all experiments have."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from comparison.figures import Cell
from comparison.lab.lab import Lab

F = TypeVar("F")


class Progress(Protocol):
    """Told what is being done, in which mode (its id)."""

    def __call__(self, mode: str, doing: str) -> None: ...


@dataclass(frozen=True)
class Headline(Generic[F]):
    """One line of the front page's table."""

    label: str
    cell: Callable[[F], Cell]


@dataclass(frozen=True)
class Experiment(Generic[F]):
    """`figures` is the frozen dataclass that `run` makes for each mode, by the mode's id.

    `choices` are the predictions that a reader may make before the results are shown, by id; `outcome` says which of
    them the results bear out. `finding` is one sentence made of the figures it is given.
    """

    id: str
    title: str
    question: str
    why: str
    choices: Mapping[str, str]
    figures: type[F]
    run: Callable[[Lab, Progress], dict[str, F]]
    outcome: Callable[[Mapping[str, F]], str]
    finding: Callable[[Mapping[str, F]], str]
    headlines: tuple[Headline[F], ...]

    def revive(self, results: Mapping[str, Mapping[str, Any]]) -> dict[str, F]:
        """The typed figures of a report's plain ones."""
        return {mode: self.figures(**figures) for mode, figures in results.items()}
