"""The command line with the real keychain: unlocked, locked, or not to be had."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection
from jeepney.wrappers import unwrap_msg

from app.domain.secret_ref import KEY
from app.platforms.secret_service import SecretService
from tests.conftest import session_bus
from tests.stories.command_line import data_folder, on_a_new_computer
from tests.stories.computer import JsonObject, World, ids, proven_by_claude, snapshot

NETWORK_WITH_KEY = {"key", "credit", "models"}
SERVICE = DBusAddress(
    "/org/freedesktop/secrets", bus_name="org.freedesktop.secrets", interface="org.freedesktop.Secret.Service"
)
DEFAULT = "/org/freedesktop/secrets/aliases/default"


@pytest.fixture
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A login session of its own, since its keychain gets locked."""
    folder = tmp_path_factory.mktemp("session")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(folder))
        patch.setenv("XDG_RUNTIME_DIR", str(folder))
        with session_bus(folder):
            yield folder


@pytest.fixture
def outside_of_practice(world: World) -> World:
    """With a data folder that is not for practising, so the keychain is the real one."""
    world.behave(rewrites=True)
    (data_folder(world) / "practice.json").unlink()
    world.environment["XDG_RUNTIME_DIR"] = str(world.folder / "no-session")
    return world


def log_in(world: World, runtime: Path) -> SecretService:
    world.environment["XDG_RUNTIME_DIR"] = str(runtime)
    return SecretService({"XDG_RUNTIME_DIR": str(runtime)})


def lock(runtime: Path) -> None:
    with open_dbus_connection(f"unix:path={runtime}/bus") as connection:
        reply = connection.send_and_get_reply(new_method_call(SERVICE, "Lock", "ao", ([DEFAULT],)), timeout=20)
        assert unwrap_msg(reply)[0]


def refused_everything(world: World, finding: str) -> JsonObject:
    """Neither a stored key nor a new one leads anywhere; gives the status."""
    before = snapshot(world.home)
    status, report = world.run("status")
    assert (status, report["healthy"]) == (3, False)
    assert finding in ids(report)
    assert (report["gateway"]["reachable"], report["key"]["stored"]) == (True, False)
    assert set(report["not_checked"]) >= NETWORK_WITH_KEY
    for arguments in (("setup", "--yes"), ("setup", "--yes", "--key-stdin")):
        status, change = world.run(*arguments)
        assert (status, change["applied"], ids(change, "blocked")) == (3, False, {finding})
    assert snapshot(world.home) == before
    return report


@on_a_new_computer
def test_without_a_keychain_nothing_is_done(outside_of_practice: World) -> None:
    refused_everything(outside_of_practice, "keychain-unavailable")


@on_a_new_computer
def test_a_locked_keychain_is_told_and_nothing_is_done(outside_of_practice: World, runtime: Path) -> None:
    world = outside_of_practice
    keychain = log_in(world, runtime)
    keychain.set(KEY, world.key)
    lock(runtime)
    refused_everything(world, "keychain-locked")


@on_a_new_computer
def test_a_keychain_that_is_locked_later_keeps_the_key_but_not_the_setup(
    outside_of_practice: World, runtime: Path
) -> None:
    world = outside_of_practice
    keychain = log_in(world, runtime)
    status, report = world.set_up()
    assert (status, report["confirmed"], keychain.get(KEY)) == (0, True, world.key)
    proven_by_claude(world)

    lock(runtime)
    assert ids(refused_everything(world, "keychain-locked")) == {"keychain-locked"}
    status, report = world.run("undo", "--yes", "--forget-key")
    assert (status, report["applied"], ids(report, "blocked")) == (3, True, {"keychain-locked"})
    assert not (data_folder(world) / "bin/gateway-credential").exists()


@on_a_new_computer
def test_the_key_goes_from_the_real_keychain(outside_of_practice: World) -> None:
    world = outside_of_practice
    keychain = log_in(world, Path(os.environ["XDG_RUNTIME_DIR"]))
    assert world.run("setup", "--yes", "--key-stdin", "--no-restart")[0] == 0
    assert world.run("undo", "--yes")[0] == 0
    assert keychain.get(KEY) == world.key
    assert world.run("undo", "--yes", "--forget-key")[0] == 0
    assert keychain.get(KEY) is None
