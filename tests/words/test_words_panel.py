"""The panel's sentences about credit and models: true, labelled, and never with the key."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.findings import Finding, FindingId, Until, found
from app.domain.model import Budget, Credit, CreditKind, KeyInfo, KeyKind
from app.domain.usage import Lasts, LastsUntilReset, NoLimit, NotEnoughUse, Outlook, UsedUp
from app.words.messages import for_manager
from app.words.panel import context, outlook, what_it_is
from app.words.speech import Speech
from tests.words.catalogues import JARGON, WHEN, Pseudo, unmarked

SPEECH, PSEUDO = Speech(), Speech(Pseudo())
D = Decimal
KINDS = list(CreditKind)
OUTLOOKS: list[Outlook] = [
    *(NoLimit(), NotEnoughUse(), UsedUp(None), UsedUp(WHEN), LastsUntilReset(WHEN)),
    *(Lasts(days) for days in (0, 1, 2, 365, 366)),
]
KEY = replace(
    KeyInfo(KeyKind.ORDINARY, D(20), D(0), "monthly", D(3), D(1), D(2), D(3)),
    budget=Budget("workspace", D(50), D(0), WHEN),
)


@pytest.mark.parametrize(
    "credit,text",
    [
        (Credit(D(5), CreditKind.ACCOUNT), "left on your account"),
        (Credit(D(5), CreditKind.BUDGET, D(50)), "left of $50.00 in your team's budget"),
        (Credit(D(5), CreditKind.BUDGET), "left in your team's budget"),
        (Credit(D(5), CreditKind.KEY_LIMIT, D(20)), "left of $20.00 on this key"),
        (Credit(D(5), CreditKind.KEY_LIMIT), "left on this key"),
        (Credit(D(5), CreditKind.USAGE), "used this month"),
    ],
)
def test_every_amount_says_what_it_is(credit: Credit, text: str) -> None:
    assert what_it_is(credit, SPEECH) == text
    assert unmarked(what_it_is(credit, PSEUDO)) == ""


@pytest.mark.parametrize(
    "seen,text",
    [
        (Lasts(0), "Less than a day left at this pace"),
        (Lasts(1), "About 1 day left at this pace"),
        (Lasts(9), "About 9 days left at this pace"),
        (Lasts(400), "More than a year left at this pace"),
        (NotEnoughUse(), "Not enough use yet to say how long it lasts"),
        (NoLimit(), "No limit on this key"),
        (LastsUntilReset(WHEN), "At this pace enough until it starts anew on 1 December 2026, 00:00 UTC"),
        (UsedUp(None), "No credit left. Claude can't answer until it is topped up."),
        (UsedUp(WHEN), "Used up. Claude can't answer until it starts anew on 1 December 2026, 00:00 UTC."),
    ],
)
def test_how_long_it_lasts(seen: Outlook, text: str) -> None:
    assert outlook(seen, CreditKind.ACCOUNT, SPEECH) == text


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seen", OUTLOOKS)
def test_an_outlook_is_plain(seen: Outlook, kind: CreditKind) -> None:
    assert not JARGON.search(outlook(seen, kind, SPEECH))
    assert unmarked(outlook(seen, kind, PSEUDO)) == ""


def test_nobody_is_told_to_top_up_a_limit() -> None:
    for kind in (CreditKind.BUDGET, CreditKind.KEY_LIMIT):
        assert "top" not in outlook(UsedUp(None), kind, SPEECH)


@pytest.mark.parametrize(
    "length,text",
    [(200_000, "200K"), (1_000_000, "1M"), (1_048_576, "1M"), (2_500_000, "2.5M"), (8192, "8.2K"), (512, "512")],
)
def test_how_much_a_model_keeps_in_mind(length: int, text: str) -> None:
    assert context(length, SPEECH) == text


def test_what_is_not_known_is_a_dash() -> None:
    assert context(None, SPEECH) == "–"  # noqa: RUF001


MESSAGES = [
    found(id, Until(when, scope, in_organization=True))
    for id in (FindingId.NO_CREDIT, FindingId.CREDIT_LOW, FindingId.LIMIT_REACHED)
    for when in (WHEN, None)
    for scope in ("account", "key", "member", "workspace", "organization", "a-new-word", None)
]


@pytest.mark.parametrize("finding", MESSAGES)
def test_a_message_to_whoever_manages_it(finding: Finding) -> None:
    text = for_manager(finding, KEY, SPEECH)
    assert text.startswith("Hello,\n")
    assert text.endswith("?")
    assert ("almost" in text) is (finding.id is FindingId.CREDIT_LOW)
    assert ("1 December 2026" in text) is (isinstance(finding.detail, Until) and finding.detail.when is not None)
    assert not JARGON.search(text)
    assert not re.search(r"sk-or|…", text)
    assert unmarked(for_manager(finding, KEY, PSEUDO)) == ""


def test_the_message_names_the_budget_that_is_used_up() -> None:
    of_the_team = for_manager(found(FindingId.LIMIT_REACHED, Until(None, "workspace")), KEY, SPEECH)
    of_the_key = for_manager(found(FindingId.LIMIT_REACHED, Until(None, "key")), KEY, SPEECH)
    assert "the budget of our workspace. It is $50.00." in of_the_team
    assert "the limit of my key. It is $20.00." in of_the_key
