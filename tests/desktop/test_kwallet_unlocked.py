"""KDE's keychain, locked: KWallet's own window asks for the password, and ours and the helper go on once it was given."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterator

import pytest
from jeepney import DBusAddress, Message, new_method_call
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection
from jeepney.wrappers import unwrap_msg

from tests.desktop.accessibility import Application
from tests.desktop.program import Computer, practice_computer
from tests.desktop.proof import proven_by_claude
from tests.desktop.session import Desktop, desktop_in
from tests.desktop.waiting import until

PASSWORD = "open sesame"
WALLET = "kdewallet"
LOCKED = re.compile("^Your computer's keychain is locked")
_KWALLET = DBusAddress("/modules/kwalletd5", bus_name="org.kde.kwalletd5", interface="org.kde.KWallet")


def send(desktop: Desktop, message: Message) -> None:
    with open_dbus_connection(desktop.environment["DBUS_SESSION_BUS_ADDRESS"]) as connection:
        unwrap_msg(connection.send_and_get_reply(message, timeout=20))


def log_in(desktop: Desktop) -> None:
    """KWallet is there, and open by the password with which the person has logged in, as KDE's `pam_kwallet5` does it."""
    shutil.copy("/usr/share/dbus-1/services/org.kde.kwalletd5.service", desktop.folder / "services")
    (desktop.folder / ".config").mkdir(exist_ok=True)
    (desktop.folder / ".config" / "kwalletrc").write_text("[Wallet]\nEnabled=true\nFirst Use=false\n")
    data, salt = desktop.folder / ".local" / "share" / "kwalletd", os.urandom(56)
    data.mkdir(parents=True)
    (data / f"{WALLET}.salt").write_bytes(salt)
    password = hashlib.pbkdf2_hmac("sha512", PASSWORD.encode(), salt, 50_000, 56)
    send(desktop, message_bus.ReloadConfig())
    send(desktop, new_method_call(_KWALLET, "pamOpen", "sayi", (WALLET, password, 0)))


def prompts(desktop: Desktop) -> list[Application]:
    """KWallet's own windows that take what is typed."""
    named = (app for app in desktop.applications() if desktop.name_of(app) == "kwalletd5")
    return [app for app in named if any("focused" in one.states for one in app.all(role="text"))]


def answer(desktop: Desktop, *, password: str = "") -> None:
    until(lambda: prompts(desktop), what="KWallet's own window")
    if password:
        desktop.hands.type_text(password)
    desktop.hands.key("Return" if password else "Escape")


@pytest.fixture
def kde(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Computer]:
    with desktop_in(tmp_path_factory.mktemp("d"), keychain=False) as desktop:
        log_in(desktop)
        with practice_computer(desktop, real_keychain=True) as computer:
            yield computer


def press(app: Application, name: str) -> None:
    """As a screen reader does it for a person, without a mouse that would stay on what the button becomes."""
    app.bus.one(app.wait_for(name, "push button", states="enabled").reference.call("Action", "DoAction", "i", 0))


def test_from_the_panel(kde: Computer) -> None:
    kde.set_up()
    assert kde.stored_key() == kde.key
    proven_by_claude(kde)
    send(kde.desktop, new_method_call(_KWALLET, "closeAllWallets"))
    app = kde.open_window().app
    app.wait_for(LOCKED)
    press(app, "Unlock the keychain")
    answer(kde.desktop)
    app.wait_for(re.compile("The window that asks for its password was closed"))
    press(app, "Unlock the keychain")
    answer(kde.desktop, password=PASSWORD)
    app.wait_for(re.compile("^Everything works"))
    assert kde.stored_key() == kde.key
