"""Which keys we have put into the keychain, by name and hint: what tells that another program has changed them."""

from __future__ import annotations

from dataclasses import dataclass, replace

FILE = "accounts.json"
"""Its place in the data folder."""


@dataclass(frozen=True, slots=True)
class KeptKey:
    """One key that we have kept under this name; `digest`: its SHA-256."""

    name: str
    hint: str
    digest: str


@dataclass(frozen=True, slots=True)
class Accounts:
    """All of them. No secret is in here."""

    keys: tuple[KeptKey, ...] = ()

    def kept(self, name: str) -> KeptKey | None:
        return next((key for key in self.keys if key.name == name), None)

    def keeping(self, key: KeptKey) -> Accounts:
        return replace(self, keys=(*self.without(key.name).keys, key))

    def without(self, name: str) -> Accounts:
        return replace(self, keys=tuple(key for key in self.keys if key.name != name))
