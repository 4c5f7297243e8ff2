"""One run at a time on one site."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fcntl import LOCK_EX, LOCK_NB, LOCK_UN, flock
from pathlib import Path
from time import monotonic, sleep

from comparison.errors import RunUnderWay


@dataclass
class Turn:
    """Two runs on one machine would measure each other. The lock goes with its process, however that ends."""

    path: Path
    patience_s: float = field(default=300)

    @contextmanager
    def taken(self, may_go_on: Callable[[], None] = lambda: None) -> Iterator[None]:
        """Waits for a run that is under way; raises RunUnderWay when it does not end in time.

        `may_go_on` raises where whoever waits has given up.
        """
        deadline = monotonic() + self.patience_s
        with self.path.open("w") as file:
            while not _locked(file.fileno()):
                if monotonic() > deadline:
                    raise RunUnderWay(f"Another comparison is still measuring after {self.patience_s:g} s.")
                may_go_on()
                sleep(0.1)
            try:
                yield
            finally:
                flock(file, LOCK_UN)

    def is_taken(self) -> bool:
        try:
            with self.path.open() as file:
                free = _locked(file.fileno())
                return not free
        except FileNotFoundError:
            return False


def _locked(file: int) -> bool:
    try:
        flock(file, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        return False
    return True
