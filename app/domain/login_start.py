"""Whether this program starts by itself when its person logs in, as the computer's own settings have it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.findings import Finding


class LoginStart(StrEnum):
    """`FOR_ALL`: an IT department has it start for everybody on this computer. `HELD_BACK`: it was switched off in the computer's own settings. `NOT_OURS`: what lies in its place is not ours.

    `NOT_OFFERED`: in practice mode, and where the program to start is not at its place.
    """

    ON = "on"
    OFF = "off"
    FOR_ALL = "for-all"
    HELD_BACK = "held-back"
    NOT_OURS = "not-ours"
    NOT_OFFERED = "not-offered"


@dataclass(frozen=True, slots=True)
class AtLogin:
    """What the person is shown of it. `refused`: why it is not as they wanted."""

    start: LoginStart = LoginStart.NOT_OFFERED
    refused: Finding | None = None
