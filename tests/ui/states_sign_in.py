"""The sign-in on step 3 in every state that a person can meet."""

from __future__ import annotations

from dataclasses import replace

from app.domain.entry import EntryFailed, SigningIn
from app.domain.facts import Facts
from app.domain.findings import Because, Finding, FindingId, Named, Reason, found
from app.domain.state import AppState
from app.domain.wizard import Page
from tests.ui.states import NEW, UNREACHABLE, WITH_KEY, Screen, at, by_hand, named

_F = FindingId
_PAGE = "https://openrouter.ai/auth?callback_url=http%3A%2F%2F127.0.0.1%3A45123%2Fsigned-in%2F"
_CODE_PAGE = "https://openrouter.ai/auth?code_challenge=y"


def signing_in(nonce: str, seen: Facts = NEW, **changes: object) -> AppState:
    """`nonce`: each attempt has a link of its own."""
    entry = replace(SigningIn(_PAGE + nonce, _CODE_PAGE + nonce), **changes)  # type: ignore[arg-type]
    return at(Page.KEY, seen, entry=entry)


def _by_code(nonce: str, typed: str = "", **changes: object) -> Screen:
    return Screen("", signing_in(nonce, **changes), typed=typed, pressed="enter-code")  # type: ignore[arg-type]


def not_signed_in(id: FindingId, detail: Because | Named | None = None, seen: Facts = NEW) -> AppState:
    finding: Finding = found(id, detail) if detail else found(id)
    return at(Page.KEY, seen, entry=EntryFailed(finding, by_sign_in=True))


def _elsewhere() -> AppState:
    """A gateway of the company's own, which has no page to sign in to."""
    state = at(Page.KEY, NEW)
    assert state.look is not None
    goal = replace(state.look.goal, base_url="https://gateway.example/api")
    return replace(state, look=replace(state.look, goal=goal))


SCREENS: tuple[Screen, ...] = tuple(
    named(
        "04-step3-sign-in",
        {
            "begun": at(Page.KEY, NEW, entry=SigningIn()),
            "waiting": signing_in("a"),
            "waiting-stored-key": signing_in("b", WITH_KEY),
            "waiting-claudes-key": signing_in("c", by_hand()),
            "copied": Screen("", signing_in("k"), pressed="copy-link"),
            "no-browser": signing_in("d", opened=False),
            "code": _by_code("e"),
            "code-no-browser": _by_code("f", opened=False),
            "code-refused": _by_code(
                "g", "sk-or-v1-0123456789abcdef0123456789abcdef", refused=found(_F.SIGN_IN_REFUSED)
            ),
            "code-too-old": _by_code("h", refused=found(_F.SIGN_IN_EXPIRED)),
            "code-offline": _by_code("i", refused=UNREACHABLE),
            "got": signing_in("j", got=True),
            "denied": not_signed_in(_F.SIGN_IN_DENIED),
            "denied-stored-key": not_signed_in(_F.SIGN_IN_DENIED, seen=WITH_KEY),
            "unfinished": not_signed_in(_F.SIGN_IN_UNFINISHED),
            "cancelled-late": not_signed_in(_F.SIGN_IN_UNFINISHED, Named("Gateway Companion on ada-laptop")),
            "expired": not_signed_in(_F.SIGN_IN_EXPIRED),
            "refused": not_signed_in(_F.SIGN_IN_REFUSED),
            "offline": not_signed_in(_F.GATEWAY_UNREACHABLE, Because(Reason.DNS)),
            "intercepted": not_signed_in(_F.GATEWAY_INTERCEPTED, Because(Reason.HTML)),
            "other-gateway": _elsewhere(),
        },
    )
)
