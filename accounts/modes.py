"""The two modes as strategies: what each must do with its credentials when sign-ins end.

`signing_out` calls them without knowing them; each mode registers its own when the site starts.
"""

from collections.abc import Callable, Sequence

from accounts.models import Mode, SignIn

Discard = Callable[[Sequence[SignIn]], None]
_discards: dict[str, Discard] = {}


def register(mode: Mode, *, discard: Discard) -> None:
    """`discard` runs inside the transaction that ends the sign-ins, which are all of this mode."""
    _discards[mode] = discard


def discard_credentials(sign_ins: Sequence[SignIn]) -> None:
    for mode, discard in _discards.items():
        of_mode = [sign_in for sign_in in sign_ins if sign_in.mode == mode]
        if of_mode:
            discard(of_mode)
