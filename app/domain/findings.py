"""The catalogue of what can be wrong: stable ids with typed details. The sentences are in `app/words`."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.finding_ids import FindingId as FindingId  # noqa: PLC0414 - part of this module too
from app.domain.finding_ids import Reason as Reason  # noqa: PLC0414 - likewise
from app.domain.finding_ids import Severity as Severity  # noqa: PLC0414 - likewise


@dataclass(frozen=True, slots=True)
class NoDetail:
    """Nothing more to say."""


@dataclass(frozen=True, slots=True)
class AtFile:
    """A file or folder, the reason, and for malformed text its line (1-based) and the parser's words."""

    path: str
    reason: Reason | None = None
    line: int | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Because:
    """A cause, with the other side's own words or number where there are any (for the Details fold)."""

    reason: Reason
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """One name: a profile, an entry id, a place, a version, an incident. `by` = who left it, where known."""

    name: str
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Installable:
    """What is not installed: the package that brings it, and the command for that where the distribution is known."""

    package: str
    command: str | None = None


@dataclass(frozen=True, slots=True)
class Replaced:
    """The hints of what was kept and of what lies there now; None: nothing."""

    before: str
    now: str | None = None


@dataclass(frozen=True, slots=True)
class InProfile:
    """A profile in Claude that is not ours, by its id, and its name for people."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Listed:
    """Several names: changed keys or model ids. `instead` = what takes their place, same order."""

    names: tuple[str, ...]
    instead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Until:
    """A moment as the gateway wrote it (ISO 8601), and for limits which one (`scope`)."""

    when: str | None
    scope: str | None = None
    in_organization: bool = False


@dataclass(frozen=True, slots=True)
class Waits:
    """A number of seconds."""

    seconds: float


Detail = NoDetail | AtFile | Because | Named | InProfile | Installable | Replaced | Listed | Until | Waits


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong or worth saying. `repairable`: one-click Repair makes it go away."""

    id: FindingId
    severity: Severity
    repairable: bool
    detail: Detail = NoDetail()

    def as_(self, severity: Severity) -> Finding:
        return replace(self, severity=severity)


_P, _A, _I = Severity.PROBLEM, Severity.ATTENTION, Severity.INFO
_F = FindingId
_USUAL: dict[FindingId, tuple[Severity, bool]] = {
    _F.CLAUDE_NOT_INSTALLED: (_P, False),
    _F.CLAUDE_TOO_OLD: (_P, False),
    _F.MANAGED_CONFIGURATION: (_P, False),
    _F.MANAGED_BY_THIS: (_I, False),
    _F.DEVELOPER_MODE_OFF: (_I, True),
    _F.NOT_SET_UP: (_P, False),
    _F.UNFINISHED_CHANGE: (_P, True),
    _F.PROFILE_MISSING: (_P, True),
    _F.PROFILE_NOT_APPLIED: (_P, True),
    _F.PROFILE_CHANGED: (_A, True),
    _F.GATEWAY_URL_WRONG: (_P, True),
    _F.AUTH_SCHEME_WRONG: (_P, True),
    _F.HYBRID_POINTER: (_P, True),
    _F.MODE_IS_FIRST_PARTY: (_P, True),
    _F.SHADOW_COPY: (_P, True),
    _F.BAD_ENTRY_ID: (_P, False),
    _F.SETTINGS_MALFORMED: (_P, False),
    _F.SETTINGS_UNREADABLE: (_P, False),
    _F.CREDENTIAL_MISSING: (_P, True),
    _F.HELPER_MISSING: (_P, True),
    _F.KEY_MISSING: (_P, False),
    _F.KEY_CHANGED: (_A, False),
    _F.KEY_IN_CLEAR: (_A, True),
    _F.KEY_COPY_BY_CHOICE: (_I, False),
    _F.KEYCHAIN_UNAVAILABLE: (_P, False),
    _F.KEYCHAIN_LOCKED: (_P, False),
    _F.KEY_REJECTED: (_P, False),
    _F.KEY_IS_MANAGEMENT: (_P, False),
    _F.KEY_EXPIRED: (_P, False),
    _F.MANAGEMENT_KEY_REJECTED: (_A, False),
    _F.NO_CREDIT: (_P, False),
    _F.CREDIT_LOW: (_A, False),
    _F.LIMIT_REACHED: (_P, False),
    _F.PRIVACY_BLOCKS_MODELS: (_P, False),
    _F.GATEWAY_UNREACHABLE: (_P, False),
    _F.GATEWAY_INTERCEPTED: (_P, False),
    _F.GATEWAY_DEGRADED: (_I, False),
    _F.RATE_LIMITED: (_A, False),
    _F.MODELS_UNAVAILABLE: (_A, True),
    _F.MODEL_NOT_ACCEPTED: (_P, True),
    _F.NO_SMALL_MODEL: (_A, True),
    _F.NO_MODELS: (_P, False),
    _F.CLAUDE_NOT_RUNNING: (_I, False),
    _F.RESTART_NEEDED: (_A, True),
    _F.NOT_CONFIRMED: (_A, False),
    _F.CLAUDE_REPORTS: (_P, False),
    _F.STALE_MODEL_CACHE: (_A, True),
    _F.CODE_TAB_LOGIN: (_I, False),
    _F.OWN_DATA_DAMAGED: (_A, False),
    _F.PRESEED_DAMAGED: (_P, False),
    _F.PRESEED_IGNORED: (_A, False),
    _F.BUSY: (_A, False),
    _F.CLAUDE_STILL_OPEN: (_P, False),
    _F.CLAUDE_DID_NOT_CLOSE: (_P, False),
    _F.CLAUDE_DID_NOT_START: (_P, False),
    _F.CHANGED_MEANWHILE: (_P, False),
    _F.WRITE_FAILED: (_P, False),
    _F.OWN_FOLDER_UNUSABLE: (_P, False),
    _F.GATEWAY_ADDRESS_REFUSED: (_P, False),
    _F.HELPER_PLACE_REFUSED: (_P, False),
    _F.NOT_A_KEY: (_P, False),
    _F.KEY_IS_ORDINARY: (_P, False),
    _F.SIGN_IN_DENIED: (_P, False),
    _F.SIGN_IN_UNFINISHED: (_P, False),
    _F.SIGN_IN_EXPIRED: (_P, False),
    _F.SIGN_IN_REFUSED: (_P, False),
    _F.START_AT_LOGIN_UNCHANGED: (_P, False),
}


def found(
    id: FindingId,
    detail: Detail = NoDetail(),
    *,
    severity: Severity | None = None,
    repairable: bool | None = None,
) -> Finding:
    """A finding with its usual severity and repairability, unless told otherwise."""
    usual_severity, usual_repairable = _USUAL[id]
    return Finding(
        id,
        usual_severity if severity is None else severity,
        usual_repairable if repairable is None else repairable,
        detail,
    )
