"""What Linux packages have beside the programs: each file by its own checker, and the man page against the program."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import PySide6
import pytest

import app
from app.cli.arguments import parser
from app.domain.claude_settings import HELPER, PROFILE_ID
from app.project import PAGE

ROOT = Path(__file__).resolve().parents[3]
LINUX = ROOT / "packaging" / "linux"
PLACE = "/usr/lib/gateway-companion"
METAINFO = "metainfo/org.gatewaycompanion.GatewayCompanion.metainfo.xml"


def run(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def share(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As it comes to lie in /usr/share."""
    folder = tmp_path_factory.mktemp("share")
    run(sys.executable, LINUX / "share.py", "write", folder)
    return folder


def test_the_menu_entry_is_sound_and_starts_the_window(share: Path) -> None:
    entry = share / "applications" / "gateway-companion.desktop"
    assert run("desktop-file-validate", entry) == ""
    text = entry.read_text("utf-8")
    assert f'\nExec="{PLACE}/Gateway Companion"\n' in text
    assert f"\nTryExec={PLACE}/Gateway Companion\n" in text
    assert "\nIcon=gateway-companion\n" in text
    assert 'setDesktopFileName("gateway-companion")' in (ROOT / "app" / "window.py").read_text("utf-8")


def test_software_centres_are_told_this_version(share: Path) -> None:
    # Capitals in the id are what the specification advises against, and this project's name has on every system.
    said = run("appstreamcli", "validate", "--no-net", "--pedantic", "--no-color", share / METAINFO)
    assert set(re.findall(r"^(.): .*: (.+?)(?: .*)?$", said, re.MULTILINE)) == {("P", "cid-contains-uppercase-letter")}
    text = (share / METAINFO).read_text("utf-8")
    assert f'<release version="{app.__version__}" date="20' in text
    assert f'<url type="homepage">{PAGE}</url>' in text
    assert "@" not in text


@pytest.mark.parametrize("page", ["gateway-companion.1", "gateway-credential.1"])
def test_a_man_page_is_sound(page: str) -> None:
    source = LINUX / "man" / page
    assert run("groff", "-man", "-Tutf8", "-ww", "-z", source) == ""


def test_the_man_page_has_every_command() -> None:
    page = (LINUX / "man" / "gateway-companion.1").read_text("utf-8").replace("\\-", "-")
    (commands,) = (action.choices for action in parser()._actions if isinstance(action.choices, dict))
    told = set(
        re.findall(r'^\.(?:B|BR|BI) "?([a-z-]+)', page.split(".SH COMMANDS")[1].split(".SH OPTIONS")[0], re.MULTILINE)
    )
    assert told - {"--help"} == set(commands)


@pytest.mark.parametrize("script", ["prerm", "postrm"])
def test_what_runs_on_removal_is_sound(script: str) -> None:
    assert run("shellcheck", LINUX / "debian" / script) == ""


@pytest.mark.parametrize("script", ["debian/prerm", "uninstall.sh"])
def test_the_scripts_know_our_profile_as_the_program_does(script: str) -> None:
    text = (LINUX / script).read_text("utf-8")
    assert PROFILE_ID in text
    assert f"'\"{HELPER}\"'" in text


def test_every_override_of_lintian_has_its_reason() -> None:
    lines = (LINUX / "debian" / "lintian-overrides").read_text("utf-8").splitlines()
    assert lines[0].startswith("#")
    assert all(line.startswith(("# ", "gateway-companion: ")) for line in lines)


def test_the_builders_own_search_path_is_taken_out(tmp_path: Path) -> None:
    (library,) = Path(PySide6.__file__).parent.glob("Qt/lib/libQt6Svg.so.6")
    ours, theirs = tmp_path / "ours.so", tmp_path / "theirs.so"
    ours.write_bytes(library.read_bytes())
    theirs.write_bytes(library.read_bytes().replace(b"$ORIGIN", b"/builds"))
    assert "/builds" in searched(theirs)
    run(sys.executable, LINUX / "search_paths.py", tmp_path)
    assert (searched(theirs), searched(ours)) == ("", "$ORIGIN")
    assert ours.read_bytes() == library.read_bytes()


def searched(library: Path) -> str:
    found = re.search(r"^\s+R(?:UN)?PATH\s+(\S+)$", run("objdump", "-p", library), re.MULTILINE)
    return found[1] if found else ""


def test_what_a_bundle_needs_is_told_with_its_package(tmp_path: Path) -> None:
    (tmp_path / "program").write_bytes(Path(sys.executable).resolve().read_bytes())
    told = dict(line.split()[:2] for line in run(sys.executable, LINUX / "needs.py", tmp_path).splitlines())
    assert told["libc.so.6"] == "libc6"


def removal(tmp_path: Path, *homes: Path) -> str:
    """What the package says before it is removed, where these are the computer's people."""
    people = "".join(f"{home.name}:x:1000:1000::{home}:/bin/sh\n" for home in homes)
    (tmp_path / "bin").mkdir()
    getent = tmp_path / "bin" / "getent"
    getent.write_text(f"#!/bin/sh\ncat <<'END'\n{people}END\n")
    getent.chmod(0o755)
    done = subprocess.run(
        ["sh", LINUX / "debian" / "prerm", "remove"],
        env={"PATH": f"{getent.parent}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_a_removal_names_whose_claude_counts_on_it_whatever_lies_in_their_homes(tmp_path: Path) -> None:
    ada, bob, eve, joe = (tmp_path / name for name in ("ada", "bob", "eve", "joe"))
    profile = Path(".config/Claude-3p/configLibrary") / f"{PROFILE_ID}.json"
    for home in (ada, bob, eve, joe):
        (home / profile).parent.mkdir(parents=True)
    launcher = ada / ".local" / "share" / "gateway-companion" / "bin" / "gateway-credential"
    launcher.parent.mkdir(parents=True)
    launcher.touch()
    (ada / profile).write_text(f'{{"{HELPER}": "{launcher}"}}')
    (bob / profile).write_text("{}")
    os.mkfifo(eve / profile)  # reading it would wait for ever
    with (joe / profile).open("wb") as large:
        large.truncate(1 << 40)  # takes no room, but hours to read
    said = removal(tmp_path, ada, bob, eve, joe)
    assert "Claude Desktop of ada still gets its key through Gateway Companion" in said
    assert "Claude Desktop of bob joe still uses OpenRouter with its own copy of the key." in said
    assert "eve" not in said
