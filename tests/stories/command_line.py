"""What the tests of the command line share: real processes of ours, the practice keychain, and a person's answers."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.domain.questions import KeepWaiting, Question
from app.domain.secret_ref import KEY
from app.services.practice_secrets import PracticeSecrets
from tests.stories.computer import JsonObject, World
from tests.stories.starting_states import State

SOURCE = Path(__file__).resolve().parents[2]
PROGRAM = (sys.executable, "-m", "app")
SECONDS = 60

NEW = State("new")
on_a_new_computer = pytest.mark.parametrize("world", [NEW], indirect=True, ids=str)


def environment_of(world: World) -> dict[str, str]:
    return {**world.environment, "PYTHONPATH": str(SOURCE)}


def child(
    world: World,
    *arguments: str,
    typed: bytes = b"",
    program: Sequence[str] = PROGRAM,
    changes: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Our program as a process of its own. `typed`: its standard input; `changes`: of its environment."""
    return subprocess.run(
        [*program, *arguments],
        input=typed,
        capture_output=True,
        cwd=world.folder,
        env={**environment_of(world), **(changes or {})},
        timeout=SECONDS,
        check=False,
    )


def report_of(done: subprocess.CompletedProcess[bytes]) -> JsonObject:
    """Standard output has exactly one JSON object, on one or more lines."""
    told = json.loads(done.stdout)
    assert isinstance(told, dict)
    return told


def keychain(world: World) -> PracticeSecrets:
    return PracticeSecrets(data_folder(world))


def data_folder(world: World) -> Path:
    return Path(world.environment["GATEWAY_COMPANION_HOME"])


def stored_key(world: World) -> str | None:
    return keychain(world).get(KEY)


def store_key(world: World, key: str) -> None:
    keychain(world).set(KEY, key)


@dataclass
class Answers:
    """A person who says yes, but has no patience, and but for the kinds of question told otherwise. `then`: what happens with an answer."""

    to: Mapping[type[Question], bool] = field(default_factory=dict)
    then: Mapping[type[Question], Callable[[], None]] = field(default_factory=dict)
    asked: list[type[Question]] = field(default_factory=list)

    async def agree(self, question: Question) -> bool:
        kind = type(question)
        self.asked.append(kind)
        self.then.get(kind, lambda: None)()
        return self.to.get(kind, kind is not KeepWaiting)
