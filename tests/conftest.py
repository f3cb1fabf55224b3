"""Keeps every test away from this computer: its own home, session bus and keychain, no network beyond loopback."""

from __future__ import annotations

import ipaddress
import logging
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import hypothesis
import psutil
import pytest

hypothesis.settings.register_profile(
    "everywhere",
    deadline=None,  # a slow computer is no defect
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("everywhere")

# What only one kind of system can run is in a folder of that name.
_FOLDERS_HERE = {"linux": {"linux", "posix"}, "darwin": {"macos", "posix"}, "win32": {"windows"}}[sys.platform]
collect_ignore_glob = [f"*/{folder}" for folder in {"linux", "posix", "macos", "windows"} - _FOLDERS_HERE]

KEYCHAIN_PASSWORD = "open sesame"
_SENDING = ("socket.connect", "socket.sendto", "socket.sendmsg")
_RESOLVING = ("socket.getaddrinfo", "socket.gethostbyname")
_reached_out: list[str] = []


def _is_loopback(host: object) -> bool:
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return str(host) == "localhost"


def _needs_no_resolver(host: object) -> bool:
    """True for nothing, an address, and names that no resolver may know (RFC 6761)."""
    text = host.decode() if isinstance(host, bytes) else str(host or "")
    if not text or text.split(".")[-1] in ("localhost", "invalid"):
        return True
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _destination(event: str, arguments: tuple[object, ...]) -> object:
    """Where this leads outside of this computer, or None."""
    match arguments:
        case (socket.socket(family=socket.AF_INET | socket.AF_INET6), (host, *_)) if event in _SENDING:
            return None if _is_loopback(host) else host
        case (host, *_) if event in _RESOLVING:
            return None if _needs_no_resolver(host) else host
        case _:
            return None


def _refuse_outside(event: str, arguments: tuple[object, ...]) -> None:
    """An audit hook: product code may swallow its exception, so it is remembered too."""
    if destination := _destination(event, arguments):
        _reached_out.append(f"{event} {destination!r}")
        raise OSError(f"a test tried to leave this computer: {event} {destination!r}")


sys.addaudithook(_refuse_outside)


@pytest.fixture(autouse=True)
def stays_on_this_computer() -> Iterator[list[str]]:
    """What was tried in spite of it, seen by the test too."""
    _reached_out.clear()
    yield _reached_out
    assert not _reached_out


@pytest.fixture(autouse=True)
def logs_no_surprise(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A warning in the log fails the test; a test that expects one looks at `caplog` and clears it."""
    yield
    surprises = [r.getMessage() for r in caplog.get_records("call") if r.levelno >= logging.WARNING]
    assert not surprises


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@contextmanager
def session_bus(folder: Path) -> Iterator[str]:
    """The address of a session bus with a real, unlocked keychain, all of it in `folder`.

    Both end with this process, however it ends.
    """
    address = f"unix:path={folder}/bus"
    environment = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": address}
    # two keychains with one home would share one file, and a benchmark would write into the person's own
    environment |= dict.fromkeys(("HOME", "XDG_RUNTIME_DIR"), str(folder)) | {"XDG_DATA_HOME": f"{folder}/.local/share"}
    bus = subprocess.Popen(
        # dbus-daemon dies with us (pdeathsig), the keychain's daemon dies with its bus
        [
            "setpriv",
            "--pdeathsig=TERM",
            "dbus-daemon",
            "--session",
            "--nofork",
            "--print-address",
            "--address",
            address,
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    with bus:
        try:
            assert bus.stdout is not None
            assert bus.stdout.readline(), "dbus-daemon did not start"
            # A copy lacks the file capability that containers may not grant.
            daemon = shutil.copyfile(_program("gnome-keyring-daemon"), folder / "gnome-keyring-daemon")
            daemon.chmod(0o700)
            # It goes into the background once it can be used.
            unlock = [str(daemon), "--unlock", "--components=secrets"]
            subprocess.run(unlock, input=KEYCHAIN_PASSWORD.encode(), env=environment, check=True, capture_output=True)
            _wait_for("org.freedesktop.secrets", address)
            yield address
        finally:
            bus.terminate()


def _wait_for(name: str, address: str) -> None:
    """Until somebody answers under that name on that bus: a call before that makes the bus start another one."""
    from jeepney import MatchRule
    from jeepney.bus_messages import message_bus
    from jeepney.io.blocking import open_dbus_connection

    rule = MatchRule(type="signal", interface=message_bus.interface, member="NameOwnerChanged")
    rule.add_arg_condition(0, name)
    with open_dbus_connection(address) as connection, connection.filter(rule) as heard:
        connection.send_and_get_reply(message_bus.AddMatch(rule), timeout=20)
        if not connection.send_and_get_reply(message_bus.NameHasOwner(name), timeout=20).body[0]:
            connection.recv_until_filtered(heard, timeout=20)


def _program(name: str) -> str:
    path = shutil.which(name)
    assert path, f"{name} is missing: `python3 packaging/dev.py test` says how to install it"
    return path


@pytest.fixture(scope="session", autouse=True)
def private_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home, a runtime folder and (Linux) a keychain of this test process's own."""
    home = tmp_path_factory.mktemp("home")
    home.chmod(0o700)
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        for name in os.environ:
            if name.lower().endswith("_proxy") or name.startswith(("ANTHROPIC_", "CLAUDE_", "GATEWAY_COMPANION_")):
                patch.delenv(name)
        for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "XDG_RUNTIME_DIR"):
            patch.setenv(name, str(home))
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
            patch.delenv(name, raising=False)
        if sys.platform == "linux":
            patch.setenv("DBUS_SESSION_BUS_ADDRESS", stack.enter_context(session_bus(home)))
        yield home


@pytest.fixture(scope="session", autouse=True)
def leaves_no_process(private_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Whatever a test starts from its temporary folder has ended with it; what has not is named and ended."""
    yield
    folder, home = f"{tmp_path_factory.getbasetemp()}{os.sep}", str(private_home)
    left = [
        process
        for process in psutil.process_iter(["cmdline"])
        if any(part.startswith(folder) and not part.startswith(home) for part in process.info["cmdline"] or ())
    ]
    _, alive = psutil.wait_procs(left, timeout=5)
    for process in alive:
        process.kill()
    assert [process.info["cmdline"] for process in alive] == []
