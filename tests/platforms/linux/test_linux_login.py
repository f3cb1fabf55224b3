"""The autostart file of Linux: written as the specification wants it, and read whatever a desktop did to it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from app.platforms.linux_login import autostart
from app.platforms.login_entry import LoginEntry, NotOurs

PROGRAM = Path("/usr/lib/gateway-companion/Gateway Companion")
MENU = "[Desktop Entry]\nType=Application\nName=Gateway Companion\nExec={}\n"
ODD = ["simple", "two words", 'a "quote"', "$HOME `x`", "back\\slash", "100 %u", "tab\there", "new\nline", "Ünï"]


@pytest.mark.parametrize(
    "environment, folder",
    [
        ({"HOME": "/home/ada"}, "/home/ada/.config"),
        ({"HOME": "/home/ada", "XDG_CONFIG_HOME": "/else"}, "/else"),
        ({"HOME": "/home/ada", "XDG_CONFIG_HOME": "relative"}, "/home/ada/.config"),
        ({"HOME": "/home/ada", "XDG_CONFIG_HOME": ""}, "/home/ada/.config"),
    ],
)
def test_it_lies_where_desktops_look(environment: dict[str, str], folder: str) -> None:
    item = autostart(environment, PROGRAM)
    assert item.path == Path(folder, "autostart", "gateway-companion.desktop")


def test_what_is_written() -> None:
    lines = autostart({"HOME": "/home/ada"}, PROGRAM).wanted.decode().splitlines()
    assert lines[:2] == ["[Desktop Entry]", "Type=Application"]
    assert f"TryExec={PROGRAM}" in lines
    assert f'Exec="{PROGRAM}" --hidden' in lines


@pytest.mark.parametrize("name", ODD)
def test_any_place_comes_back_as_it_was(name: str) -> None:
    program = Path("/home/ada", name, "gateway-companion")
    item = autostart({"HOME": "/home/ada"}, program)
    assert item.read(item.wanted) == LoginEntry(program)


@pytest.mark.parametrize(
    "text, entry",
    [
        (MENU.format("gateway-companion"), LoginEntry(Path("gateway-companion"))),
        (MENU.format('"/opt/Gateway Companion" %U'), LoginEntry(Path("/opt/Gateway Companion"))),
        (MENU.format("/opt/gateway-companion").replace("\n", "\r\n"), LoginEntry(Path("/opt/gateway-companion"))),
        (MENU.format("gateway-companion") + "Hidden=true\n", LoginEntry(Path("gateway-companion"), False)),
        (
            MENU.format("gateway-companion") + "X-GNOME-Autostart-enabled=false\n",
            LoginEntry(Path("gateway-companion"), False),
        ),
        (
            MENU.format("gateway-companion") + "[Desktop Action x]\nHidden=true\n",
            LoginEntry(Path("gateway-companion")),
        ),
        (MENU.format("mail-program"), NotOurs()),
        (MENU.format(""), NotOurs()),
        (MENU.format("gateway-companion").replace("Application", "Link"), NotOurs()),
        ("Exec=gateway-companion\nType=Application\n", NotOurs()),
        ("", NotOurs()),
        ("\x00\x01 not a desktop entry", NotOurs()),
    ],
)
def test_what_somebody_else_made_of_it(text: str, entry: LoginEntry | NotOurs) -> None:
    assert autostart({"HOME": "/home/ada"}, PROGRAM).read(text.encode()) == entry


def test_bytes_that_are_no_text() -> None:
    assert autostart({"HOME": "/home/ada"}, PROGRAM).read(b"\xff\xfe[\x00") == NotOurs()


@pytest.mark.parametrize("name", ODD)
def test_the_desktops_own_check_accepts_it(name: str, tmp_path: Path) -> None:
    item = autostart({"HOME": str(tmp_path)}, Path("/home/ada", name, "gateway-companion"))
    file = tmp_path / "gateway-companion.desktop"
    file.write_bytes(item.wanted)
    done = subprocess.run(["desktop-file-validate", file], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
