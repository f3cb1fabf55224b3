"""What macOS is told of the program, and how the window of the disk image looks."""

from __future__ import annotations

import json
import plistlib
import re
import subprocess
import sys
from pathlib import Path
from typing import TypedDict

import pytest

import app

ROOT = Path(__file__).resolve().parents[2]
MACOS = ROOT / "packaging" / "macos"


class Item(TypedDict, total=False):
    x: int
    y: int
    type: str
    path: str
    name: str


def told() -> dict[str, object]:
    """As PyInstaller writes it into Info.plist, and macOS reads it."""
    command = "import plistlib, sys, bundle; plistlib.dump(bundle.info(sys.argv[1]), sys.stdout.buffer)"
    run = subprocess.run([sys.executable, "-c", command, app.__version__], cwd=MACOS, capture_output=True, check=True)
    return dict(plistlib.loads(run.stdout))


def test_it_is_an_ordinary_program_of_this_version() -> None:
    found = told()
    assert found["CFBundleShortVersionString"] == found["CFBundleVersion"] == app.__version__
    assert found["CFBundleIdentifier"] == "org.gatewaycompanion.GatewayCompanion"
    assert found["CFBundleExecutable"] == "Gateway Companion"
    assert found["LSBackgroundOnly"] is False
    assert found["NSHighResolutionCapable"] is True


def test_it_does_not_claim_to_run_where_qt_does_not() -> None:
    version = str(told()["LSMinimumSystemVersion"])
    assert tuple(int(part) for part in version.split(".")) >= (14, 4)


def test_the_person_is_told_why_claude_is_asked_to_close() -> None:
    reason = str(told()["NSAppleEventsUsageDescription"])
    assert reason.startswith("Gateway Companion asks Claude Desktop to close")
    assert reason.endswith(".")


def test_the_languages_are_those_that_are_there() -> None:
    catalogues = {file.parents[1].name for file in (ROOT / "resources").rglob("gateway-companion.mo")}
    assert told()["CFBundleLocalizations"] == sorted({"en"} | catalogues)


def test_it_asks_for_nothing_but_to_ask_claude() -> None:
    entitlements = plistlib.loads((MACOS / "entitlements.plist").read_bytes())
    assert entitlements == {"com.apple.security.automation.apple-events": True}


@pytest.mark.parametrize("folder", ["app"])
def test_no_callback_from_c_is_made(folder: str) -> None:
    """On macOS one would need an exception from the protection of memory, which the program does without."""
    made = re.compile(r"\b(?:CFUNCTYPE|PYFUNCTYPE|WINFUNCTYPE|ffi\.callback)\b")
    assert [str(file) for file in (ROOT / folder).rglob("*.py") if made.search(file.read_text("utf-8"))] == []


def test_the_scripts_sign_the_program_that_is_built() -> None:
    signing = (MACOS / "sign.sh").read_text("utf-8")
    assert f"identifier={told()['CFBundleIdentifier']}\n" in signing


def test_the_disk_image_shows_the_program_beside_the_applications() -> None:
    image = json.loads((MACOS / "dmg.json").read_text("utf-8"))
    contents: list[Item] = image["contents"]
    assert [(item["type"], item["path"]) for item in contents] == [
        ("file", "dist/Gateway Companion.app"),
        ("link", "/Applications"),
    ]
    assert image["title"] == "Gateway Companion"
    assert image["format"] == "ULFO"
    assert (ROOT / "packaging/icons/draw.py").is_file()
    assert image["icon"] == "build/icons/gateway-companion.icns"


def test_both_icons_of_the_disk_image_are_whole_in_its_window() -> None:
    image = json.loads((MACOS / "dmg.json").read_text("utf-8"))
    size, room = image["icon-size"], image["window"]["size"]
    program, applications = image["contents"]
    title_bar, label = 28, 40
    for item in (program, applications):
        assert size / 2 < item["x"] < room["width"] - size / 2
        assert size / 2 < item["y"] < room["height"] - title_bar - size / 2 - label
    assert program["y"] == applications["y"]
    assert program["x"] + size + 64 < applications["x"]
    assert program["x"] == room["width"] - applications["x"]  # the same room at both sides
