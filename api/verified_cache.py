"""Remembers tokens that were verified, so that a signature is checked once a process and not once a request."""

from threading import Lock
from typing import Generic, TypeVar

V = TypeVar("V")


class VerifiedCache(Generic[V]):
    """Two generations of a dictionary: when the young one is full it becomes the old one, and the old one is let go.

    Bounded in entries and in characters of tokens. Only what was accepted enters, so nobody can fill it with rubbish.
    """

    def __init__(self, *, most_entries: int = 10_000, most_characters: int = 8_000_000) -> None:
        self.most_entries, self.most_characters = most_entries // 2, most_characters // 2
        self._young: dict[str, V] = {}
        self._old: dict[str, V] = {}
        self._characters = 0
        self._lock = Lock()

    def get(self, token: str) -> V | None:
        found = self._young.get(token)
        if found is not None:
            return found
        found = self._old.get(token)
        if found is not None:
            self.put(token, found)
        return found

    def put(self, token: str, value: V) -> None:
        with self._lock:
            if len(self._young) >= self.most_entries or self._characters + len(token) > self.most_characters:
                self._old, self._young, self._characters = self._young, {}, 0
            if token not in self._young:
                self._characters += len(token)
            self._young[token] = value

    def clear(self) -> None:
        with self._lock:
            self._old, self._young, self._characters = {}, {}, 0

    def __len__(self) -> int:
        return len(self._young | self._old)
