"""The one shape that all experiments have."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from comparison.figures import Cell
from comparison.lab.lab import Lab
from comparison.modes import MODES, Mode
from comparison.narration import Narrator

F = TypeVar("F")


@dataclass(frozen=True)
class Headline(Generic[F]):
    """One line of the front page's table, and one column of an experiment's table of variants."""

    label: str
    cell: Callable[[F], Cell]


@dataclass(frozen=True)
class Measured(Generic[F]):
    """What `run` found: figures by the id of a mode, and by that of a variant.

    `not_measured` says of a variant why it has no figures here.
    """

    modes: Mapping[str, F]
    variants: Mapping[str, F] = field(default_factory=dict)
    not_measured: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, lane: str) -> F:
        return self.modes[lane] if lane in self.modes else self.variants[lane]


def of_lanes(found: Mapping[str, F], not_measured: Mapping[str, str] | None = None) -> Measured[F]:
    """The modes in the order of the table's columns, and what is none of them as variants."""
    modes = {mode.id: found[mode.id] for mode in MODES}
    return Measured(modes, {lane: found[lane] for lane in found if lane not in modes}, not_measured or {})


@dataclass(frozen=True)
class Experiment(Generic[F]):
    """`figures` is the frozen dataclass that `run` makes for each mode and each of the `variants`.

    `choices` are the predictions that a reader may make before the results are shown, by id; `outcome` says which of
    them the results bear out. `finding` is one sentence, or a few, made of the figures it is given.
    """

    id: str
    title: str
    question: str
    why: str
    choices: Mapping[str, str]
    figures: type[F]
    run: Callable[[Lab, Narrator], Measured[F]]
    outcome: Callable[[Measured[F]], str]
    finding: Callable[[Measured[F]], str]
    headlines: tuple[Headline[F], ...]
    variants: tuple[Mode, ...] = ()

    def revive(
        self,
        results: Mapping[str, Mapping[str, Any]],
        variants: Mapping[str, Mapping[str, Any]],
        not_measured: Mapping[str, str],
    ) -> Measured[F]:
        """The typed figures of a report's plain ones."""
        return Measured(
            {mode: self.figures(**figures) for mode, figures in results.items()},
            {variant: self.figures(**figures) for variant, figures in variants.items()},
            not_measured,
        )
