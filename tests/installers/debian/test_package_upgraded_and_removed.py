"""The .deb where somebody has set up Claude Desktop: upgraded, and removed while that is still so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.installers.debian.bare import HOME, PERSON, Root
from tests.installers.debian.built import EARLIER, NAME, ONLY_EARLIER, PLACE, Built, earlier_package
from tests.installers.debian.desk import Desk
from tests.installers.debian.package import ENTRY, install
from tests.installers.debian.setup import DATA, LAUNCHER, person_in
from tests.installers.debian.story import claude_in, walk

GONE = "Gateway Companion is no longer at its place. Install it again, or undo its setup in Claude Desktop.\n"


@pytest.fixture(scope="session")
def earlier(dist: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return earlier_package(dist.package, tmp_path_factory.mktemp("earlier"))


def version(root: Root) -> str:
    return root.as_root("dpkg-query", "-W", "-f", "${Version}", NAME).out


def test_an_upgrade_keeps_settings_key_and_journal(prepared: Root, dist: Built, earlier: Path, tmp_path: Path) -> None:
    install(prepared, earlier)
    person = person_in(prepared, tmp_path)
    person.set_up()
    assert (version(prepared), prepared.path(f"{PLACE}/{ONLY_EARLIER}").exists(), person.has_key()) == (
        EARLIER,
        True,
        True,
    )
    before, launcher = person.kept(), prepared.path(LAUNCHER).read_bytes()
    assert len(before) > 4

    said = install(prepared, dist.package)
    assert "Claude" not in said  # nothing is removed, so nobody is warned
    assert (version(prepared) != EARLIER, prepared.path(f"{PLACE}/{ONLY_EARLIER}").exists()) == (True, False)
    assert (person.kept(), prepared.path(LAUNCHER).read_bytes(), person.has_key()) == (before, launcher, True)
    assert person.command("status")["healthy"] is True
    assert person.command("repair", "--yes")["applied"] is False  # nothing needs it
    assert person.command("undo", "--yes")["applied"] is True
    assert not prepared.path(LAUNCHER).exists()


def test_a_removal_says_whose_claude_still_counts_on_it(home: Root, dist: Built, tmp_path: Path) -> None:
    person = person_in(home, tmp_path)
    person.set_up()
    kept = person.kept()
    said = home.apt("remove", "--yes", NAME)
    assert f"Claude Desktop of {PERSON} still gets its key through Gateway Companion" in said
    assert "gateway-companion undo" in said
    left = person.handed_over()
    assert (left.code, left.out, left.err) == (1, "", GONE)

    assert f"Kept in the home of {PERSON}: .local/share/gateway-companion" in home.apt("purge", "--yes", NAME)
    assert person.kept() == kept
    assert not home.path(PLACE).exists()

    install(home, dist.package)
    assert person.has_key()
    assert person.command("undo", "--yes", "--forget-key")["applied"] is True
    said = home.apt("purge", "--yes", NAME)
    assert "still" not in said
    assert home.path(DATA).is_dir()


def test_a_copy_of_the_key_in_claude_is_told_of_too(home: Root, tmp_path: Path) -> None:
    person = person_in(home, tmp_path)
    person.set_up()
    assert person.command("handover", "static", "--yes")["applied"] is True
    said = home.apt("remove", "--yes", NAME)
    assert f"Claude Desktop of {PERSON} still uses OpenRouter with its own copy of the key" in said
    assert "gets its key through" not in said


def test_a_window_that_was_open_during_the_upgrade_still_works(
    seen: Root, desk: Desk, dist: Built, earlier: Path
) -> None:
    """What it had not loaded yet is not what now lies at its place."""
    seen.apt("purge", "--yes", NAME)
    install(seen, earlier)
    desk.open_from_menu(seen, ENTRY, "Desktop Action practice")
    practice = desk.application_with("Leave practice mode")
    install(seen, dist.package)
    walk(desk, practice, "upgraded")
    assert claude_in(seen)["health"] == "healthy"
    assert desk.printed() == ""


def test_gone_entries_of_the_menu_start_nothing(root: Root) -> None:
    """A start at login stays in the home, and desktops pass it by."""
    assert root.run(NAME, "start-at-login", "on", "--json").code == 0
    entry = root.path(f"{HOME}/.config/autostart/gateway-companion.desktop").read_text()
    program = re.search(r"^TryExec=(.+)$", entry, re.MULTILINE)
    assert program
    assert root.path(program[1]).exists()
    root.apt("purge", "--yes", NAME)
    assert not root.path(program[1]).exists()
