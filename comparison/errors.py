"""What can go wrong while comparing. Each carries what helps to understand it, and never a credential."""


class ComparisonError(Exception):
    """The root of this app's exceptions; `str()` is one sentence for the person who started the run."""


class LabError(ComparisonError):
    """A process of the lab did not start, or ended early."""


class WireError(ComparisonError):
    """A server could not be reached, or did not answer in HTTP or in time."""


class UnexpectedAnswer(ComparisonError):
    """A server answered, but not as the protocol of the mode says."""

    def __init__(self, *, method: str, path: str, status: int, expected: str) -> None:
        super().__init__(f"{method} {path} answered {status}, expected {expected}.")
        self.status = status


class InvalidReport(ComparisonError):
    """A report does not follow the schema."""


class RunUnderWay(ComparisonError):
    """Another comparison is measuring on this machine."""


class Cancelled(ComparisonError):
    """Whoever started the run does not want it any more."""


class RunTookTooLong(ComparisonError):
    """The run reached the limit of its time."""
