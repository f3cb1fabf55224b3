"""On a computer that is full: one line that says so, whatever the system refuses the helper."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.services.launcher import Launcher
from tests.stories.helper_process import HANDED_OVER, HELPER, complaint, practice_folder, run

FULL = (
    "Gateway Companion: The computer has too little memory left, or too many programs run. "
    "Close some of them, then try again."
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return practice_folder(tmp_path / "data")


def limited(limits: str, data: Path) -> list[str | Path]:
    """The launcher as it is run by who has those limits, in KiB."""
    launcher = Launcher(data / "bin" / "gateway-credential", data)
    launcher.install()
    return ["/bin/sh", "-c", f'{limits} && exec "$0"', launcher.path]


def test_with_room_it_works(data: Path) -> None:
    assert run(limited("ulimit -v 500000", data), {}) == HANDED_OVER


def test_no_room_for_a_thread(data: Path) -> None:
    """Each is to have more than there is at all."""
    limits = "ulimit -s 1000000 && ulimit -v 500000"
    assert complaint(run(limited(limits, data), {})) == FULL
    module = ["/bin/sh", "-c", f'{limits} && exec "$@"', "sh", *HELPER]
    assert complaint(run(module, {"GATEWAY_COMPANION_HOME": str(data)})) == FULL


def test_no_room_for_what_is_read(data: Path) -> None:
    (data / "practice-keychain.json").write_bytes(b'{"openrouter": "%s"}' % (b"x" * 60_000_000))
    assert complaint(run(limited("ulimit -v 90000", data), {})) == FULL
