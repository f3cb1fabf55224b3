"""What installers ask of the command line: two words on how it stands, and that an open window closes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.stories.command_line import child, on_a_new_computer
from tests.stories.computer import World, ids


def short(world: World) -> tuple[int, str]:
    done = child(world, "status", "--offline", "--short")
    assert done.stderr == b""
    return done.returncode, done.stdout.decode()


@on_a_new_computer
def test_two_words_say_what_uninstalling_has_to_do(world: World) -> None:
    assert short(world) == (0, "not-connected claude-closed\n")
    world.open_claude()
    assert short(world) == (0, "not-connected claude-open\n")
    assert world.set_up()[0] == 0
    assert short(world) == (0, "connected claude-open\n")
    world.end_claude()
    assert short(world) == (0, "connected claude-closed\n")
    assert world.run("undo", "--yes")[0] == 0
    assert short(world) == (0, "not-connected claude-closed\n")


@on_a_new_computer
def test_a_setup_whose_journal_is_lost_is_one_to_undo(world: World) -> None:
    assert world.set_up()[0] == 0
    world.end_claude()
    for record in (Path(world.environment["GATEWAY_COMPANION_HOME"]) / "journal").iterdir():
        record.unlink()
    assert short(world) == (0, "connected claude-closed\n")


@on_a_new_computer
def test_a_program_that_asks_gets_all(world: World) -> None:
    status, report = world.run("status", "--offline", "--short")
    assert (status, ids(report)) == (1, {"not-set-up"})


@on_a_new_computer
def test_where_it_cannot_be_found_out_no_word_is_said(world: World) -> None:
    world.environment["GATEWAY_COMPANION_BASE_URL"] = "http://gateway.invalid/api"
    done = child(world, "status", "--offline", "--short")
    assert (done.returncode, done.stdout) == (3, b"")


@on_a_new_computer
@pytest.mark.parametrize("arguments", [("--json",), ()], ids=str)
def test_without_a_window_there_is_nothing_to_close(world: World, arguments: tuple[str, ...]) -> None:
    done = child(world, "quit", *arguments)
    assert (done.returncode, done.stderr) == (0, b"")
    said = done.stdout.decode()
    assert json.loads(said) == {"window": "not-open"} if arguments else said == "Gateway Companion is not open.\n"
