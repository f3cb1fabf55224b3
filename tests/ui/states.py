"""A computer, a key and a list of models as they often are, and how a state follows from them, for the screens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from app.domain.diagnosis import diagnose
from app.domain.documents import Profile, Role
from app.domain.facts import Facts, GatewayFacts, HelperState, Installation, KeychainState
from app.domain.findings import Because, Finding, FindingId, Reason, found
from app.domain.goal import ChosenModel, Goal, Tier
from app.domain.model import Balance, Budget, KeyInfo, KeyKind, Model
from app.domain.outcome import Look
from app.domain.state import AppState, seen
from app.domain.wizard import Page
from tests.domain.building import (
    CLOSED,
    CONFIRMED,
    HELPER,
    HOME,
    JOURNAL,
    NOW,
    OTHER,
    RUNNING,
    Files,
    facts,
    place,
    set_up,
    text,
)

PLACE = HOME.parent / ".local/share/gateway-companion"
LIBRARY = place(Role.LIBRARY)


@dataclass(frozen=True, slots=True)
class Screen:
    """What is to be seen. `opened`: every Details fold is open; `typed`: into the field that is there; `dialog`: asked for.

    `pressed`: the object name of a button that was pressed since.
    """

    name: str
    state: AppState
    opened: bool = False
    typed: str = ""
    dialog: str = ""
    pressed: str = ""


def _model(id: str, name: str, context: int, read: str, written: str, created: int) -> Model:
    reading, writing = Decimal(read) / 1_000_000, Decimal(written) / 1_000_000
    return Model(f"anthropic/{id}", f"Anthropic: {name}", created, context, reading, writing)


MODELS = (
    _model("claude-fable-5", "Claude Fable 5", 1_000_000, "10", "50", 16),
    _model("claude-opus-4.6", "Claude Opus 4.6", 1_000_000, "5", "25", 15),
    _model("claude-sonnet-4.6", "Claude Sonnet 4.6", 1_000_000, "3", "15", 14),
    _model("claude-haiku-4.5", "Claude Haiku 4.5", 200_000, "1", "5", 13),
    _model("claude-opus-4.5", "Claude Opus 4.5", 200_000, "5", "25", 12),
    _model("claude-opus-4.6-fast", "Claude Opus 4.6 (fast)", 1_000_000, "30", "150", 11),
    _model("claude-opus-4.1", "Claude Opus 4.1", 200_000, "15", "75", 10),
    _model("claude-sonnet-4.5", "Claude Sonnet 4.5", 1_000_000, "3", "15", 9),
    _model("claude-sonnet-4", "Claude Sonnet 4", 200_000, "3", "15", 8),
    _model("claude-3.7-sonnet", "Claude 3.7 Sonnet", 200_000, "3", "15", 7),
    _model("claude-3.7-sonnet:thinking", "Claude 3.7 Sonnet (thinking)", 200_000, "3", "15", 6),
    _model("claude-3.5-haiku", "Claude 3.5 Haiku", 200_000, "0.80", "4", 5),
    _model("claude-3-haiku", "Claude 3 Haiku", 200_000, "0.25", "1.25", 4),
    replace(_model("x", "", 0, "0", "0", 1), id="openai/gpt-5.2", name="OpenAI: GPT-5.2"),
)
GOAL = Goal(
    models=(
        ChosenModel("anthropic/claude-sonnet-4.6", "Claude Sonnet 4.6", Tier.SONNET, long_context=True),
        ChosenModel("anthropic/claude-opus-4.6", "Claude Opus 4.6", Tier.OPUS, long_context=True),
        ChosenModel("anthropic/claude-haiku-4.5", "Claude Haiku 4.5", Tier.HAIKU),
    )
)


def key(limit: str | None = None, left: str | None = None) -> KeyInfo:
    """An ordinary key that was used for a while."""
    whole, rest = (None if usd is None else Decimal(usd) for usd in (limit, left))
    ever, today, week, month = (Decimal(usd) for usd in ("39.05", "2.25", "12.40", "31.58"))
    return KeyInfo(KeyKind.ORDINARY, whole, rest, None, ever, today, week, month)


LIMITED = key("50", "18.42")
TEAMS = replace(
    key(), in_organization=True, budget=Budget("member", Decimal(25), Decimal("6.30"), "2027-02-01T00:00:00Z")
)
TEAMS_EMPTY = replace(TEAMS, budget=Budget("member", Decimal(25), Decimal(0), "2027-02-01T00:00:00Z"))
ONLINE = GatewayFacts(0.084, LIMITED, None, MODELS, ())
KEYLESS = GatewayFacts(0.084, None, None, MODELS, ())
UNREACHABLE = found(FindingId.GATEWAY_UNREACHABLE, Because(Reason.DNS))
OFFLINE = GatewayFacts(None, UNREACHABLE, UNREACHABLE, UNREACHABLE, None)


def account(total: str, used: str, info: KeyInfo | None = None) -> GatewayFacts:
    """A gateway that tells the balance of the whole account."""
    return replace(ONLINE, key=info or key(), balance=Balance(Decimal(total), Decimal(used)))


def failing(finding: Finding) -> GatewayFacts:
    return replace(ONLINE, key=finding, balance=finding)


# The computer.

INSTALLED = Installation(HOME / "claude-desktop", "1.4000.0", ("claude-desktop",))
AT_WORK = replace(
    RUNNING, installation=INSTALLED, evidence=replace(CONFIRMED, active=False, health=None, api_host=None)
)
AT_REST = replace(CLOSED, installation=INSTALLED)
NEW = replace(facts({}, claude=AT_WORK, gateway=KEYLESS), keychain=None, helper=HelperState(HELPER, usable=False))
"""Claude is open with its own account, and nothing was set up yet."""
WITH_KEY = replace(NEW, keychain=facts({}).keychain, gateway=ONLINE)
"""The same once step 3 is through."""
CONNECTED = replace(
    facts(set_up({}, goal=GOAL), claude=replace(RUNNING, installation=INSTALLED), gateway=ONLINE),
    journal=replace(JOURNAL, written_at=NOW - 640),
)
"""Set up, confirmed by Claude's log, and all is well."""


def by_hand(*, has_key: bool = True) -> Facts:
    """Somebody made a profile "Default" in Claude, perhaps with a key in it."""
    files: Files = {LIBRARY: text({"appliedId": OTHER, "entries": [{"id": OTHER, "name": "Default"}]})}
    profile = Profile(OTHER, "Default", "gateway", "sk-or-…3f9c" if has_key else None, same_gateway=has_key)
    roots = facts(files).roots
    return replace(NEW, roots=(replace(roots[0], others=(profile,)),))


def with_keychain(state: KeychainState) -> Facts:
    return replace(NEW, keychain=state)


def at(page: Page | None, seen_facts: Facts | None, *, goal: Goal = GOAL, **more: object) -> AppState:
    """The state after a look at these facts, twelve seconds ago."""
    state = AppState(page=page, now=NOW + 12)
    if seen_facts is not None:
        state = seen(state, Look(seen_facts, goal, diagnose(seen_facts, goal)))
    return replace(state, **more)  # type: ignore[arg-type]


def named(prefix: str, states: dict[str, AppState | Screen]) -> Iterator[Screen]:
    for name, state in states.items():
        screen = state if isinstance(state, Screen) else Screen("", state)
        yield replace(screen, name=f"{prefix}-{name}")
