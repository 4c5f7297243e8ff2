"""A few figures in Prometheus' text format (version 0.0.4), read from the database: the same from every worker."""

import platform
from collections.abc import Iterable
from dataclasses import dataclass, field

import django
from django.db.models import Count
from django.utils import timezone

from accounts.models import Mode, Revocation, SignIn, User


@dataclass(frozen=True)
class Metric:
    """`samples` are pairs of labels and value."""

    name: str
    help: str
    samples: list[tuple[dict[str, str], float]] = field(default_factory=list)
    kind: str = "gauge"


def current() -> list[Metric]:
    versions = {"django": django.get_version(), "python": platform.python_version()}
    return [
        Metric("authcompare_info", "Versions in use.", [(versions, 1)]),
        Metric("authcompare_users", "Accounts that may sign in.", [({}, User.objects.filter(is_active=True).count())]),
        Metric("authcompare_live_sign_ins", "Sign-ins that have neither ended nor expired.", _live_sign_ins()),
        Metric("authcompare_revocations", "Revocations that a credential may still meet.", [({}, _revocations())]),
    ]


def _live_sign_ins() -> list[tuple[dict[str, str], float]]:
    counted = dict(SignIn.objects.live().values_list("mode").annotate(Count("id")))
    return [({"mode": mode}, counted.get(mode, 0)) for mode in Mode.values]


def _revocations() -> int:
    return Revocation.objects.filter(expires_at__gt=timezone.now()).count()


def render(metrics: Iterable[Metric]) -> str:
    return "".join(f"{line}\n" for metric in metrics for line in _lines(metric))


def _lines(metric: Metric) -> Iterable[str]:
    yield f"# HELP {metric.name} {metric.help}"
    yield f"# TYPE {metric.name} {metric.kind}"
    for labels, value in metric.samples:
        named = ",".join(f'{name}="{_escaped(text)}"' for name, text in labels.items())
        yield f"{metric.name}{{{named}}} {value:g}" if named else f"{metric.name} {value:g}"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
