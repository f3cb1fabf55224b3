"""The Linux keychain over D-Bus (gnome-keyring and others): only `unlock` ever prompts, so the rest fits the helper too.

Not keyring's own backend: that one unlocks by itself, which prompts, and takes three times as long; see decision 0002.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.domain.errors import failure
from app.domain.finding_ids import FindingId, Reason
from app.platforms.session_bus import ANSWER, Calls, SessionBus, unavailable

if TYPE_CHECKING:
    from jeepney import DBusAddress

BUS_NAME = "org.freedesktop.secrets"
KWALLETS = ("org.kde.kwalletd6", "org.kde.kwalletd5")
_ROOT = "/org/freedesktop/secrets"
_SERVICE = "org.freedesktop.Secret.Service"
_COLLECTION = "org.freedesktop.Secret.Collection"
_ITEM = "org.freedesktop.Secret.Item"
_PROMPT = "org.freedesktop.Secret.Prompt"
_APPLICATION = "Gateway Companion"
_NEW_LABEL = "Default keyring"
"""What other programs call one that they create; gnome-keyring's own programs show it."""
_NOTHING = "/"
"""The path that stands for no object."""


class SecretService:
    """Secrets of this program by account name, as `keyring` would store them (attributes `service`, `username`).

    Each call raises `AppError`: keychain-unavailable (with the cause) or keychain-locked. Where KWallet is what answers,
    that is no-service, for its own interface knows better: see decision 0011. `answer`: seconds for one answer.
    """

    def __init__(self, environment: Mapping[str, str], *, answer: float = ANSWER) -> None:
        self._bus = SessionBus(environment, answer=answer)

    def get(self, account: str) -> str | None:
        with self._connected() as service:
            items, locked = service.search(account)
            if items:
                return service.secret(items[0])
            if locked or service.is_locked(service.default()):
                raise failure(FindingId.KEYCHAIN_LOCKED)
            return None

    def set(self, account: str, text: str) -> None:
        with self._connected() as service:
            collection = service.default()
            if service.is_locked(collection):
                raise failure(FindingId.KEYCHAIN_LOCKED)
            service.create(collection, account, text)

    def delete(self, account: str) -> None:
        with self._connected() as service:
            items, locked = service.search(account)
            if locked:
                raise failure(FindingId.KEYCHAIN_LOCKED)
            for item in items:
                service.delete(item)

    def unlock(self, stop: threading.Event) -> None:
        """Lets the person open the keychain in its own window, or create one where there is none; waits for that.

        Once `stop` is set the wait ends; the window is theirs to close, see decision 0011. Raises keychain-locked where
        they closed it.
        """
        with self._connected() as service:
            prompt = service.begin_unlock()
            if prompt != _NOTHING and service.is_dismissed(prompt, stop):
                from app.domain.findings import Because

                raise failure(FindingId.KEYCHAIN_LOCKED, Because(Reason.DENIED))

    @contextmanager
    def _connected(self) -> Iterator[_Service]:
        with self._bus.connected() as calls:
            if _is_kwallet(calls):
                raise unavailable(Reason.NO_SERVICE)
            yield _Service(calls)


class _Service:
    """The few calls of the Secret Service that are needed."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def search(self, account: str) -> tuple[list[str], list[str]]:
        """Unlocked and locked items of ours."""
        return self._search({"service": _APPLICATION, "username": account})

    def _search(self, attributes: dict[str, str]) -> tuple[list[str], list[str]]:
        body = self._call(_ROOT, _SERVICE, "SearchItems", "a{ss}", (attributes,))
        return list(body[0]), list(body[1])  # type: ignore[call-overload]

    def secret(self, item: str) -> str:
        body = self._call(item, _ITEM, "GetSecret", "o", (self._session(),))
        try:
            return bytes(body[0][2]).decode()  # type: ignore[index]
        except UnicodeDecodeError:
            pass  # it carries the bytes, so the error below gets no context
        raise unavailable(Reason.NOT_TEXT)

    def default(self) -> str:
        """The default collection; raises keychain-unavailable where there is none."""
        path = self._default()
        if path == _NOTHING:
            raise unavailable(Reason.NO_KEYRING)
        return path

    def _default(self) -> str:
        return str(self._call(_ROOT, _SERVICE, "ReadAlias", "s", ("default",))[0])

    def is_locked(self, collection: str) -> bool:
        from jeepney import Properties

        reply = self._calls.ask(Properties(_address(collection, _COLLECTION)).get("Locked"))
        return bool(reply[0][1])  # type: ignore[index]

    def create(self, collection: str, account: str, text: str) -> None:
        properties = {
            f"{_ITEM}.Label": ("s", f"{_APPLICATION}: {account}"),
            f"{_ITEM}.Attributes": ("a{ss}", {"service": _APPLICATION, "username": account}),
        }
        secret = (self._session(), b"", text.encode(), "text/plain")
        self._call(collection, _COLLECTION, "CreateItem", "a{sv}(oayays)b", (properties, secret, True))

    def delete(self, item: str) -> None:
        self._call(item, _ITEM, "Delete")

    def begin_unlock(self) -> str:
        """The prompt by which the default collection, or where our items lie, is opened or made; none is needed: `/`."""
        collection = self._default()
        if collection == _NOTHING:
            label = {f"{_COLLECTION}.Label": ("s", _NEW_LABEL)}
            return str(self._call(_ROOT, _SERVICE, "CreateCollection", "a{sv}s", (label, "default"))[1])
        _, locked = self._search({"service": _APPLICATION})
        return str(self._call(_ROOT, _SERVICE, "Unlock", "ao", ([collection, *locked],))[1])

    def is_dismissed(self, prompt: str, stop: threading.Event) -> bool:
        """Shows the prompt and waits for how it ends."""
        place = _address(prompt, _PROMPT)
        dismissed, *_ = self._calls.signal(place, "Completed", lambda: self._show(prompt), stop)
        return bool(dismissed)

    def _show(self, prompt: str) -> None:
        self._call(prompt, _PROMPT, "Prompt", "s", ("",))

    def _session(self) -> str:
        """A plain session: the secret travels over the user's own bus socket, as it does for every other program."""
        return str(self._call(_ROOT, _SERVICE, "OpenSession", "sv", ("plain", ("s", "")))[1])

    def _call(
        self, path: str, interface: str, method: str, signature: str | None = None, body: tuple[object, ...] = ()
    ) -> tuple[object, ...]:
        return self._calls.call(_address(path, interface), method, signature, body)


def _is_kwallet(calls: Calls) -> bool:
    """Whether KWallet itself answers: it calls an open wallet locked until somebody has unlocked it by this interface."""
    owners = {owner for name in KWALLETS if (owner := calls.owner(name))}
    return bool(owners) and calls.owner(BUS_NAME) in owners


def _address(path: str, interface: str) -> DBusAddress:
    from jeepney import DBusAddress

    return DBusAddress(path, bus_name=BUS_NAME, interface=interface)
