"""The practice control from the other side: what is switched on there is told here, and nothing leaves loopback."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.errors import AppError
from app.domain.exercises import PLACES, Exercise, Place
from app.practice.claude_ending import BEHAVIOUR_FILE
from app.practice.damage import DAMAGES
from app.practice.damages import Damages
from app.practice.faults import CATALOGUE
from app.practice.openrouter import PracticeOpenRouter
from app.practice.serve import computer
from app.services.practice_control import PracticeControl


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PracticeOpenRouter]:
    folder = tmp_path / "practice"
    (folder / "claude-desktop").mkdir(parents=True)
    behaviour = folder / "claude-desktop" / BEHAVIOUR_FILE
    with PracticeOpenRouter(behaviour=behaviour, damages=Damages(computer(folder))) as running:
        yield running


def test_every_exercise_is_known_to_the_practice_side() -> None:
    known = {Place.GATEWAY: CATALOGUE, Place.COMPUTER: DAMAGES}
    for exercise, place in PLACES.items():
        if place is not Place.CLAUDE:
            assert exercise.value in known[place]
    assert set(PLACES) == set(Exercise)


@pytest.mark.parametrize("exercise", [e for e in Exercise if PLACES[e] is not Place.COMPUTER])
def test_it_is_on_and_off_again(server: PracticeOpenRouter, exercise: Exercise) -> None:
    control = PracticeControl(f"{server.origin}/api")
    on = asyncio.run(control.switch(exercise, on=True))
    assert on.on == {exercise}
    assert asyncio.run(control.look()).on == {exercise}
    assert asyncio.run(control.switch(exercise, on=False)).on == frozenset()


def test_a_practice_key_can_be_copied(server: PracticeOpenRouter) -> None:
    assert asyncio.run(PracticeControl(f"{server.origin}/api").look()).key == server.keys["ordinary"]


def test_what_is_not_there_cannot_be_broken(server: PracticeOpenRouter) -> None:
    told = asyncio.run(PracticeControl(f"{server.origin}/api").switch(Exercise.PROFILE_GONE, on=True))
    assert told.refused
    assert told.on == frozenset()


@pytest.mark.parametrize("address", ["https://openrouter.ai/api", "http://127.0.0.1:9/api"])
def test_no_other_address_is_asked(address: str) -> None:
    with pytest.raises(AppError):
        asyncio.run(PracticeControl(address).look())
