"""Catalogues to test with, and every finding with every detail that can come with it."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator

from app.domain.findings import (
    AtFile,
    Because,
    Detail,
    Finding,
    FindingId,
    InProfile,
    Installable,
    Listed,
    Named,
    NoDetail,
    Reason,
    Replaced,
    Severity,
    Until,
    Waits,
    found,
)

PATH = "/home/ada/.config/Claude-3p/settings.txt"
PLACE = "/etc/claude-desktop/managed"
WHEN = "2026-12-01T00:00:00Z"
QUOTE = "User not found"
JARGON = re.compile(
    r"\b(json|endpoints?|apis?|auth|tokens?|config\w*|registry|process\w*|scheme|40\d|please|oops|sorry|error code)\b|!",
    re.IGNORECASE,
)


class Pseudo(gettext.NullTranslations):
    """Marks whatever went through it."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


_MARKED = re.compile(r"⟦[^⟦⟧]*⟧")


def unmarked(text: str) -> str:
    """What in a text did not go through the catalogue."""
    while (shorter := _MARKED.sub("", text)) != text:
        text = shorter
    return text.strip()


def plain(text: str) -> str:
    return text.replace("⟦", "").replace("⟧", "")


_F, _R = FindingId, Reason
_FILE_REASONS = (_R.PERMISSION, _R.READ_ONLY, _R.NOT_A_FILE, _R.LINK_LOOP, _R.TOO_LARGE, _R.OTHER)
_LIMITS = [
    Until(when, scope, team)
    for when in (WHEN, None)
    for scope in (None, "key", "member", "workspace", "organization", "a-new-word")
    for team in (False, True)
]
DETAILS: dict[FindingId, list[Detail]] = {
    _F.CLAUDE_TOO_OLD: [Named("0.9.1"), Named(""), Because(_R.HELPER_FAILED)],
    _F.MANAGED_CONFIGURATION: [Named(PLACE), Named(PLACE, "CC Desktop Switch")],
    _F.MANAGED_BY_THIS: [NoDetail(), Named(PLACE)],
    _F.PROFILE_NOT_APPLIED: [Named("Ollama"), NoDetail()],
    _F.PROFILE_CHANGED: [Listed(("inferenceModels",)), Listed(("deploymentMode", "chatTabEnabled", "inferenceModels"))],
    _F.GATEWAY_URL_WRONG: [NoDetail(), Named("https://openrouter.ai/api/v1")],
    _F.MODE_IS_FIRST_PARTY: [AtFile(PATH)],
    _F.SHADOW_COPY: [AtFile(PATH)],
    _F.SETTINGS_MALFORMED: [AtFile(PATH, None, 7, "a comma is missing"), AtFile(PATH, None, 7), AtFile(PATH)],
    _F.SETTINGS_UNREADABLE: [AtFile(PATH, reason) for reason in _FILE_REASONS],
    _F.HELPER_MISSING: [AtFile(PATH)],
    _F.KEY_MISSING: [NoDetail(), Named("Default"), InProfile("9", "OpenRouter"), Replaced("sk-or-…9f2c")],
    _F.KEY_CHANGED: [Replaced("sk-or-…9f2c", "sk-or-…0a1b"), NoDetail()],
    _F.KEYCHAIN_UNAVAILABLE: [
        *(Because(reason) for reason in (_R.NO_SERVICE, _R.NO_BUS, _R.NO_KEYRING, _R.TURNED_OFF, _R.DENIED)),
        *(Because(reason) for reason in (_R.NOT_REMOVED, _R.NOT_YET)),
        *(Because(reason) for reason in (_R.NOT_KEPT, _R.NOT_TEXT, _R.TOO_LARGE, _R.STOPPED, _R.TIMEOUT, _R.OTHER)),
        Because(_R.OTHER, QUOTE),
        Installable("gnome-keyring", "sudo apt install gnome-keyring"),
    ],
    _F.KEYCHAIN_LOCKED: [NoDetail(), Because(_R.DENIED, QUOTE)],
    _F.KEY_REJECTED: [Because(_R.AUTH_FAILED, QUOTE), Because(_R.DENIED, QUOTE), NoDetail()],
    _F.SIGN_IN_UNFINISHED: [NoDetail(), Named("Gateway Companion on ada-laptop")],
    _F.NO_CREDIT: [NoDetail(), Because(_R.INSUFFICIENT, QUOTE), Until(None, "account"), Until(None, "account", True)],
    _F.CREDIT_LOW: [Until(None, "account"), Until(None, "account", True), *_LIMITS],
    _F.LIMIT_REACHED: [*_LIMITS],
    _F.PRIVACY_BLOCKS_MODELS: [Because(_R.DENIED, QUOTE), NoDetail()],
    _F.GATEWAY_UNREACHABLE: [
        Because(_R.DNS),
        Because(_R.REFUSED, "ECONNREFUSED"),
        Because(_R.TLS, "CERTIFICATE_VERIFY_FAILED"),
        Because(_R.TIMEOUT),
        Because(_R.PROXY, "407"),
        Because(_R.SERVER, "503"),
        Because(_R.OTHER),
    ],
    _F.GATEWAY_INTERCEPTED: [
        Because(_R.HTML),
        Because(_R.AUTH_FAILED),
        Because(_R.REDIRECT, "login.example"),
        Because(_R.REDIRECT),
        Because(_R.OTHER_JSON, QUOTE),
        Because(_R.TOO_LARGE),
    ],
    _F.GATEWAY_DEGRADED: [Named("Slow answers")],
    _F.RATE_LIMITED: [NoDetail(), Waits(1), Waits(0.2), Waits(30)],
    _F.MODELS_UNAVAILABLE: [Listed(("a/old",), ("a/new",)), Listed(("a/old", "b/old"), ("a/new", ""))],
    _F.MODEL_NOT_ACCEPTED: [Named("openai/gpt")],
    _F.CLAUDE_REPORTS: [
        *(
            Because(reason, text)
            for text in (None, QUOTE)
            for reason in (
                *(_R.AUTH_FAILED, _R.UNREACHABLE, _R.PROVIDER_ERROR, _R.MODEL_REJECTED, _R.NO_CREDENTIAL),
                *(_R.DEGRADED, _R.NO_USABLE_MODELS, _R.MANAGED, _R.HELPER_FAILED, _R.OTHER),
            )
        ),
        Because(_R.VALUE_IGNORED, "inferenceModels"),
    ],
    _F.MANAGEMENT_KEY_REJECTED: [
        *(Because(_R.AUTH_FAILED, text) for text in (None, QUOTE)),
        *(Because(reason) for reason in (_R.OTHER_KIND, _R.OTHER_ACCOUNT)),
    ],
    _F.OWN_DATA_DAMAGED: [AtFile("goal.txt"), AtFile(PATH)],
    _F.OWN_FOLDER_UNUSABLE: [AtFile(PATH, reason) for reason in (_R.NOT_A_FILE, _R.PERMISSION, _R.LINK_LOOP, _R.OTHER)],
    _F.PRESEED_DAMAGED: [
        *(AtFile(PATH, reason) for reason in (_R.PERMISSION, _R.TOO_LARGE, _R.NOT_A_FILE)),
        AtFile(PATH, line=7),
        AtFile(PATH, text="low_credit_usd"),
    ],
    _F.PRESEED_IGNORED: [AtFile(PATH, _R.PERMISSION), Listed(("modles",)), Listed(("modles", "geteway"))],
    _F.HELPER_PLACE_REFUSED: [Named("bin/helper")],
    _F.BUSY: [Named("4711"), Named("?")],
    _F.CLAUDE_DID_NOT_CLOSE: [Waits(30)],
    _F.CLAUDE_DID_NOT_START: [NoDetail(), AtFile(PATH, text=QUOTE), AtFile(PATH)],
    _F.CHANGED_MEANWHILE: [AtFile(PATH)],
    _F.WRITE_FAILED: [
        AtFile(PATH, r)
        for r in (_R.PERMISSION, _R.READ_ONLY, _R.NO_SPACE, _R.NO_SUCH_PLACE, _R.NOT_A_FILE, _R.OTHER, None)
    ],
    _F.START_AT_LOGIN_UNCHANGED: [
        *(AtFile(PATH, r) for r in (_R.NOT_OURS, _R.NO_PROGRAM, _R.PERMISSION, _R.READ_ONLY, _R.NO_SPACE, _R.OTHER)),
        Because(_R.PRACTICE),
    ],
    _F.GATEWAY_ADDRESS_REFUSED: [Named("http://gateway.example"), Named("")],
}
_OTHERS_KEY = found(_F.KEY_IN_CLEAR, InProfile("9", "Default"), severity=Severity.INFO, repairable=False)


_SEEN_BY_IT = (
    *(_F.MODE_IS_FIRST_PARTY, _F.HELPER_MISSING, _F.MODELS_UNAVAILABLE, _F.MODEL_NOT_ACCEPTED),
    *(_F.NO_SMALL_MODEL, _F.STALE_MODEL_CACHE),
)
"""Where an IT department has the say, Repair does nothing about them."""


def met() -> Iterator[Finding]:
    """Every finding as the program makes it."""
    for id in FindingId:
        yield from (found(id, detail) for detail in DETAILS.get(id, [NoDetail()]) if id not in _VARIED)
    for findings in _VARIED.values():
        yield from findings
    yield from (found(id, DETAILS.get(id, [NoDetail()])[0], repairable=False) for id in _SEEN_BY_IT)
    yield from (found(_F.CLAUDE_REPORTS, Because(reason), repairable=True) for reason in (_R.NO_CREDENTIAL, _R.OTHER))


_VARIED: dict[FindingId, list[Finding]] = {
    _F.BAD_ENTRY_ID: [
        found(_F.BAD_ENTRY_ID, Named("ABC", name), repairable=ours)
        for name in (None, "Ollama")
        for ours in (True, False)
    ],
    _F.KEY_IN_CLEAR: [found(_F.KEY_IN_CLEAR), _OTHERS_KEY],
    _F.KEY_EXPIRED: [
        found(_F.KEY_EXPIRED, Until(when, in_organization=team), severity=severity)
        for when in (WHEN, None)
        for team in (True, False)
        for severity in (Severity.PROBLEM, Severity.ATTENTION)
    ],
    _F.NOT_CONFIRMED: [found(_F.NOT_CONFIRMED), found(_F.NOT_CONFIRMED, severity=Severity.INFO)],
}


def label(finding: Finding) -> str:
    return f"{finding.id}-{finding.severity}-{finding.repairable}-{finding.detail}"
