"""A tiny process that removes a lab's directory when it is asked to end, by the lab or by the guardian.

Run by path, with nothing but the standard library, so that it starts in a few milliseconds.
"""

import shutil
import signal
import sys
import time
from pathlib import Path

# Shorter than the guardian's patience. A server that is still ending may write once more into what is being removed.
PATIENCE = 2.0


def sweep(directory: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while directory.exists() and time.monotonic() < deadline:
        shutil.rmtree(directory, ignore_errors=True)
        time.sleep(0.02)


def main() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.sigwait([signal.SIGTERM])
    sweep(Path(sys.argv[1]))


if __name__ == "__main__":
    main()
