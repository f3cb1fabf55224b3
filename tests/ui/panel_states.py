"""The states that a person can meet on the panel, by name, and a controller that only writes down what it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import PurePath, PurePosixPath

from PySide6.QtCore import QObject

from app.domain.accounts import KeptKey
from app.domain.diagnosis import diagnose
from app.domain.facts import Claude, ClaudeProcess, GatewayFacts, ManagedGateway, ManagedSource, StoredKey
from app.domain.findings import AtFile, Because, Finding, FindingId, Reason, found
from app.domain.goal import ChosenModel, Goal, Tier
from app.domain.journal import Journal
from app.domain.model import Balance, Budget, DaySpent, Incident, KeyInfo, KeyKind, Model
from app.domain.outcome import Look
from app.domain.plan import Plan
from app.domain.preferences import Preferences
from app.domain.secret_ref import MANAGEMENT, Keychain
from app.domain.state import AppState, Running, Task, seen
from app.ui.controller import Controller
from tests.domain.building import CLOSED, CONFIRMED, JOURNAL, NOW, RUNNING, facts, set_up

D = Decimal


def chosen(name: str, tier: Tier) -> ChosenModel:
    return ChosenModel(f"anthropic/claude-{name.lower().replace(' ', '-')}", f"Claude {name}", tier)


GOAL = Goal(models=(chosen("Sonnet 4.5", Tier.SONNET), chosen("Opus 4.5", Tier.OPUS), chosen("Haiku 4.5", Tier.HAIKU)))
_NAMED = (
    ("Opus 4.5", 200, "5", "25"),
    ("Sonnet 4.5", 1000, "3", "15"),
    ("Haiku 4.5", 200, "1", "5"),
    ("Opus 4.1", 200, "15", "75"),
    ("Opus 4", 200, "15", "75"),
    ("Sonnet 4", 1000, "3", "15"),
    ("3.7 Sonnet", 200, "3", "15"),
    ("3.5 Haiku", 200, "0.80", "4"),
    ("3 Haiku", 200, "0.25", "1.25"),
)


def model(name: str, thousands: int, reading: str | None, writing: str | None, created: int = 0) -> Model:
    prices = [None if price is None else D(price) / 1_000_000 for price in (reading, writing)]
    id = f"anthropic/claude-{name.lower().replace(' ', '-')}"
    return Model(id, f"Anthropic: Claude {name}", created, thousands * 1000, prices[0], prices[1])


MODELS = tuple(model(*row, created=100 - n) for n, row in enumerate(_NAMED))
OTHERS = tuple(Model(f"openai/gpt-{n}", f"GPT {n}", 1, 128_000, D(1), D(2)) for n in range(5))
MANY = (*MODELS, *(model(f"Opus 3.{n} (thinking and fast)", 200, None, "0", created=-n) for n in range(300)), *OTHERS)
KEY = KeyInfo(KeyKind.ORDINARY, None, None, None, D("39.05"), D("2.25"), D("8.10"), D("21.40"))
LIMITED = replace(KEY, limit=D(50), limit_remaining=D("18.42"), limit_reset="monthly")
TEAM = replace(
    KEY,
    in_organization=True,
    budget=Budget("workspace", D(50), D("18.42"), "2027-02-01T00:00:00Z"),
)
BALANCE = Balance(D(60), D("41.58"))
ONLINE = GatewayFacts(0.084, KEY, BALANCE, (*MODELS, *OTHERS), ())
FILES = set_up({}, goal=GOAL)
UNREACHABLE = found(FindingId.GATEWAY_UNREACHABLE, Because(Reason.DNS))
OFFLINE = GatewayFacts(None, UNREACHABLE, UNREACHABLE, UNREACHABLE, None)


def look(
    *,
    gateway: GatewayFacts | None = ONLINE,
    claude: Claude = RUNNING,
    files: dict[PurePath, bytes] | None = None,
    journal: Journal = JOURNAL,
    at: float = NOW,
    **other: object,
) -> Look:
    seen_facts = facts(FILES if files is None else files, claude=claude, journal=journal, gateway=gateway)
    seen_facts = replace(seen_facts, seen_at=at, **other)  # type: ignore[arg-type]
    return Look(seen_facts, GOAL, diagnose(seen_facts, GOAL))


def state(*looks: Look, **other: object) -> AppState:
    """After these looks."""
    result = AppState(now=NOW + 12)
    for one in looks:
        result = seen(result, one)
    return replace(result, **other)  # type: ignore[arg-type]


def with_gateway(**other: object) -> GatewayFacts:
    return replace(ONLINE, **other)  # type: ignore[arg-type]


def without(name: str) -> dict[PurePath, bytes]:
    return {path: data for path, data in FILES.items() if name not in path.name}


def _own_account() -> dict[PurePath, bytes]:
    return {path: data.replace(b'"3p"', b'"1p"') for path, data in without("9d1f6a1e").items()}


STALE_CLAUDE = replace(CLOSED, processes=(ClaudeProcess(7, NOW - 600),), evidence=replace(CONFIRMED, active=False))
UNCONFIRMED = replace(RUNNING, evidence=None)
REJECTED = found(FindingId.KEY_REJECTED, Because(Reason.AUTH_FAILED, "User not found"))
EMPTY = with_gateway(balance=Balance(D(60), D("60.00")))
TEAM_EMPTY = replace(TEAM, budget=Budget("workspace", D(50), D(0), "2027-02-01T00:00:00Z"))
GOOD = look()
BROKEN = look(files=_own_account(), claude=STALE_CLAUDE, journal=replace(JOURNAL, written_at=NOW - 60))
REFUSED = look(gateway=with_gateway(key=REJECTED, balance=REJECTED, models=REJECTED))
OPUS, SONNET, HAIKU = (f"anthropic/claude-{name}-4.5" for name in ("opus", "sonnet", "haiku"))

_AMOUNTS = "0.17 1.32 1.01 0 0 1.55 1.32 1.86 1.72 1.17 0 0 1.01 1.64 1.95 1.32 0.7 0 0.16 1.87 1.48 1.25 2.03 1.48 0 0.16 2.96 2.9 3.29 2.65"
_YESTERDAY = datetime.fromtimestamp(NOW, UTC).date() - timedelta(days=1)
DAYS = tuple(DaySpent(_YESTERDAY - timedelta(days=29 - n), D(usd)) for n, usd in enumerate(_AMOUNTS.split()) if D(usd))
SECOND = StoredKey("sk-or-…7b1e", "1" * 64, Keychain(MANAGEMENT))
SECOND_REJECTED = found(FindingId.MANAGEMENT_KEY_REJECTED, Because(Reason.AUTH_FAILED, "User not found"))


def by_day(*days: DaySpent, at: float = NOW, **other: object) -> Look:
    return look(gateway=with_gateway(activity=days, **other), at=at, management=SECOND)


BY_IT = ManagedSource(
    "/etc/claude-desktop/managed",
    ("inferenceProvider",),
    gateway=ManagedGateway(GOAL.base_url, GOAL.models, PurePosixPath("/usr/lib/gateway-companion/gateway-credential")),
)
PREPARED_BADLY = found(FindingId.PRESEED_DAMAGED, AtFile("/etc/gateway-companion/preseed.json", text="low_credit_usd"))
KEPT = KeptKey("openrouter", "sk-or-…0a1b", "of another key")


def _without_keychain(why: Finding) -> AppState:
    return state(look(keychain=why, gateway=with_gateway(key=None, models=None)))


STATES: dict[str, AppState] = {
    "first": AppState(now=NOW),
    "first-failed": AppState(now=NOW, failed=found(FindingId.GATEWAY_ADDRESS_REFUSED)),
    "first-badly-prepared": AppState(now=NOW, failed=PREPARED_BADLY),
    "first-offline-look": state(look(gateway=None), checking=True),
    "healthy": state(GOOD),
    "checking": state(GOOD, checking=True, now=NOW + 300),
    "long-ago": state(GOOD, now=NOW + 3600),
    "failed": state(GOOD, failed=found(FindingId.GATEWAY_ADDRESS_REFUSED)),
    "limit": state(look(gateway=with_gateway(key=LIMITED, balance=None))),
    "limit-low": state(
        look(gateway=with_gateway(key=replace(LIMITED, limit_remaining=D("0.42"), limit_reset=None), balance=None))
    ),
    "no-limit": state(look(gateway=with_gateway(balance=None))),
    "first-day": state(
        look(
            gateway=with_gateway(key=replace(KEY, usage_daily=D(0), usage_weekly=D(0), usage_monthly=D(0), usage=D(0)))
        )
    ),
    "team": state(look(gateway=with_gateway(key=TEAM, balance=None))),
    "team-empty": state(look(gateway=with_gateway(key=TEAM_EMPTY, balance=None))),
    "low": state(look(gateway=with_gateway(balance=Balance(D(60), D("57.90"))))),
    "empty": state(look(gateway=EMPTY)),
    "offline": state(look(at=NOW - 1500), look(gateway=OFFLINE)),
    "offline-first": state(look(gateway=OFFLINE)),
    "closed": state(look(claude=CLOSED)),
    "not-confirmed": state(look(claude=UNCONFIRMED)),
    "just-opened": state(look(claude=replace(UNCONFIRMED, processes=(ClaudeProcess(7, NOW - 20),)))),
    "broken": state(BROKEN),
    "broken-checking": state(BROKEN, checking=True),
    "attention": state(look(journal=replace(JOURNAL, written_at=NOW - 60), claude=replace(RUNNING, evidence=None))),
    "refused": state(GOOD, REFUSED),
    "rate-limited": state(look(gateway=with_gateway(balance=found(FindingId.RATE_LIMITED)))),
    "managed": state(look(managed=ManagedSource("/etc/claude-desktop/managed", ("inferenceProvider",)))),
    "by-it": state(look(files={}, journal=Journal(), managed=BY_IT)),
    "by-it-since": state(look(files={}, journal=Journal(), managed=replace(BY_IT, changed=NOW - 60))),
    "by-it-no-key": state(
        look(
            files={},
            journal=Journal(),
            managed=BY_IT,
            keychain=None,
            gateway=with_gateway(key=None, balance=None, models=None),
        )
    ),
    "not-installed": state(look(claude=replace(CLOSED, installation=None))),
    "not-set-up": state(look(files={}, journal=Journal())),
    "no-key": state(look(keychain=None, gateway=with_gateway(key=None, balance=None, models=None))),
    "locked": _without_keychain(found(FindingId.KEYCHAIN_LOCKED)),
    "unlocking": replace(_without_keychain(found(FindingId.KEYCHAIN_LOCKED)), unlocking=True),
    "stays-locked": _without_keychain(found(FindingId.KEYCHAIN_LOCKED, Because(Reason.DENIED))),
    "no-keyring": _without_keychain(found(FindingId.KEYCHAIN_UNAVAILABLE, Because(Reason.NO_KEYRING))),
    "keychain-stopped": _without_keychain(found(FindingId.KEYCHAIN_UNAVAILABLE, Because(Reason.STOPPED))),
    "key-changed": state(look(kept=KEPT)),
    "key-removed": state(look(keychain=None, kept=KEPT, gateway=with_gateway(key=None, balance=None, models=None))),
    "incident": state(look(gateway=with_gateway(incidents=(Incident("Slow answers from one provider"),)))),
    "many-models": state(look(gateway=with_gateway(models=MANY))),
    "no-list": state(look(gateway=with_gateway(models=found(FindingId.RATE_LIMITED)))),
    "old-list": state(look(at=NOW - 300), look(gateway=with_gateway(models=found(FindingId.RATE_LIMITED)))),
    "by-day": state(by_day(*DAYS)),
    "by-day-limit": state(by_day(*DAYS, key=LIMITED)),
    "by-day-new": state(by_day()),
    "by-day-low": state(by_day(*DAYS, balance=Balance(D(60), D("57.90")))),
    "by-day-long-ago": state(by_day(*DAYS), now=NOW + 90_000),
    "by-day-offline": state(by_day(*DAYS, at=NOW - 1500), look(gateway=OFFLINE, management=SECOND)),
    "second-key-rejected": state(
        look(gateway=with_gateway(activity=SECOND_REJECTED, management=SECOND_REJECTED), management=SECOND)
    ),
    "waiting": state(GOOD, preferences=Preferences(waiting=(OPUS, SONNET, HAIKU))),
    "waiting-closed": state(look(claude=CLOSED), preferences=Preferences(waiting=(OPUS, SONNET, HAIKU))),
    "running": state(GOOD, activity=Running(Task.RESTART)),
}


class Asked:
    """Stands where the controller's `changes` stand."""

    def __init__(self, asked: list[object]) -> None:
        self._asked = asked

    def repair(self, shown: Plan | None = None) -> None:
        self._asked.append(("repair", shown is not None))

    def restart_claude(self) -> None:
        self._asked.append("restart")

    def undo(self) -> None:
        self._asked.append("undo")


class AskedForModels:
    """Likewise for its `models`."""

    def __init__(self, asked: list[object]) -> None:
        self._asked = asked

    def choose(self, ids: Sequence[str]) -> None:
        self._asked.append(tuple(ids))

    def use_now(self) -> None:
        self._asked.append("use now")

    def forget_waiting(self) -> None:
        self._asked.append("never mind")


class AskedOfKeychain:
    """In place of the keychain."""

    def __init__(self, asked: list[object]) -> None:
        self.asked = asked

    def unlock(self) -> None:
        self.asked.append("unlock")

    def cancel(self) -> None:
        self.asked.append("call off")

    def accept_key(self) -> None:
        self.asked.append("accept")


class QuietController(Controller):
    """Does nothing but remember what it was asked for."""

    def __init__(self) -> None:
        QObject.__init__(self)
        self.asked: list[object] = []
        self.copied = ""
        self.changes = Asked(self.asked)  # type: ignore[assignment]
        self.models = AskedForModels(self.asked)  # type: ignore[assignment]
        self.keychain = AskedOfKeychain(self.asked)  # type: ignore[assignment]

    def look_again(self) -> None:
        self.asked.append("look")

    def open_page(self, page: str) -> None:
        self.asked.append(page)

    def open_download(self) -> None:
        self.asked.append("download")

    def open_keys(self) -> None:
        self.asked.append("keys")

    def open_settings(self) -> None:
        self.asked.append("settings")

    def connect_again(self) -> None:
        self.asked.append("connect")

    def set_up_again(self) -> None:
        self.asked.append("set up")

    def copy(self, text: str) -> None:
        self.copied = text
