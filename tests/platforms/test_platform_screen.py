"""Whether there is a screen, as the environment tells it on this system."""

from __future__ import annotations

import sys

import pytest

from app.platforms.screen import has_screen


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_any_screen_will_do(name: str) -> None:
    assert has_screen({name: ":0"})


def test_no_screen() -> None:
    """Only where windows come from a server there may be none."""
    assert has_screen({"DISPLAY": ""}) is (sys.platform in ("darwin", "win32"))
