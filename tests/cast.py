"""The people of the tests: Ann and Ben have accounts, Stella administers the site."""

from dataclasses import dataclass

from accounts.models import User
from tests.password import PASSWORD


@dataclass(frozen=True)
class Cast:
    ann: User
    ben: User
    staff: User


def enter() -> Cast:
    """Makes their accounts, all with PASSWORD."""
    return Cast(
        ann=User.objects.create_user("ann", "ann@example.org", PASSWORD, first_name="Ann"),
        ben=User.objects.create_user("ben", "ben@example.org", PASSWORD, first_name="Ben"),
        staff=User.objects.create_superuser("stella", "stella@example.org", PASSWORD, first_name="Stella"),
    )
