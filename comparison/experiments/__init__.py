"""The experiments, in the order of the table's rows. Adding one is copying a file and its test."""

from collections.abc import Mapping
from typing import Any

from comparison.experiments import (
    confidentiality,
    lookups,
    outage,
    privileges,
    revocation,
    rotation,
    scaling,
    size,
    state,
    theft,
)
from comparison.experiments.experiment import Experiment, Headline, Measured

__all__ = ["BY_ID", "EXPERIMENTS", "LEADING", "Experiment", "Headline", "Measured"]

EXPERIMENTS: tuple[Experiment[Any], ...] = (
    state.EXPERIMENT,
    size.EXPERIMENT,
    lookups.EXPERIMENT,
    revocation.EXPERIMENT,
    scaling.EXPERIMENT,
    privileges.EXPERIMENT,
    confidentiality.EXPERIMENT,
    rotation.EXPERIMENT,
    outage.EXPERIMENT,
    theft.EXPERIMENT,
)
BY_ID: Mapping[str, Experiment[Any]] = {experiment.id: experiment for experiment in EXPERIMENTS}

# Whose finding stands at the top of the front page.
LEADING = "revocation"
