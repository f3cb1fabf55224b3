"""What is told of settings that were written for many computers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.domain.goal import ChosenModel
from app.words.speech import Speech


def replacing(path: str, speech: Speech) -> str:
    return speech.say("There is another file at {path}. It would be replaced.", path=path)


def made_lines(path: str, labels: Sequence[str], added: ChosenModel | None, speech: Speech) -> Iterator[str]:
    """`path`: where it was written; empty: it was only printed. `added`: a model that nobody asked for."""
    if path:
        yield speech.say("Written to {path}.", path=path)
    yield speech.say("Claude will list {models}.", models=speech.listing(labels))
    if added is not None:
        yield speech.say("{model} was added, as Claude uses a small model for titles.", model=added.label)
    yield speech.say("It holds no key. Each person enters their own in Gateway Companion.")
