"""The administrator of a lab, who changes users where an administrator does: in the admin, over HTTP."""

from comparison.modes import Account
from comparison.modes.session import CSRF_COOKIE, SessionVisitor
from comparison.wire import Client

USERS = "/admin/accounts/user/"


class Administrator(SessionVisitor):
    def __init__(self, client: Client, account: Account) -> None:
        super().__init__(client)
        self.sign_in(account)

    def disable(self, user_id: int) -> None:
        self._act("disable", user_id)

    def _act(self, action: str, user_id: int) -> None:
        fields = {
            "csrfmiddlewaretoken": self._jar.get(CSRF_COOKIE),
            "action": action,
            "_selected_action": str(user_id),
        }
        self._jar.update(self.client.post_form(USERS, fields, self._jar.header(USERS)).expect(302))
