"""Every finding gets a title, a meaning and one thing to do, in plain and short words."""

from __future__ import annotations

import re

import pytest

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
from app.words.findings import finding
from app.words.sentence import Sentence
from app.words.speech import Speech
from tests.words.catalogues import DETAILS, JARGON, PATH, PLACE, QUOTE, WHEN, Pseudo, label, met, plain, unmarked

SPEECH = Speech()
NOTHING_TO_DO = {FindingId.KEY_COPY_BY_CHOICE}
LONGEST_TITLE = 64
MOST_WORDS = 18

every = pytest.mark.parametrize("one", list(met()), ids=label)


def say(id: FindingId, detail: Detail | None = None, **more: bool | Severity) -> Sentence:
    return finding(found(id, detail or NoDetail(), **more), SPEECH)  # type: ignore[arg-type]


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.])\s+(?=[A-Z“])", text)


@every
def test_title_detail_and_remedy_are_there_and_differ(one: Finding) -> None:
    said = finding(one, SPEECH)
    assert said.title
    assert said.detail
    assert bool(said.remedy) is (one.id not in NOTHING_TO_DO)
    assert len({said.title, said.detail, said.remedy}) == 3


@every
def test_they_are_whole_sentences_and_the_title_is_a_heading(one: Finding) -> None:
    said = finding(one, SPEECH)
    assert re.fullmatch(r"[A-Z].*[^.…:]", said.title)
    for text in filter(None, (said.detail, said.remedy)):
        assert re.match(r"[A-Z/a]", text), "a path may stand first"
        assert text.endswith(".")
        assert "  " not in text
        assert ".." not in text


@every
def test_title_and_remedy_have_no_jargon(one: Finding) -> None:
    said = finding(one, SPEECH)
    assert not JARGON.search(said.title)
    assert not JARGON.search(re.sub("“.*?”", "", said.remedy)), "but for what is to be typed as it stands"


@every
def test_they_are_short(one: Finding) -> None:
    said = finding(one, SPEECH)
    assert len(said.title) <= LONGEST_TITLE
    for sentence in (*sentences(said.detail), *sentences(said.remedy)):
        assert len(sentence.split(": ")[0].split()) <= MOST_WORDS, "a list after a colon may be long"
    assert len(sentences(said.remedy)) == 1


@every
def test_repair_is_the_remedy_exactly_where_it_helps(one: Finding) -> None:
    assert ("Repair " in finding(one, SPEECH).remedy) is one.repairable


@every
def test_all_of_it_goes_through_the_catalogue(one: Finding) -> None:
    said, english = finding(one, Speech(Pseudo())), finding(one, SPEECH)
    for text, original in ((said.title, english.title), (said.detail, english.detail), (said.remedy, english.remedy)):
        assert unmarked(text) == ""
        assert plain(text) == original


@every
def test_the_detail_names_what_the_finding_names(one: Finding) -> None:
    said = finding(one, SPEECH)
    text = f"{said.title} {said.detail} {said.remedy}"
    for value in named(one.detail):
        assert value in text


def named(detail: Detail) -> list[str]:
    match detail:
        case AtFile(path, _, line, text):
            return [path, *([f"line {line}"] if line else []), *([text] if text else [])]
        case Because(Reason.VALUE_IGNORED):
            return ["the list of models"]
        case Because(_, text):
            return [text] if text else []
        case Replaced(before, now):
            return [before, *([now] if now else [])]
        case Installable(package):
            return [package]
        case Named("?"):
            return []
        case Named(name, by):
            return [name, *([by] if by else [])]
        case Listed(("inferenceModels",)):
            return ["the list of models"]
        case Listed(names, instead) if instead:
            return [*names, *instead]
        case _:
            return []


def test_each_finding_has_a_title_of_its_own() -> None:
    titles = [say(id, DETAILS.get(id, [NoDetail()])[0]).title for id in FindingId]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("id", FindingId)
@pytest.mark.parametrize("severity", Severity)
@pytest.mark.parametrize("repairable", [True, False])
def test_a_detail_that_is_not_expected_does_no_harm(id: FindingId, severity: Severity, *, repairable: bool) -> None:
    strange: list[Detail] = [
        NoDetail(),
        AtFile(PATH),
        Named("x", "y"),
        Listed(()),
        Until("not a date", "x"),
        Waits(-1),
        Installable(""),
        Replaced("", ""),
        *(Because(reason) for reason in Reason),
        *(AtFile(PATH, reason, 3, QUOTE) for reason in Reason),
    ]
    for detail in strange:
        said = finding(Finding(id, severity, repairable, detail), SPEECH)
        assert said.title
        assert said.detail.endswith(".")


@pytest.mark.parametrize("id", [FindingId.NO_CREDIT, FindingId.CREDIT_LOW, FindingId.LIMIT_REACHED])
@pytest.mark.parametrize("scope", [None, "account", "key", "member"])
def test_a_teams_member_is_never_told_to_pay(id: FindingId, scope: str | None) -> None:
    alone = say(id, Until(None, scope, in_organization=False)).remedy
    in_a_team = say(id, Until(None, scope, in_organization=True)).remedy
    assert in_a_team.startswith("Ask whoever manages OpenRouter for your team")
    assert "openrouter.ai" not in in_a_team
    assert ("openrouter.ai" in alone) is (scope != "member")


@pytest.mark.parametrize(
    "id,detail",
    [
        (FindingId.KEY_EXPIRED, Until(WHEN)),
        (FindingId.LIMIT_REACHED, Until(WHEN)),
        (FindingId.CREDIT_LOW, Until(WHEN, "key")),
    ],
)
def test_dates_are_told(id: FindingId, detail: Detail) -> None:
    assert "1 December 2026, 00:00 UTC" in say(id, detail).detail


def test_links_are_short() -> None:
    for one in met():
        assert not re.search(r"https?://", finding(one, SPEECH).remedy)


def test_another_tools_settings_are_not_blamed_on_the_organisation() -> None:
    said = say(FindingId.MANAGED_CONFIGURATION, Named(PLACE, "CC Desktop Switch"))
    assert said.title == "Claude's settings are managed by CC Desktop Switch"
    assert "organisation" not in f"{said.title}{said.detail}{said.remedy}"


def test_another_peoples_profile_is_not_repaired() -> None:
    said = say(FindingId.KEY_IN_CLEAR, InProfile("9", "Default"), severity=Severity.INFO, repairable=False)
    assert "“Default”" in said.detail
    assert "Repair" not in said.remedy


def test_a_password_in_an_address_is_not_repeated() -> None:
    assert "hunter2" not in say(FindingId.GATEWAY_ADDRESS_REFUSED, Named("https://ada:hunter2@x.example")).detail


def test_a_long_quote_is_cut_and_kept_on_one_line() -> None:
    said = say(FindingId.KEY_REJECTED, Because(Reason.AUTH_FAILED, "<p>\n" * 400))
    assert len(said.detail) < 300
    assert "…”." in said.detail
    assert said.detail.isprintable()


def test_how_long_to_wait() -> None:
    assert say(FindingId.RATE_LIMITED, Waits(0.2)).remedy == "Try again in 1 second."
    assert say(FindingId.RATE_LIMITED, Waits(30)).remedy == "Try again in 30 seconds."
    assert "30 seconds" in say(FindingId.CLAUDE_DID_NOT_CLOSE, Waits(30)).detail


def test_what_takes_the_place_of_a_model() -> None:
    said = say(FindingId.MODELS_UNAVAILABLE, Listed(("a/old", "b/old"), ("a/new", "")))
    assert said.title == "Some chosen models are no longer offered"
    assert said.detail == "a/old can be replaced by a/new. b/old has nothing like it to replace it."


def test_the_name_of_a_missing_service_is_for_nobody() -> None:
    told = Because(Reason.NO_SERVICE, "org.freedesktop.DBus.Error.ServiceUnknown")
    said = finding(found(FindingId.KEYCHAIN_UNAVAILABLE, told), SPEECH)
    assert "org." not in f"{said.title} {said.detail} {said.remedy}"
