"""Who signs in at a lab's nodes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from comparison.errors import LabError
from comparison.modes import Account


@dataclass
class People:
    """`visitors` by how many roles each has; each guest is handed out once, for what it will not come back from."""

    visitors: Mapping[int, Account]
    administrator: Account
    guests: Iterator[Account]

    @classmethod
    def of(cls, made: Mapping[str, Any]) -> Self:
        """From what the command `prepare_lab_node` prints."""
        visitors = [Account(**account) for account in made["visitors"]]
        return cls(
            visitors={account.roles: account for account in visitors},
            administrator=Account(**made["administrator"]),
            guests=iter([Account(**account) for account in made["guests"]]),
        )

    def guest(self) -> Account:
        """Raises LabError when there are no more."""
        found = next(self.guests, None)
        if found is None:
            raise LabError("The lab has no more guests.")
        return found
