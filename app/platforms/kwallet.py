"""KDE's keychain by its own interface; see decision 0011.

Only `unlock` ever prompts: a wallet that is shut, or that would first ask whether we may use it, is told as locked.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import AppError, failure
from app.domain.findings import Because, FindingId, Reason
from app.platforms.secret_service import KWALLETS
from app.platforms.session_bus import Calls, SessionBus, unavailable

if TYPE_CHECKING:
    from configparser import ConfigParser

    from jeepney import DBusAddress

_APPLICATION = "Gateway Companion"
"""For KWallet too this program and its helper are one application, so what was allowed to one is allowed to both."""
_FOLDER = "Gateway Companion"
_NO_WINDOW = 0


class KWallet:
    """Secrets of this program by account name. Each call raises `AppError`: keychain-unavailable or keychain-locked."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._bus = SessionBus(environment)
        folder = environment.get("XDG_CONFIG_HOME") or Path(environment.get("HOME") or Path.home()) / ".config"
        self._settings = Path(folder) / "kwalletrc"

    def get(self, account: str) -> str | None:
        with self._opened() as wallet:
            return wallet.text("readPassword", account) if wallet.yes("hasEntry", account) else None

    def set(self, account: str, text: str) -> None:
        with self._opened() as wallet:
            if not wallet.yes("hasFolder"):
                wallet.yes("createFolder")
            if wallet.number("writePassword", account, text) != 0:
                raise unavailable(Reason.NOT_KEPT)

    def delete(self, account: str) -> None:
        with self._opened() as wallet:
            if wallet.yes("hasEntry", account) and wallet.number("removeEntry", account) != 0:
                raise unavailable(Reason.NOT_REMOVED)

    def unlock(self, stop: threading.Event) -> None:
        """Lets the person open the wallet in KWallet's own window, or create it; waits for that.

        Once `stop` is set the wait ends; KWallet has no call to close its window. Raises keychain-locked where they
        said no. What they allow lasts, as the wallet stays open for this program.
        """
        with self._connected() as wallet:
            wallet.open_patiently(stop)

    @contextmanager
    def _connected(self) -> Iterator[_Wallet]:
        with self._bus.connected() as calls:
            try:
                wallet = _running(calls)
            except AppError as error:
                turned_off = not _is_missing(error) and self._is_turned_off()  # then it ends as soon as it is started
                raise (unavailable(Reason.TURNED_OFF) if turned_off else error) from None
            yield wallet

    @contextmanager
    def _opened(self) -> Iterator[_Wallet]:
        """Without any window, or not at all."""
        with self._connected() as wallet:
            if not wallet.exists():
                raise unavailable(Reason.NO_KEYRING)
            if not wallet.is_open() or (self._asks_first(wallet.name) and not wallet.uses_it()):
                raise failure(FindingId.KEYCHAIN_LOCKED)
            wallet.open()
            try:
                yield wallet
            finally:
                wallet.close()

    def _asks_first(self, wallet: str) -> bool:
        """Whether KWallet would ask the person if this program may use its open wallet."""
        settings = self._read_settings()
        if not settings.getboolean("Wallet", "Prompt on Open", fallback=False):
            return False
        return _APPLICATION not in settings.get("Auto Allow", wallet, fallback="").split(",")

    def _is_turned_off(self) -> bool:
        return not self._read_settings().getboolean("Wallet", "Enabled", fallback=True)

    def _read_settings(self) -> ConfigParser:
        """KWallet's own file; what cannot be read in it is taken for its usual settings."""
        from configparser import ConfigParser, Error

        settings = ConfigParser(interpolation=None, strict=False)
        with suppress(OSError, Error, UnicodeDecodeError):
            settings.read(self._settings, "utf-8")
        return settings


class _Wallet:
    """The wallet in which passwords belong, over one connection."""

    def __init__(self, calls: Calls, place: DBusAddress) -> None:
        self.calls = calls
        self.place = place
        self._handle = -1

    @property
    def name(self) -> str:
        return str(self.calls.call(self.place, "networkWallet")[0])

    def exists(self) -> bool:
        return self.name in _texts(self.calls.call(self.place, "wallets"))

    def is_open(self) -> bool:
        return bool(self.calls.call(self.place, "isOpen", "s", (self.name,))[0])

    def uses_it(self) -> bool:
        return _APPLICATION in _texts(self.calls.call(self.place, "users", "s", (self.name,)))

    def open(self) -> None:
        if not self._use(self.calls.call(self.place, "open", *self._opening())[0]):
            raise unavailable(Reason.DENIED)

    def open_patiently(self, stop: threading.Event) -> None:
        if not self._use(self.calls.call_patiently(self.place, "open", *self._opening(), stop)[0]):
            raise failure(FindingId.KEYCHAIN_LOCKED, Because(Reason.DENIED))

    def _opening(self) -> tuple[str, tuple[object, ...]]:
        return "sxs", (self.name, _NO_WINDOW, _APPLICATION)

    def _use(self, handle: object) -> bool:
        """A handle below zero is a refusal, by the person or by KWallet's settings."""
        self._handle = handle if isinstance(handle, int) else -1
        return self._handle >= 0

    def close(self) -> None:
        """For this once; other programs, and what `unlock` has opened, keep it open."""
        self.calls.call(self.place, "close", "ibs", (self._handle, False, _APPLICATION))

    def yes(self, method: str, *names: str) -> bool:
        return bool(self._ask(method, *names))

    def number(self, method: str, *names: str) -> object:
        return self._ask(method, *names)

    def text(self, method: str, *names: str) -> str:
        return str(self._ask(method, *names))

    def _ask(self, method: str, *names: str) -> object:
        body = (self._handle, _FOLDER, *names, _APPLICATION)
        return self.calls.call(self.place, method, "i" + "s" * (len(body) - 1), body)[0]


def _running(calls: Calls) -> _Wallet:
    """The newest KWallet that is there; asking it something starts it."""
    from jeepney import DBusAddress

    for name in KWALLETS:
        path = f"/modules/{name.removeprefix('org.kde.')}"
        place = DBusAddress(path, bus_name=name, interface="org.kde.KWallet")
        try:
            calls.call(place, "isEnabled")
        except AppError as error:
            if not _is_missing(error):
                raise
        else:
            return _Wallet(calls, place)
    raise unavailable(Reason.NO_SERVICE)


def _is_missing(error: AppError) -> bool:
    detail = error.finding.detail
    return isinstance(detail, Because) and detail.reason is Reason.NO_SERVICE


def _texts(body: tuple[object, ...]) -> list[str]:
    return [str(text) for text in body[0]]  # type: ignore[attr-defined]
