"""Claude Desktop asks for the key that lies in the real keychain, found with as little environment as it gives."""

from __future__ import annotations

import os
import shlex
import signal
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from inspect import signature
from pathlib import Path

import pytest
from jeepney import DBusAddress, HeaderFields, MatchRule, Message, new_method_call
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from app.platforms.secrets import system_secrets
from app.platforms.session_bus import SessionBus
from app.services.launcher import Launcher
from tests.conftest import session_bus
from tests.stories.helper_process import HANDED_OVER, KEY, complaint, run, run_at_once
from tests.stories.test_credential_helper import HEAVY

NAMED = ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")
CONTEXTS = ["interactive", "setup-test", "mid-session-refresh", "background", "scheduled-task", "something new", None]
PROMPTER = "org.gnome.keyring.SystemPrompter"
"""Whom the keychain calls to ask a person for the password."""


@pytest.fixture
def launcher(tmp_path: Path) -> Path:
    """Of a data folder that is no practice."""
    launcher = Launcher(tmp_path / "data" / "bin" / "gateway-credential", tmp_path / "data")
    launcher.install()
    return launcher.path


@pytest.fixture
def stored() -> Iterator[None]:
    store = system_secrets(os.environ)
    store.set("openrouter", KEY)
    yield
    store.delete("openrouter")


@pytest.mark.parametrize("name", NAMED)
def test_one_variable_is_enough(launcher: Path, stored: None, name: str) -> None:
    assert run([launcher], {name: os.environ[name]}) == HANDED_OVER


def test_with_no_environment_at_all_the_persons_own_bus_is_found(tmp_path: Path) -> None:
    """Where systemd has it, under the number of the person."""
    runtimes = tmp_path / "run"
    own = runtimes / str(os.getuid())
    own.mkdir(parents=True)
    assert SessionBus({}, runtimes=str(runtimes))._address is None
    assert signature(SessionBus).parameters["runtimes"].default == "/run/user"
    with session_bus(own), SessionBus({}, runtimes=str(runtimes)).connected() as bus:
        bus.call(SERVICE, "ReadAlias", "s", ("default",))


def test_twenty_at_once(launcher: Path, stored: None) -> None:
    assert run_at_once(20, [launcher], {NAMED[0]: os.environ[NAMED[0]]}) == [HANDED_OVER] * 20


def test_without_a_key_it_says_what_to_do(launcher: Path) -> None:
    line = complaint(run([launcher], {NAMED[0]: os.environ[NAMED[0]]}))
    assert line == "Gateway Companion: No OpenRouter key is stored. Open Gateway Companion and connect again."


@pytest.mark.parametrize("address", ["unix:path=/nowhere/bus", "tcp:host=127.0.0.1,port=1", "nonsense"])
def test_without_a_keychain_it_says_what_to_do(launcher: Path, address: str) -> None:
    line = complaint(run([launcher], {NAMED[0]: address}))
    assert line.startswith("Gateway Companion: ")
    assert "keychain" in line
    assert "Traceback" not in line


def test_a_bus_that_does_not_answer(launcher: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("silent") / "bus"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        assert "keychain" in complaint(run([launcher], {NAMED[0]: f"unix:path={path}"}))


def test_it_loads_nothing_heavy(launcher: Path, stored: None) -> None:
    listing = launcher.read_text().replace(" -I -S ", " -I -S -X importtime ")
    launcher.write_text(listing)
    ended = run([launcher], {NAMED[0]: os.environ[NAMED[0]]})
    loaded = {line.rpartition("|")[2].strip() for line in ended.err.splitlines()}
    assert (ended.status, ended.out) == (0, KEY.encode())
    assert "jeepney" in loaded
    assert loaded & {*HEAVY, "inspect", "pathlib", "hashlib", "json"} == set()


@pytest.fixture
def private_bus(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment for a bus and an unlocked keychain that a test may spoil; the key lies there."""
    folder = tmp_path / "bus"
    folder.mkdir(mode=0o700)
    with session_bus(folder) as address:
        environment = {NAMED[0]: address}
        system_secrets(environment).set("openrouter", KEY)
        yield environment


@contextmanager
def asking_whom(environment: Mapping[str, str]) -> Iterator[DBusConnection]:
    """A connection that stands where the keychain's own questions to a person would arrive."""
    with open_dbus_connection(environment[NAMED[0]]) as connection:
        connection.send_and_get_reply(message_bus.RequestName(PROMPTER), timeout=20)
        yield connection


def arrived(connection: DBusConnection) -> list[Message]:
    """What others have asked it so far: all of it lies before the answer to a question of its own."""
    asked = MatchRule(type="method_call")
    with connection.filter(asked) as queue:
        connection.send_and_get_reply(message_bus.GetId(), timeout=20)
        return list(queue)


def ask(connection: DBusConnection, to: DBusAddress, method: str, signature: str, *body: object) -> Message:
    return connection.send_and_get_reply(new_method_call(to, method, signature, body), timeout=20)


SERVICE = DBusAddress(
    "/org/freedesktop/secrets", bus_name="org.freedesktop.secrets", interface="org.freedesktop.Secret.Service"
)


def test_a_locked_keychain_is_told_and_nobody_is_asked(launcher: Path, private_bus: dict[str, str]) -> None:
    with asking_whom(private_bus) as connection:
        (collection,) = ask(connection, SERVICE, "ReadAlias", "s", "default").body
        ask(connection, SERVICE, "Lock", "ao", [collection])
        for context in CONTEXTS:
            told = {"CLAUDE_HELPER_CONTEXT": context} if context else {}
            line = complaint(run([launcher], {**private_bus, **told}))
            assert "locked" in line
            assert arrived(connection) == []


def test_a_question_to_a_person_would_have_been_seen(private_bus: dict[str, str]) -> None:
    with asking_whom(private_bus) as connection, open_dbus_connection(private_bus[NAMED[0]]) as other:
        (collection,) = ask(other, SERVICE, "ReadAlias", "s", "default").body
        ask(other, SERVICE, "Lock", "ao", [collection])
        _, prompt = ask(other, SERVICE, "Unlock", "ao", [collection]).body
        place = DBusAddress(prompt, bus_name=SERVICE.bus_name, interface="org.freedesktop.Secret.Prompt")
        with connection.filter(MatchRule(type="method_call")) as asked:
            ask(other, place, "Prompt", "s", "")
            message = connection.recv_until_filtered(asked, timeout=20)
        assert message.header.fields[HeaderFields.interface] == "org.gnome.keyring.internal.Prompter"


def test_a_keychain_that_hangs_is_given_up(launcher: Path, private_bus: dict[str, str]) -> None:
    with open_dbus_connection(private_bus[NAMED[0]]) as connection:
        owner = connection.send_and_get_reply(message_bus.GetConnectionUnixProcessID(SERVICE.bus_name), timeout=20)
    (daemon,) = owner.body
    os.kill(daemon, signal.SIGSTOP)
    try:
        line = complaint(run([launcher], private_bus, within=5))  # as Claude was promised
    finally:
        os.kill(daemon, signal.SIGCONT)
    assert "keychain" in line
    assert run([launcher], private_bus) == HANDED_OVER


def test_a_keychain_that_is_killed_is_told(launcher: Path, private_bus: dict[str, str]) -> None:
    with open_dbus_connection(private_bus[NAMED[0]]) as connection:
        owner = connection.send_and_get_reply(message_bus.GetConnectionUnixProcessID(SERVICE.bus_name), timeout=20)
    os.kill(owner.body[0], signal.SIGKILL)
    assert "keychain" in complaint(run([launcher], private_bus))


def test_libraries_that_are_gone_are_told(launcher: Path) -> None:
    """As when only a part of an update came about."""
    head, start, places = launcher.read_text().rpartition("run()' ")
    source, _ = shlex.split(places)
    launcher.write_text(f"{head}{start}{shlex.join([source, '/nowhere'])}\n")
    line = complaint(run([launcher], {NAMED[0]: os.environ[NAMED[0]]}))
    assert line == "Gateway Companion: A part of Gateway Companion is missing. Install it again."
