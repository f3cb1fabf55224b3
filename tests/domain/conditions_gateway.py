"""What can be the matter with the gateway, the key, the credit and the models."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from app.domain.facts import Facts, GatewayFacts
from app.domain.findings import Because, Finding, FindingId, Listed, Named, Reason, Severity, Until, Waits, found
from app.domain.goal import ChosenModel, Goal, Tier
from app.domain.model import Balance, Incident, KeyInfo, KeyKind, Model
from tests.domain.building import GOAL, KEY, MODELS, OFFERED, ONLINE, SET_UP, facts, set_up
from tests.domain.conditions import Condition, confirmed

NETWORK = ("gateway", "key", "credit", "models")
REJECTED = found(FindingId.KEY_REJECTED, Because(Reason.OTHER, "User not found."))
UNREACHABLE = found(FindingId.GATEWAY_UNREACHABLE, Because(Reason.DNS))
SECOND = found(FindingId.MANAGEMENT_KEY_REJECTED, Because(Reason.AUTH_FAILED))
PAUSE = found(FindingId.RATE_LIMITED, Waits(3.0))
PRIVACY = found(FindingId.PRIVACY_BLOCKS_MODELS)
SONNET, OPUS, HAIKU = OFFERED
GPT = ChosenModel("openai/gpt-haiku", "GPT", Tier.HAIKU)
CLOSE = "2027-01-18T00:00:00Z"
"""Within seven days of the tests' present."""


def online(gateway: GatewayFacts) -> Facts:
    return facts(SET_UP, gateway=gateway)


def key(info: KeyInfo) -> Facts:
    return online(replace(ONLINE, key=info))


def spent(used: str) -> Facts:
    return online(replace(ONLINE, balance=Balance(Decimal(100), Decimal(used))))


def models(*models: Model) -> Facts:
    return online(replace(ONLINE, models=models))


def goal(
    name: str, chosen: tuple[ChosenModel, ...], *findings: Finding, offered: tuple[Model, ...] = OFFERED
) -> Condition:
    """Another goal, and the files as it wants them."""
    goal = Goal(models=chosen)
    return confirmed(name, facts(set_up({}, goal=goal), gateway=replace(ONLINE, models=offered)), *findings, goal=goal)


CONDITIONS = [
    confirmed("offline", facts(SET_UP, gateway=None), not_checked=NETWORK),
    confirmed(
        "key rejected",
        online(GatewayFacts(key=REJECTED, balance=REJECTED, models=REJECTED)),
        REJECTED,
        not_checked=("credit", "models"),
    ),
    confirmed("a management key", key(replace(KEY, kind=KeyKind.MANAGEMENT)), found(FindingId.KEY_IS_MANAGEMENT)),
    confirmed(
        "management key rejected",
        online(replace(ONLINE, activity=SECOND, management=SECOND)),
        SECOND,
    ),
    confirmed(
        "management key rejected as well",
        online(GatewayFacts(key=REJECTED, balance=REJECTED, models=REJECTED, management=SECOND)),
        REJECTED,
        SECOND,
        not_checked=("credit", "models"),
    ),
    confirmed("activity unknown", online(replace(ONLINE, activity=UNREACHABLE))),
    confirmed(
        "key expired",
        key(replace(KEY, expires_at="2020-01-01T00:00:00Z")),
        found(FindingId.KEY_EXPIRED, Until("2020-01-01T00:00:00Z")),
    ),
    confirmed(
        "key expires soon",
        key(replace(KEY, expires_at=CLOSE)),
        found(FindingId.KEY_EXPIRED, Until(CLOSE), severity=Severity.ATTENTION),
    ),
    confirmed("no credit", spent("100"), found(FindingId.NO_CREDIT, Until(None, "account"))),
    confirmed("credit low", spent("99.5"), found(FindingId.CREDIT_LOW, Until(None, "account"))),
    confirmed(
        "limit reached",
        key(replace(KEY, limit=Decimal(5), limit_remaining=Decimal(0))),
        found(FindingId.LIMIT_REACHED, Until(None, "key")),
    ),
    confirmed(
        "no credit, told twice",
        online(replace(ONLINE, balance=Balance(Decimal(5), Decimal(5)), models=found(FindingId.NO_CREDIT))),
        found(FindingId.NO_CREDIT),
        not_checked=["models"],
    ),
    confirmed("privacy", online(replace(ONLINE, models=PRIVACY)), PRIVACY, not_checked=["models"]),
    confirmed("asks for a pause", online(replace(ONLINE, balance=PAUSE, models=PAUSE)), PAUSE, not_checked=["models"]),
    confirmed(
        "unreachable", online(GatewayFacts(key=UNREACHABLE, models=UNREACHABLE)), UNREACHABLE, not_checked=NETWORK
    ),
    confirmed("unreachable in part", online(replace(ONLINE, models=UNREACHABLE)), UNREACHABLE, not_checked=NETWORK),
    confirmed(
        "intercepted",
        online(GatewayFacts(key=found(FindingId.GATEWAY_INTERCEPTED, Because(Reason.HTML)), models=UNREACHABLE)),
        found(FindingId.GATEWAY_INTERCEPTED, Because(Reason.HTML)),
        not_checked=NETWORK,
    ),
    confirmed(
        "an incident",
        online(replace(ONLINE, incidents=(Incident("Slow"), Incident("Slower")))),
        found(FindingId.GATEWAY_DEGRADED, Named("Slow")),
    ),
    confirmed("no models", models(), found(FindingId.NO_MODELS)),
    confirmed("none that Claude lists", models(replace(SONNET, id="openai/gpt-5")), found(FindingId.NO_MODELS)),
    confirmed(
        "a model is gone",
        models(replace(SONNET, id="anthropic/claude-sonnet-5"), OPUS, HAIKU),
        found(FindingId.MODELS_UNAVAILABLE, Listed((MODELS[0].id,), ("anthropic/claude-sonnet-5",))),
    ),
    confirmed(
        "a family is gone",
        models(OPUS, HAIKU),
        found(FindingId.MODELS_UNAVAILABLE, Listed((MODELS[0].id,), ("",))),
    ),
    goal(
        "a model that Claude drops",
        (MODELS[0], GPT),
        found(FindingId.MODEL_NOT_ACCEPTED, Named(GPT.id)),
        offered=(*OFFERED, replace(HAIKU, id=GPT.id)),
    ),
    goal("no small model", MODELS[:2], found(FindingId.NO_SMALL_MODEL)),
    goal("no small model, and none to be had", MODELS[:2], found(FindingId.NO_MODELS), offered=()),
    goal("no models chosen", ()),
    confirmed("the balance was not told", online(replace(ONLINE, balance=None)), goal=GOAL),
]
