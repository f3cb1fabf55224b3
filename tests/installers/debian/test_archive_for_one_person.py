"""The archive with `install.sh`: by an ordinary person in a bare Debian, into a home whose name is awkward."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.installers.debian.bare import HOME, ID, PATH, Root, on_top_of
from tests.installers.debian.built import NAME, ONLY_EARLIER, Built, make_earlier
from tests.installers.debian.desk import Desk, command_of, screen_of
from tests.installers.debian.setup import DATA, LAUNCHER, Person, person_in
from tests.installers.debian.story import TRY, practise, proven

UNPACKED = "/tmp/unpacked here"
AWKWARD = f'{HOME}/my $HOME, 100% "mine" `id`'
TARGET, ENTRY = f"{HOME}/.local/lib/{NAME}", f"{HOME}/.local/share/applications/{NAME}.desktop"
GONE = "Gateway Companion is no longer at its place. Install it again, or undo its setup in Claude Desktop.\n"


@pytest.fixture(scope="session")
def archive(dist: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    subprocess.run(["tar", "-C", folder, "-xf", dist.archive], check=True)
    (unpacked,) = folder.iterdir()
    return unpacked


def put(prepared: Root, archive: Path, place: str = UNPACKED) -> Path:
    """As somebody has unpacked it; gives the same folder from outside."""
    target = prepared.path(place)
    subprocess.run(["cp", "-a", archive, target], check=True)
    return target


def install(root: Root, home: str = HOME, place: str = UNPACKED, **environment: str) -> str:
    said = root.run(f"{place}/install.sh", **{"HOME": home, **environment})
    assert (said.code, said.err) == (0, ""), said
    return said.out


@pytest.fixture
def person(prepared: Root, archive: Path, tmp_path: Path) -> Person:
    """Who has it for themselves, on a system that has what it needs, and has set it up."""
    put(prepared, archive)
    install(prepared)
    somebody = person_in(prepared, tmp_path, TARGET)
    somebody.set_up()
    return somebody


def test_it_names_what_the_system_lacks_and_the_story_works_with_that(
    bare_seen: Root, desk: Desk, archive: Path
) -> None:
    put(bare_seen, archive)
    said = install(bare_seen)
    lacking = re.search(r"^  sudo apt-get install (.+)$", said, re.MULTILINE)
    assert lacking, said
    assert {"libegl1", "libxcb-cursor0", "fonts-dejavu-core"} <= set(lacking[1].split())
    assert "not on your PATH" in said
    bare_seen.apt("install", "--yes", "--no-install-recommends", *lacking[1].split())

    said = install(bare_seen, PATH=f"{HOME}/.local/bin:{PATH}")
    assert said.startswith("Upgraded: ")
    assert "sudo" not in said
    assert "PATH" not in said
    desk.open_from_menu(bare_seen, ENTRY)
    done = practise(desk, bare_seen, "archive")
    proven(done, bare_seen, f"{HOME}/.local/bin/{NAME}")
    assert desk.printed() == ""


def test_an_awkward_home_is_no_hindrance(prepared: Root, archive: Path) -> None:
    put(prepared, archive)
    made = prepared.run("mkdir", AWKWARD)
    assert made.code == 0
    install(prepared, AWKWARD)
    entry = f"{AWKWARD}/.local/share/applications/{NAME}.desktop"
    program = f"{AWKWARD}/.local/lib/{NAME}/Gateway Companion"
    assert command_of(prepared, entry) == [program]
    assert prepared.run(*command_of(prepared, entry), "--version").code == 0
    assert prepared.run(f"{AWKWARD}/.local/lib/{NAME}/uninstall.sh", HOME=AWKWARD).code == 0
    assert [path for path in prepared.path(AWKWARD).rglob("*") if not path.is_dir()] == []


def test_other_places_for_data_are_followed(prepared: Root, archive: Path) -> None:
    put(prepared, archive)
    install(prepared, XDG_DATA_HOME=f"{HOME}/data")
    assert prepared.path(f"{HOME}/data/applications/{NAME}.desktop").exists()
    assert prepared.path(f"{HOME}/data/icons/hicolor/scalable/apps/{NAME}.svg").exists()
    assert not prepared.path(f"{HOME}/.local/share").exists()


def test_an_upgrade_keeps_settings_key_and_journal(person: Person, archive: Path) -> None:
    root = person.root
    make_earlier(root.path(TARGET))
    before, launcher = person.kept(), root.path(LAUNCHER).read_bytes()
    assert person.has_key()
    assert install(root).startswith("Upgraded: ")
    assert not root.path(f"{TARGET}/{ONLY_EARLIER}").exists()
    assert (person.kept(), root.path(LAUNCHER).read_bytes(), person.has_key()) == (before, launcher, True)
    assert person.command("status")["healthy"] is True
    assert sorted(path.name for path in root.path(TARGET).parent.iterdir()) == [NAME]


def test_an_open_window_is_closed_for_an_upgrade_and_for_the_end(
    desk: Desk, with_libraries: Path, archive: Path
) -> None:
    with on_top_of(with_libraries, *screen_of(desk)) as root:
        put(root, archive)
        install(root)
        for command in (f"{UNPACKED}/install.sh", f"{TARGET}/uninstall.sh"):
            window = desk.open_from_menu(root, ENTRY)
            desk.application_with(TRY)
            said = root.run(command, **desk.environment)
            assert (said.code, said.err) == (0, ""), said
            assert window.wait(30) == 0
            assert ("Its window was closed for that" in said.out) is ("uninstall" not in command)
        assert not root.path(TARGET).exists()
    assert desk.printed() == ""


def test_a_copy_that_does_not_run_replaces_nothing(person: Person, archive: Path) -> None:
    root = person.root
    broken = put(root, archive, "/tmp/broken") / "program" / "_internal"
    (library,) = broken.glob("libpython3*.so*")
    library.write_bytes(library.read_bytes()[:4096])
    said = root.run("/tmp/broken/install.sh")
    assert said.code == 1
    assert "What was there is unchanged" in said.err
    assert person.has_key()
    assert sorted(path.name for path in root.path(TARGET).parent.iterdir()) == [NAME]


def test_a_run_that_was_killed_between_two_steps_is_made_good(person: Person) -> None:
    root = person.root
    target = root.path(TARGET)
    target.rename(target.with_name(f"{NAME}.earlier"))
    (target.with_name(f"{NAME}.new.999999")).mkdir()
    assert install(root).startswith("Upgraded: ")
    assert person.has_key()
    assert sorted(path.name for path in target.parent.iterdir()) == [NAME]


def test_something_else_at_its_place_is_left_alone(prepared: Root, archive: Path) -> None:
    put(prepared, archive)
    theirs = prepared.path(f"{HOME}/.local/lib/{NAME}/theirs")
    theirs.parent.mkdir(parents=True)
    theirs.write_text("mine")
    for path in (theirs.parent, theirs.parent.parent, theirs.parent.parent.parent):
        subprocess.run(["chown", f"{ID}:{ID}", path], check=True)
    said = prepared.run(f"{UNPACKED}/install.sh")
    assert (said.code, "There is something else at" in said.err, theirs.read_text()) == (1, True, "mine")


def test_uninstalling_while_claude_counts_on_it_asks_first(person: Person) -> None:
    said = person.root.run(f"{TARGET}/uninstall.sh", **person.environment)
    assert said.code == 3
    assert "Claude Desktop still gets its key through Gateway Companion" in said.out
    assert "--undo" in said.out
    assert "--keep-setup" in said.out
    assert person.has_key()


def test_it_can_put_claude_back_before_it_goes(person: Person) -> None:
    root = person.root
    assert person.command("start-at-login", "on")
    said = root.run(f"{TARGET}/uninstall.sh", "--undo", **person.environment)
    assert said.code == 0, said
    assert not root.path(LAUNCHER).exists()
    assert not list(root.path(f"{HOME}/.config/autostart").glob("*"))
    assert f"Kept: {DATA}" in said.out


def test_what_is_left_after_it_was_removed_all_the_same(person: Person) -> None:
    root = person.root
    kept = person.kept()
    said = root.run(f"{TARGET}/uninstall.sh", "--keep-setup", **person.environment)
    assert said.code == 0, said
    assert f"Kept: {DATA}" in said.out
    assert "Claude Desktop is told so when it asks for the key" in said.out
    left = person.handed_over()
    assert (left.code, left.out, left.err) == (1, "", GONE)
    assert person.kept() == kept
    local = root.path(f"{HOME}/.local")
    files = {path.relative_to(local).parts[:2] for path in local.rglob("*") if not path.is_dir()}
    assert files == {("share", NAME), ("share", "keyrings")}
