"""Our own folder cannot be used: every command says so and names it, instead of a traceback or a remedy that cannot help."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stories.command_line import child, on_a_new_computer, report_of
from tests.stories.computer import World

COMMANDS = (("status", "--offline"), ("models",), ("key", "remove", "--yes"), ("setup", "--yes"), ("undo", "--yes"))


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "closed"
    folder.mkdir(0)
    yield folder
    folder.chmod(0o700)


def told(world: World, folder: Path, *command: str) -> str:
    """What a person reads; scripts get the same as a finding."""
    home = {"GATEWAY_COMPANION_HOME": str(folder)}
    done = child(world, *command, changes=home)
    assert (done.returncode, done.stdout) == (3, b"")
    assert '"own-folder-unusable"' in json.dumps(report_of(child(world, *command, "--json", changes=home)))
    text = done.stderr.decode()
    assert text.startswith("Gateway Companion's own folder can't be used. ")
    assert str(folder) in text
    return text


@pytest.mark.parametrize("command", COMMANDS, ids=str)
@on_a_new_computer
def test_one_that_may_not_be_opened(world: World, closed: Path, command: tuple[str, ...]) -> None:
    assert told(world, closed, *command).endswith("Ask your IT team for the right to open it.\n")


@pytest.mark.parametrize("place", ["file", "file/below"])
@on_a_new_computer
def test_a_file_in_its_place(world: World, tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("mine")
    text = told(world, tmp_path / place, "status", "--offline")
    assert text.endswith("Move what lies there somewhere else, then try again.\n")
    assert (tmp_path / "file").read_text() == "mine"


@on_a_new_computer
def test_links_that_lead_in_a_circle(world: World, tmp_path: Path) -> None:
    (tmp_path / "circle").symlink_to("circle")
    assert told(world, tmp_path / "circle", "status", "--offline").endswith(
        "Ask your IT team to look at this folder.\n"
    )
