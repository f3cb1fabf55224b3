"""One screen for the tests of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.practice.linux.screen import Screen, new_screen


@pytest.fixture(scope="module")
def screen() -> Iterator[Screen]:
    with new_screen() as screen:
        yield screen
