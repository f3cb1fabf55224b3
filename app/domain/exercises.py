"""What can be practised: things that go wrong, as practice mode can switch them on, and what is on just now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Place(StrEnum):
    """Where a fault of the practice control is switched: its network and account, this computer, or Claude itself."""

    GATEWAY = "gateway"
    COMPUTER = "computer"
    CLAUDE = "claude"


class Exercise(StrEnum):
    """Each by the name that the practice control gives it."""

    KEY_REJECTED = "key-rejected"
    NO_CREDIT = "no-credit"
    CREDIT_LOW = "credit-low"
    OFFLINE = "closed-connection"
    HOTEL = "captive-html"
    SLOW = "slow"
    PROFILE_GONE = "profile-gone"
    OTHER_PROFILE = "other-profile"
    FIRST_PARTY = "first-party"
    ADDRESS_WRONG = "address-wrong"
    HELPER_GONE = "helper-gone"
    SETTINGS_BROKEN = "settings-broken"
    CLAUDE_HANGS = "hang"
    CLAUDE_SILENT = "silent"


PLACES: Mapping[Exercise, Place] = {
    **dict.fromkeys(
        (
            Exercise.KEY_REJECTED,
            Exercise.NO_CREDIT,
            Exercise.CREDIT_LOW,
            Exercise.OFFLINE,
            Exercise.HOTEL,
            Exercise.SLOW,
        ),
        Place.GATEWAY,
    ),
    **dict.fromkeys(
        (
            Exercise.PROFILE_GONE,
            Exercise.OTHER_PROFILE,
            Exercise.FIRST_PARTY,
            Exercise.ADDRESS_WRONG,
            Exercise.HELPER_GONE,
            Exercise.SETTINGS_BROKEN,
        ),
        Place.COMPUTER,
    ),
    **dict.fromkeys((Exercise.CLAUDE_HANGS, Exercise.CLAUDE_SILENT), Place.CLAUDE),
}


@dataclass(frozen=True, slots=True)
class Training:
    """What is switched on now, and a practice key to copy. `refused`: why the last wish could not be met."""

    on: frozenset[Exercise] = field(default_factory=frozenset)
    key: str = ""
    refused: str = ""
