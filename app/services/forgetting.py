"""Whatever ends a call that knows a secret in an unexpected way must not carry the secret along."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from traceback import clear_frames
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def forgetting(call: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
    """For a call that has a secret's text in its variables: a defect or a cancellation passes on, the variables do not.

    The lines of a traceback stay; what takes only `ApiKey` and the like may be called so.
    """

    @wraps(call)
    async def forgetful(*arguments: P.args, **named: P.kwargs) -> T:
        try:
            return await call(*arguments, **named)
        except BaseException as error:
            clear_frames(error.__traceback__)
            raise

    return forgetful
