"""Who opens doors and changes users at a lab's nodes: signed in once at each, since a password takes long to verify."""

from typing import Any

from comparison.administrator import Administrator
from comparison.lab.node import Node
from comparison.lab.people import People
from comparison.modes import Account
from comparison.modes.doorman import Doorman
from comparison.wire import Client


class Staff:
    """Kept by node; not for several threads at one node."""

    def __init__(self) -> None:
        self._clients: dict[Node[Any], Client] = {}
        self._doormen: dict[tuple[Node[Any], str], Doorman] = {}
        self._administrators: dict[Node[Any], Administrator] = {}

    def doorman(self, node: Node[Any], account: Account) -> Doorman:
        key = (node, account.username)
        if key not in self._doormen:
            self._doormen[key] = Doorman(self._client(node), account)
        return self._doormen[key]

    def administrator(self, node: Node[Any], people: People) -> Administrator:
        if node not in self._administrators:
            self._administrators[node] = Administrator(self._client(node), people.administrator)
        return self._administrators[node]

    def leave(self, node: Node[Any]) -> None:
        """Before the node ends."""
        client = self._clients.pop(node, None)
        if client:
            client.close()
        self._administrators.pop(node, None)
        self._doormen = {key: doorman for key, doorman in self._doormen.items() if key[0] is not node}

    def _client(self, node: Node[Any]) -> Client:
        if node not in self._clients:
            self._clients[node] = node.client()
        return self._clients[node]
