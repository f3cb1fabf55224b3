"""The Linux keychain over D-Bus (gnome-keyring, KWallet): never prompts, so it fits the credential helper too.

Not keyring's own backend: that one unlocks by itself, which prompts, and takes three times as long; see decision 0002.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import failure
from app.domain.findings import Because, FindingId, Reason

if TYPE_CHECKING:
    from jeepney import DBusAddress, Message
    from jeepney.io.blocking import DBusConnection

_BUS_NAME = "org.freedesktop.secrets"
_ROOT = "/org/freedesktop/secrets"
_SERVICE = "org.freedesktop.Secret.Service"
_COLLECTION = "org.freedesktop.Secret.Collection"
_ITEM = "org.freedesktop.Secret.Item"
_APPLICATION = "Gateway Companion"
_TIMEOUT = 4.0
"""Seconds for one answer of the bus; the helper as a whole has 5."""


class SecretService:
    """Secrets of this program by account name, as `keyring` would store them (attributes `service`, `username`).

    Each call raises `AppError`: keychain-unavailable (with the cause) or keychain-locked.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._bus = environment.get("DBUS_SESSION_BUS_ADDRESS") or _runtime_bus(environment)

    def get(self, account: str) -> str | None:
        with self._connected() as bus:
            items, locked = bus.search(account)
            if items:
                return bus.secret(items[0])
            if locked or bus.default_is_locked():
                raise failure(FindingId.KEYCHAIN_LOCKED)
            return None

    def set(self, account: str, text: str) -> None:
        with self._connected() as bus:
            if bus.default_is_locked():
                raise failure(FindingId.KEYCHAIN_LOCKED)
            bus.create(account, text)

    def delete(self, account: str) -> None:
        with self._connected() as bus:
            items, locked = bus.search(account)
            if locked:
                raise failure(FindingId.KEYCHAIN_LOCKED)
            for item in items:
                bus.delete(item)

    @contextmanager
    def _connected(self) -> Iterator[_Bus]:
        from jeepney.io.blocking import open_dbus_connection

        if self._bus is None:
            raise _unavailable("no session bus")
        try:
            connection = open_dbus_connection(self._bus)
        except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: an address of another kind
            raise _unavailable(type(error).__name__) from None
        try:
            yield _Bus(connection)
        except (OSError, EOFError, TimeoutError) as error:
            raise _unavailable(type(error).__name__) from None
        finally:
            connection.close()


class _Bus:
    """One connection, with the few calls of the Secret Service that are needed."""

    def __init__(self, connection: DBusConnection) -> None:
        self._connection = connection

    def search(self, account: str) -> tuple[list[str], list[str]]:
        """Unlocked and locked items of ours."""
        body = self._call(_ROOT, _SERVICE, "SearchItems", "a{ss}", ({"service": _APPLICATION, "username": account},))
        return list(body[0]), list(body[1])  # type: ignore[call-overload]

    def secret(self, item: str) -> str:
        body = self._call(item, _ITEM, "GetSecret", "o", (self._session(),))
        try:
            return bytes(body[0][2]).decode()  # type: ignore[index]
        except UnicodeDecodeError:
            pass  # it carries the bytes, so the error below gets no context
        raise _unavailable("not text", Reason.OTHER)

    def default_is_locked(self) -> bool:
        """Whether the default collection is locked; raises keychain-unavailable where there is none."""
        from jeepney import Properties

        path = str(self._call(_ROOT, _SERVICE, "ReadAlias", "s", ("default",))[0])
        if path == "/":
            raise _unavailable("no default collection", Reason.NO_SERVICE)
        reply = self._send(Properties(self._address(path, _COLLECTION)).get("Locked"))
        return bool(reply[0][1])  # type: ignore[index]

    def create(self, account: str, text: str) -> None:
        collection = str(self._call(_ROOT, _SERVICE, "ReadAlias", "s", ("default",))[0])
        properties = {
            f"{_ITEM}.Label": ("s", f"{_APPLICATION}: {account}"),
            f"{_ITEM}.Attributes": ("a{ss}", {"service": _APPLICATION, "username": account}),
        }
        secret = (self._session(), b"", text.encode(), "text/plain")
        self._call(collection, _COLLECTION, "CreateItem", "a{sv}(oayays)b", (properties, secret, True))

    def delete(self, item: str) -> None:
        self._call(item, _ITEM, "Delete", None, ())

    def _session(self) -> str:
        """A plain session: the secret travels over the user's own bus socket, as it does for every other program."""
        return str(self._call(_ROOT, _SERVICE, "OpenSession", "sv", ("plain", ("s", "")))[1])

    def _call(
        self, path: str, interface: str, method: str, signature: str | None, body: tuple[object, ...]
    ) -> tuple[object, ...]:
        from jeepney import new_method_call

        return self._send(new_method_call(self._address(path, interface), method, signature, body))

    def _address(self, path: str, interface: str) -> DBusAddress:
        from jeepney import DBusAddress

        return DBusAddress(path, bus_name=_BUS_NAME, interface=interface)

    def _send(self, message: Message) -> tuple[object, ...]:
        from jeepney import DBusErrorResponse
        from jeepney.wrappers import unwrap_msg

        reply = self._connection.send_and_get_reply(message, timeout=_TIMEOUT)
        try:
            return tuple(unwrap_msg(reply))
        except DBusErrorResponse as error:
            if error.name.endswith("IsLocked"):
                raise failure(FindingId.KEYCHAIN_LOCKED) from None
            raise _unavailable(error.name, Reason.NO_SERVICE) from None


def _runtime_bus(environment: Mapping[str, str]) -> str | None:
    """The user's own bus where no variable names it, as for a helper that gets an empty environment."""
    folder = environment.get("XDG_RUNTIME_DIR") or f"/run/user/{Path('/proc/self').stat().st_uid}"
    socket = f"{folder}/bus"
    return f"unix:path={socket}" if Path(socket).exists() else None


def _unavailable(text: str, reason: Reason = Reason.NO_SERVICE) -> Exception:
    return failure(FindingId.KEYCHAIN_UNAVAILABLE, Because(reason, text))
