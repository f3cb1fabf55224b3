"""How a flow speaks with a person: questions are data, and so is progress."""

from __future__ import annotations

from typing import Protocol

from app.domain.progress import Step
from app.domain.questions import Question


class Ask(Protocol):
    """The window answers with dialogs, the command line with prompts or flags."""

    async def agree(self, question: Question) -> bool: ...


class Tell(Protocol):
    """Is told each step as it begins."""

    def __call__(self, step: Step) -> None: ...
