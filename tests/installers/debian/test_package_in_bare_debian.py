"""The .deb alone, in a Debian 12 that has nothing else: installed, walked by mouse, removed, and what is left of it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.installers.debian.bare import ID, PATH, Root
from tests.installers.debian.built import NAME, PLACE, Built
from tests.installers.debian.desk import Desk
from tests.installers.debian.package import ENTRY, install
from tests.installers.debian.story import TRY, practise, proven

OF_DEBIAN = re.compile(r"/var/(lib/(dpkg|apt)|log|cache)(/|$)")
"""Where Debian itself keeps what it has done."""


def test_nothing_that_it_needs_is_missing_and_no_python_comes_with_it(root: Root) -> None:
    installed = root.as_root("dpkg-query", "-W", "-f", "${Package} ${db:Status-Abbrev}\\n").out
    assert f"{NAME} ii" in installed
    assert "python" not in installed
    shown = root.as_root("find", PLACE, "-name", "*.so*", "-type", "f", "-exec", "ldd", "{}", "+").out
    by_library = {block.split(":")[0]: block for block in re.split(r"\n(?=/)", shown)}
    lacking = {Path(name).name for name, block in by_library.items() if "not found" in block}
    assert len(by_library) > 50
    assert lacking <= {"libqgtk3.so"}  # GNOME's look, where GTK is there anyway
    assert root.run(NAME, "--version").code == 0


def test_it_belongs_to_root_and_nobody_else_may_write_to_it(root: Root) -> None:
    shown = root.as_root("find", PLACE, "(", "!", "-user", "root", "-o", "-perm", "/022", ")", "!", "-type", "l")
    assert (shown.code, shown.out) == (0, "")
    foreign = root.as_root("grep", "-rlE", "(RUN|R)PATH.*/home", PLACE)
    assert foreign.out == ""


def test_without_a_keychain_or_any_environment_the_helper_says_one_line(root: Root) -> None:
    said = root.run_with({}, f"{PLACE}/gateway-credential")
    assert (said.code, said.out) == (1, "")
    assert re.fullmatch(r"Gateway Companion: [^\n]+\n", said.err)


def test_without_a_screen_it_says_how_things_stand(root: Root) -> None:
    said = root.run(NAME, "status", "--offline", "--json")
    told = json.loads(said.out)
    assert (said.code, told["healthy"], told["claude"]["installed"], said.err) == (3, False, False, "")
    window = root.run(f"{PLACE}/Gateway Companion")
    assert (window.code != 0, window.err != "", "Traceback" in window.err) == (True, True, False)


def test_the_practice_story_by_mouse(seen: Root, desk: Desk) -> None:
    desk.open_from_menu(seen, ENTRY)
    done = practise(desk, seen, "package")
    proven(done, seen, NAME)
    assert desk.printed() == ""


def test_the_window_survives_its_removal(seen: Root, desk: Desk) -> None:
    """It cannot do everything any more, but says so, and nothing breaks."""
    window = desk.open_from_menu(seen, ENTRY)
    app = desk.application_with(TRY)
    seen.apt("purge", "--yes", NAME)
    desk.hands.click_name(app, TRY)
    app.wait_for("Practice mode ended by itself", "label")
    desk.hands.click_name(app, "Close")
    assert window.poll() is None
    assert desk.printed() == ""


def test_what_is_left_after_it_was_purged(own: Root, dist: Built) -> None:
    shutil.copy(dist.package, own.path("/tmp"))
    asked = own.apt("install", "--simulate", "--no-install-recommends", f"/tmp/{dist.package.name}", quiet=False)
    needed = [name for name in re.findall(r"^Inst (\S+)", asked, re.MULTILINE) if name != NAME]
    own.apt("install", "--yes", "--no-install-recommends", *needed)
    before = own.files()
    install(own, dist.package)
    brought = own.files() - before
    own.apt("purge", "--yes", NAME)
    left = own.files() - before
    assert len(brought) > 200
    assert sorted(path for path in left if not OF_DEBIAN.match(path)) == []
    assert before - own.files() == set()


def test_nobody_is_told_of_anything_where_nobody_used_it(root: Root) -> None:
    said = root.apt("purge", "--yes", NAME)
    assert "Claude" not in said
    assert "Kept" not in said


@pytest.mark.parametrize("managed", [True, False])
def test_settings_of_an_it_department_that_name_it_are_told_of(root: Root, *, managed: bool) -> None:
    path = root.path("/etc/claude-desktop/managed-settings.json")
    path.parent.mkdir()
    path.write_text(f'{{"inferenceCredentialHelper": "{PLACE if managed else "/opt"}/gateway-credential"}}')
    said = root.apt("remove", "--yes", NAME)
    assert ("names a program of Gateway Companion" in said) is managed
    assert path.exists()


def test_lintian_finds_no_error(dist: Built) -> None:
    command = ["lintian", "--fail-on", "error,warning", "--tag-display-limit", "0", str(dist.package)]
    done = subprocess.run(
        ["setpriv", f"--reuid={ID}", f"--regid={ID}", "--clear-groups", *command],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env={"PATH": PATH, "HOME": "/tmp", "LC_ALL": "C.UTF-8"},
    )
    assert (done.returncode, done.stdout) == (0, "")
