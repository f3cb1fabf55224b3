"""Asks a gateway the way every test does: recording the pauses, and never letting an error show the key."""

from __future__ import annotations

import traceback
from collections.abc import Awaitable

import pytest

from app.domain.errors import AppError
from app.domain.findings import Finding
from app.domain.model import ApiKey
from app.services.openrouter import OpenRouter
from app.services.openrouter_transport import Patience


class Pauses(list[float]):
    """Stands for the clock that retries wait by."""

    async def wait(self, seconds: float) -> None:
        self.append(seconds)


def gateway(
    origin: str, pauses: Pauses | None = None, *, patience: Patience | None = None, jitter: float = 0
) -> OpenRouter:
    waiting = Pauses() if pauses is None else pauses
    return OpenRouter(f"{origin}/api", patience=patience or Patience(), sleep=waiting.wait, jitter=lambda: jitter)


async def finding_of(question: Awaitable[object], key: ApiKey) -> Finding:
    """What a question fails with. Nothing that could be logged of it holds the key."""
    with pytest.raises(AppError) as caught:
        await question
    error = caught.value
    assert error.__cause__ is None
    assert error.__context__ is None
    shown = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
    assert key.reveal() not in shown + repr(error) + repr(error.finding)
    return error.finding
