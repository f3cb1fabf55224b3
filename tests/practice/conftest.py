"""A practice OpenRouter, and with it a practice Claude Desktop, for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.practice.damages import Damages
from app.practice.openrouter import PracticeOpenRouter
from app.practice.serve import computer
from tests.practice.stand_ins import Practice, Site


@pytest.fixture
def site() -> Iterator[Site]:
    with PracticeOpenRouter() as server:
        yield Site(server)


@pytest.fixture
def practice(tmp_path: Path) -> Iterator[Practice]:
    """In a folder whose name needs quoting."""
    folder = tmp_path / 'Über\'s "Ordner"'
    damages = Damages(computer(folder))
    with PracticeOpenRouter(behaviour=folder / "claude-desktop/behaviour.json", damages=damages) as server:
        practice = Practice(folder, server)
        yield practice
        practice.close()
