"""The real keychain, locked: its own window asks for the password, and ours goes on once it was given."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection
from jeepney.wrappers import unwrap_msg

from app.domain.errors import AppError
from app.domain.findings import Because, FindingId, Reason, found
from app.domain.secret_ref import KEY
from app.platforms.secret_service import SecretService
from tests.conftest import KEYCHAIN_PASSWORD
from tests.desktop.accessibility import Application
from tests.desktop.program import Computer
from tests.desktop.proof import proven_by_claude
from tests.desktop.session import Desktop
from tests.desktop.test_setup_held_up import key_page, paste
from tests.desktop.waiting import until

PROMPTER = "gcr-prompter"
LOCKED = "Your computer's keychain is locked"
_SERVICE = DBusAddress(
    "/org/freedesktop/secrets", bus_name="org.freedesktop.secrets", interface="org.freedesktop.Secret.Service"
)


def ask(
    desktop: Desktop, method: str, signature: str | None = None, *body: object, place: DBusAddress = _SERVICE
) -> tuple[object, ...]:
    with open_dbus_connection(desktop.environment["DBUS_SESSION_BUS_ADDRESS"]) as connection:
        reply = connection.send_and_get_reply(new_method_call(place, method, signature, body), timeout=20)
        return tuple(unwrap_msg(reply))


def lock(desktop: Desktop) -> None:
    (collection,) = ask(desktop, "ReadAlias", "s", "default")
    assert ask(desktop, "Lock", "ao", [collection])[0] == [collection]


def prompts(desktop: Desktop) -> list[Application]:
    """The keychain's own windows that take what is typed; its program stays for a while without any."""
    named = (app for app in desktop.applications() if desktop.name_of(app) == PROMPTER)
    return [app for app in named if any("focused" in one.states for one in app.all(role="password text"))]


def prompt(desktop: Desktop) -> Application:
    return until(lambda: next(iter(prompts(desktop)), None), what="the keychain's own window")


def give_password(desktop: Desktop, password: str = KEYCHAIN_PASSWORD) -> None:
    prompt(desktop)
    desktop.hands.type_text(password)
    desktop.hands.key("Return")


@pytest.fixture
def unlocking(desktop: Desktop) -> Iterator[tuple[SecretService, Future[None], threading.Event]]:
    """A locked keychain that is being unlocked without any window of ours."""
    store = SecretService(desktop.environment)
    store.set(KEY, "secret")
    lock(desktop)
    stop = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        yield store, pool.submit(store.unlock, stop), stop
        stop.set()


def test_the_right_password_opens_it(
    desktop: Desktop, unlocking: tuple[SecretService, Future[None], threading.Event]
) -> None:
    store, done, _ = unlocking
    prompt(desktop)
    with pytest.raises(AppError) as caught:
        store.get(KEY)  # as the helper would meanwhile
    assert caught.value.finding == found(FindingId.KEYCHAIN_LOCKED)
    give_password(desktop)
    done.result(20)
    assert store.get(KEY) == "secret"


def test_a_wrong_password_may_be_corrected(
    desktop: Desktop, unlocking: tuple[SecretService, Future[None], threading.Event]
) -> None:
    store, done, _ = unlocking
    give_password(desktop, "wrong")
    prompt(desktop).wait_for(re.compile("password was incorrect"))
    assert not done.done()
    give_password(desktop)
    done.result(20)
    assert store.get(KEY) == "secret"


def test_closing_its_window_leaves_it_locked(
    desktop: Desktop, unlocking: tuple[SecretService, Future[None], threading.Event]
) -> None:
    _, done, _ = unlocking
    prompt(desktop)
    desktop.hands.key("Escape")
    error = done.exception(20)
    assert isinstance(error, AppError)
    assert error.finding == found(FindingId.KEYCHAIN_LOCKED, Because(Reason.DENIED))


def test_calling_it_off_harms_nobody_and_the_window_can_still_be_used(
    desktop: Desktop, unlocking: tuple[SecretService, Future[None], threading.Event]
) -> None:
    """The keychain would crash if its window were dismissed by us; see decision 0011."""
    store, done, stop = unlocking
    prompt(desktop)
    stop.set()
    assert isinstance(done.exception(20), AppError)
    give_password(desktop)
    until(lambda: not prompts(desktop), what="no window of the keychain")
    assert store.get(KEY) == "secret"


def test_a_keychain_that_does_not_exist_yet_is_created(desktop: Desktop) -> None:
    """By its own window, with a password of the person's choice."""
    (collection,) = ask(desktop, "ReadAlias", "s", "default")
    forget = DBusAddress(str(collection), bus_name=_SERVICE.bus_name, interface="org.freedesktop.Secret.Collection")
    ask(desktop, "Delete", place=forget)
    store = SecretService(desktop.environment)
    with pytest.raises(AppError) as caught:
        store.set(KEY, "secret")
    assert caught.value.finding == found(FindingId.KEYCHAIN_UNAVAILABLE, Because(Reason.NO_KEYRING))
    with ThreadPoolExecutor(1) as pool:
        creating = pool.submit(store.unlock, threading.Event())
        prompt(desktop)
        desktop.hands.type_text("another word")
        desktop.hands.key("Tab")
        desktop.hands.type_text("another word")
        desktop.hands.key("Return")
        creating.result(20)
    store.set(KEY, "secret")
    assert store.get(KEY) == "secret"
    assert ask(desktop, "ReadAlias", "s", "default") != ("/",)


def press(app: Application, name: str) -> None:
    """As a screen reader does it for a person, without a mouse that would stay on what the button becomes."""
    app.bus.one(app.wait_for(name, "push button", states="enabled").reference.call("Action", "DoAction", "i", 0))


def test_from_the_panel(computer: Computer) -> None:
    computer.set_up()
    lock(computer.desktop)
    app, hands = computer.open_window().app, computer.desktop.hands
    app.wait_for(re.compile(f"^{LOCKED}"))
    press(app, "Unlock the keychain")
    app.wait_for(re.compile("^Waiting for your password"))
    prompt(computer.desktop)
    hands.key("Escape")
    app.wait_for(re.compile("The window that asks for its password was closed"))
    press(app, "Unlock the keychain")
    give_password(computer.desktop)
    app.wait_for(re.compile("^Everything works"))
    proven_by_claude(computer)


def test_from_step_3_a_key_that_waits_is_kept(computer: Computer) -> None:
    lock(computer.desktop)
    app = key_page(computer)
    paste(computer, app, computer.key)
    app.wait_for(re.compile(f"^{LOCKED}"))
    assert "enabled" not in app.find("Continue").states
    press(app, "Unlock the keychain")
    app.wait_for(re.compile("^Waiting for your password"))
    give_password(computer.desktop)
    app.wait_for(re.compile("^Key works"))
    app.wait_for("Continue", states="enabled")
    assert computer.stored_key() == computer.key


def test_the_wait_can_be_called_off_in_the_window(computer: Computer) -> None:
    """By a screen reader's own way: this keychain's window takes keyboard and mouse for itself as long as it is there."""
    computer.set_up()
    lock(computer.desktop)
    app, hands = computer.open_window().app, computer.desktop.hands
    press(app, "Unlock the keychain")
    prompt(computer.desktop)
    press(app, "Cancel")
    app.wait_for("Unlock the keychain", "push button")
    app.wait_for(re.compile(f"^{LOCKED}"))
    give_password(computer.desktop)  # it still helps
    until(lambda: not prompts(computer.desktop), what="no window of the keychain")
    hands.click_name(app, "Check again", "push button")
    app.wait_for(re.compile("^Everything works"))
