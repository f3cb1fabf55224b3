"""Claude Desktop's main.log in, evidence out. Unknown lines mean neither "confirmed" nor "broken".

The lines are those seen in the field; the wording is the vendor's and can change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.domain import claude_settings
from app.domain.facts import LogEvidence
from app.domain.findings import Because, Finding, FindingId, Reason, found

_START = re.compile(r"Starting app \{ appVersion: '([^']+)'")
_HEALTH = re.compile(r"ConfigHealth recomputed \{.*?state: '([^']+)'")
_PROVIDER = re.compile(r"provider: '([^']+)'")
_HOST = re.compile(r"inference apiHost=['\"]?(?:https?://)?([^\s/'\",]+)")
_IGNORED = re.compile(r'Ignoring local configuration value "([^"]+)"')
_HELPER_FAILED = re.compile(r"credential helper failed \(reason=([^)]*)\)")
_NOT_ANTHROPIC = re.compile(r'inferenceModels: .*?"([^"]+)" is not an Anthropic model')
BAD_STATES = {
    "auth_failed": Reason.AUTH_FAILED,
    "unreachable": Reason.UNREACHABLE,
    "provider_error": Reason.PROVIDER_ERROR,
    "config_model_rejected": Reason.MODEL_REJECTED,
}
_HELPER_KEYS = frozenset({"inferenceCredentialHelper", "inferenceCredentialKind"})


@dataclass(slots=True)
class _Seen:
    version: str | None = None
    active: bool | None = None
    degraded: bool = False
    health: str | None = None
    helper_ok: bool = False
    host: str | None = None
    code_tab: bool = False
    reports: dict[tuple[FindingId, str], Finding] = field(default_factory=dict)

    def report(self, id: FindingId, reason: Reason, text: str | None = None) -> None:
        self.reports[id, f"{reason}{text}"] = found(id, Because(reason, text))

    def forget(self, reason: Reason) -> None:
        """What was wrong earlier in this launch and is no more."""
        self.reports = {
            key: finding
            for key, finding in self.reports.items()
            if not (isinstance(finding.detail, Because) and finding.detail.reason is reason)
        }


def of_last_launch(lines: Sequence[str], *, certain: bool) -> list[str]:
    """The lines of the last launch: from its start on, with the warnings about settings just before it.

    Where no start is told: all of them if it is `certain` that they are of one launch, else none.
    """
    start = next((i for i in range(len(lines) - 1, -1, -1) if _START.search(lines[i])), None)
    if start is None:
        return list(lines) if certain else []
    first = start
    while first > 0 and _IGNORED.search(lines[first - 1]):
        first -= 1
    return list(lines[first:])


def evidence(lines: Iterable[str]) -> LogEvidence | None:
    """What these lines of one launch say; None where there are none."""
    seen, empty = _Seen(), True
    for line in lines:
        empty = False
        _read(line, seen)
    if empty:
        return None
    if seen.health in BAD_STATES:
        seen.report(FindingId.CLAUDE_REPORTS, BAD_STATES[seen.health])
    if seen.degraded:
        seen.report(FindingId.CLAUDE_REPORTS, Reason.DEGRADED)
    reports = tuple(seen.reports.values())
    return LogEvidence(seen.version, seen.active, seen.health, seen.helper_ok, seen.host, reports, seen.code_tab)


def _read(line: str, seen: _Seen) -> None:
    if match := _START.search(line):
        seen.version = match[1]
    elif match := _HEALTH.search(line):
        seen.health = match[1] if _is_gateway(line) else None
    elif "[custom-3p] helper ok" in line:
        seen.helper_ok = True
        seen.forget(Reason.HELPER_FAILED)
    elif match := _HOST.search(line):
        seen.host = match[1].lower()
    elif "[custom-3p] 3P mode active" in line:
        seen.degraded = "degraded" in line
        seen.active = not seen.degraded and _is_gateway(line)
    else:
        _read_trouble(line, seen)


def _is_gateway(line: str) -> bool:
    """Whether it is about a gateway, or does not say; other providers have the same lines."""
    match = _PROVIDER.search(line)
    return match is None or match[1] == "gateway"


def _read_trouble(line: str, seen: _Seen) -> None:
    if "Model discovery:" in line:
        seen.reports.pop((FindingId.STALE_MODEL_CACHE, ""), None)
    elif match := _IGNORED.search(line):
        _ignored(match[1], seen)
    elif "returned 0 usable models" in line:
        seen.reports[FindingId.STALE_MODEL_CACHE, ""] = found(FindingId.STALE_MODEL_CACHE)
    elif "Managed MDM config detected" in line:
        seen.report(FindingId.CLAUDE_REPORTS, Reason.MANAGED)
    elif match := _NOT_ANTHROPIC.search(line):
        seen.report(FindingId.CLAUDE_REPORTS, Reason.MODEL_REJECTED, match[1])
    elif "no credential configured for provider" in line:
        seen.report(FindingId.CLAUDE_REPORTS, Reason.NO_CREDENTIAL)
    elif match := _HELPER_FAILED.search(line):
        seen.report(FindingId.CLAUDE_REPORTS, Reason.HELPER_FAILED, match[1])
    elif "[claude-code]" in line and " 401 " in line:
        seen.code_tab = True


def _ignored(key: str, seen: _Seen) -> None:
    """Only our own members matter; a helper that is not understood means that this Claude is too old for it."""
    if key in _HELPER_KEYS:
        seen.reports[FindingId.CLAUDE_TOO_OLD, ""] = found(FindingId.CLAUDE_TOO_OLD)
    elif key in claude_settings.OWN_KEYS:
        seen.report(FindingId.CLAUDE_REPORTS, Reason.VALUE_IGNORED, key)
