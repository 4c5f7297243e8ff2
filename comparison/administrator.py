"""The administrator of a lab, who changes users where an administrator does: in the admin, over HTTP."""

from collections.abc import Sequence

from comparison import forms
from comparison.modes import Account
from comparison.modes.session import CSRF_COOKIE, SessionVisitor
from comparison.wire import Client

USERS = "/admin/accounts/user/"
FORM = "user_form"


class Administrator(SessionVisitor):
    """Signed in at a node, by password."""

    def __init__(self, client: Client, account: Account) -> None:
        super().__init__(client)
        self.sign_in(account)

    def disable(self, user_id: int) -> None:
        """By the action of the list."""
        fields = {
            "csrfmiddlewaretoken": self._jar.get(CSRF_COOKIE),
            "action": "disable",
            "_selected_action": str(user_id),
        }
        self._submit(USERS, list(fields.items()))

    def give_roles(self, user_id: int, roles: Sequence[str]) -> None:
        """By the user's own page: these groups and no others."""
        page = f"{USERS}{user_id}/change/"
        form = forms.read(self.client.get(page, self._jar.header(page)).expect(200).body.decode(), FORM)
        groups = [form.options["groups"][role] for role in roles]
        self._submit(page, [*form.having("groups", groups), ("_continue", "on")])

    def _submit(self, path: str, fields: list[tuple[str, str]]) -> None:
        self._jar.update(self.client.post_form(path, fields, self._jar.header(path)).expect(302))
