"""What the command line prints of a status, a change and the models."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.diagnosis import diagnose
from app.domain.facts import Claude, ClaudeProcess, Facts, GatewayFacts
from app.domain.findings import AtFile, Because, Finding, FindingId, NoDetail, Reason, Severity, found
from app.domain.goal import Goal
from app.domain.journal import ChangeKind
from app.domain.model import Balance, Model
from app.domain.plan import Plan
from app.words.findings import finding as sentence
from app.words.report import change_lines, finding_lines, model_lines, status_lines
from app.words.speech import Speech
from tests.domain import conditions_claude, conditions_gateway, conditions_settings
from tests.domain.building import CLOSED, CONFIRMED, GOAL, KEY, MODELS, NOW, ONLINE, RUNNING, SET_UP, facts
from tests.domain.conditions import Condition
from tests.words.catalogues import Pseudo, met, unmarked

SPEECH, PSEUDO = Speech(), Speech(Pseudo())
CONDITIONS = [*conditions_claude.CONDITIONS, *conditions_settings.CONDITIONS, *conditions_gateway.CONDITIONS]


def status(seen: Facts, goal: Goal = GOAL) -> list[str]:
    return list(status_lines(seen, goal, diagnose(seen, goal), SPEECH))


def line(seen: Facts, start: str, goal: Goal = GOAL) -> str:
    (found,) = (text for text in status(seen, goal) if text.startswith(start))
    return found.removeprefix(start).strip()


def running(**parts: object) -> Facts:
    evidence = replace(CONFIRMED, **parts)  # type: ignore[arg-type]  # the caller names the fields
    return facts(SET_UP, claude=replace(RUNNING, processes=(ClaudeProcess(1, NOW - 600),), evidence=evidence))


class TestStatus:
    def test_all_is_well(self) -> None:
        assert status(facts(SET_UP)) == [
            "Everything works",
            "",
            "Claude Desktop:  uses OpenRouter, opened 10 min ago",
            "OpenRouter key:  sk-or-…9f2c, in the computer's keychain",
            "Credit:          $97.00 left on your account",
            "Models:          Claude Sonnet 4.6, Claude Opus 4.6, Claude Haiku 4.5",
            "Gateway:         https://openrouter.ai/api",
        ]

    @pytest.mark.parametrize(
        "seen,text",
        [
            (facts(SET_UP, claude=Claude(None)), "not installed"),
            (facts(SET_UP, claude=CLOSED), "closed"),
            (running(), "uses OpenRouter, opened 10 min ago"),
            (running(health="auth_failed"), "does not use OpenRouter, opened 10 min ago"),
            (running(health="a new word"), "opened 10 min ago; what it uses is not known"),
            (facts({}), "opened 10 min ago; what it uses is not known"),
        ],
    )
    def test_claude(self, seen: Facts, text: str) -> None:
        assert line(seen, "Claude Desktop:") == text

    @pytest.mark.parametrize(
        "seen,text",
        [
            (facts(SET_UP), "sk-or-…9f2c, in the computer's keychain"),
            (replace(facts(SET_UP), keychain=None), "none stored"),
            (replace(facts(SET_UP), keychain=found(FindingId.KEYCHAIN_LOCKED)), "not known"),
        ],
    )
    def test_key(self, seen: Facts, text: str) -> None:
        assert line(seen, "OpenRouter key:") == text

    @pytest.mark.parametrize(
        "gateway,text",
        [
            (None, "not known"),
            (GatewayFacts(0.1), "not known"),
            (GatewayFacts(key=found(FindingId.KEY_REJECTED)), "not known"),
            (replace(ONLINE, balance=None), "$3.00 used this month, no limit on this key"),
            (replace(ONLINE, balance=found(FindingId.RATE_LIMITED)), "$3.00 used this month, no limit on this key"),
            (replace(ONLINE, balance=Balance(Decimal(5), Decimal(7))), "no credit left, your account is at -$2.00"),
            (replace(ONLINE, balance=None, key=replace(KEY, limit_remaining=Decimal(2))), "$2.00 left on this key"),
        ],
    )
    def test_credit(self, gateway: GatewayFacts | None, text: str) -> None:
        assert line(facts(SET_UP, gateway=gateway), "Credit:") == text

    def test_models_and_gateway_are_the_goals(self) -> None:
        goal = Goal("https://gateway.example", MODELS[:1])
        assert line(facts({}), "Models:", goal) == "Claude Sonnet 4.6"
        assert line(facts({}), "Gateway:", goal) == "https://gateway.example"
        assert line(facts({}), "Models:", Goal()) == "none chosen yet"

    @pytest.mark.parametrize("condition", CONDITIONS, ids=str)
    def test_every_finding_is_told_worst_first(self, condition: Condition) -> None:
        lines = status(condition.facts, condition.goal)
        told = ["Problem", "Attention", "Good to know"]
        weights = [text.partition(":")[0] for text in lines if text.startswith(tuple(f"{word}: " for word in told))]
        assert weights == sorted(weights, key=told.index)
        for finding in condition.findings:
            assert any(text.endswith(f": {sentence(finding, SPEECH).title}") for text in lines)
        assert len(weights) == len(condition.findings)
        assert ("Everything works" in lines) is (diagnose(condition.facts, condition.goal).healthy is True)


class TestFinding:
    @pytest.mark.parametrize(
        "severity,word",
        [(Severity.PROBLEM, "Problem"), (Severity.ATTENTION, "Attention"), (Severity.INFO, "Good to know")],
    )
    def test_its_weight_is_a_word(self, severity: Severity, word: str) -> None:
        first = next(finding_lines(found(FindingId.HYBRID_POINTER, severity=severity), SPEECH))
        assert first.startswith(f"{word}: ")

    @pytest.mark.parametrize("finding", list(met()), ids=lambda finding: finding.id.value)
    def test_what_it_means_and_the_one_thing_to_do(self, finding: Finding) -> None:
        said = sentence(finding, SPEECH)
        first, *rest = finding_lines(finding, SPEECH)
        assert first.endswith(f": {said.title}")
        todo = "To set it right: gateway-companion repair" if finding.repairable else said.remedy
        assert rest == [f"  {text}" for text in (said.detail, todo) if text]

    def test_a_repairable_one_names_the_command(self) -> None:
        lines = list(finding_lines(found(FindingId.HYBRID_POINTER), SPEECH))
        assert lines[-1] == "  To set it right: gateway-companion repair"
        lines = list(finding_lines(found(FindingId.HYBRID_POINTER, repairable=False), SPEECH))
        assert "gateway-companion repair" not in lines[-1]

    def test_other_programs_words_do_not_steer_the_terminal(self) -> None:
        nasty = found(FindingId.SETTINGS_MALFORMED, AtFile("/home/\x1b[31m/\nx", None, 7, "a\x07b"))
        text = "".join(finding_lines(nasty, SPEECH))
        assert text.isprintable()
        text = "".join(finding_lines(found(FindingId.GATEWAY_UNREACHABLE, Because(Reason.DNS, "\x1b]0;x")), SPEECH))
        assert text.isprintable()


SETUP, UNDO = Plan(ChangeKind.SETUP, reopen=True), Plan(ChangeKind.UNDO)
BLOCKED = Plan(ChangeKind.SETUP, blocked=(found(FindingId.KEY_MISSING, NoDetail()),))


class TestChange:
    @pytest.mark.parametrize(
        "plan,applied,confirmed,rolled_back,declined,text",
        [
            (SETUP, True, True, False, False, "Claude is using OpenRouter. Seen in Claude's own log."),
            (SETUP, True, False, False, False,
             "The settings are written, but Claude could not use OpenRouter with them."),
            (SETUP, True, None, False, False, "The settings are written. Claude has not confirmed them yet."),
            (replace(SETUP, reopen=False), True, None, False, False,
             "The settings are written. Claude uses them when it is opened next."),
            (UNDO, True, None, False, False, "Claude Desktop is back to its earlier settings."),
            (SETUP, False, None, True, False, "It did not work out. Everything is as it was before."),
            (UNDO, False, None, True, False, "It did not work out. Everything is as it was before."),
            (SETUP, False, None, False, True, "Nothing was changed."),
            (BLOCKED, False, None, False, False, "Nothing was changed."),
            (UNDO, False, None, False, False, "There is nothing to do."),
        ],
    )  # fmt: skip
    def test_how_it_ended(
        self, plan: Plan, applied: bool, confirmed: bool | None, rolled_back: bool, declined: bool, text: str
    ) -> None:
        assert list(change_lines(plan, applied, confirmed, rolled_back, declined, SPEECH)) == [text]


CHEAP = Model("anthropic/claude-haiku-4.5", "Anthropic: Haiku", 1, None, Decimal("0.0000008"), Decimal("0.000004"))
UNKNOWN = Model("openrouter/auto", "Auto\x1b[2J", 1, None, None, Decimal(0))


class TestModels:
    def test_a_line_each_with_its_mark_and_prices(self) -> None:
        rows = [(CHEAP, True, True, True), (CHEAP, True, True, False), (CHEAP, True, False, False)]
        *lines, legend = model_lines([*rows, (UNKNOWN, False, False, False)], SPEECH)
        assert [text[0] for text in lines] == ["*", "+", " ", " "]
        assert all(CHEAP.id in text and text.endswith("$0.80 / $4") for text in lines[:3])
        assert lines[3].endswith("varies / free (Claude does not list it)")
        assert "* the default" in legend

    def test_names_of_the_gateway_do_not_steer_the_terminal(self) -> None:
        assert all(text.isprintable() for text in model_lines([(UNKNOWN, False, False, False)], SPEECH))


class TestTranslation:
    def test_every_word_can_be_translated(self) -> None:
        for condition in CONDITIONS:
            diagnosis = diagnose(condition.facts, condition.goal)
            for text in status_lines(condition.facts, condition.goal, diagnosis, PSEUDO):
                rest = unmarked(text)
                assert not any(letter.isalpha() for letter in rest), text
        for plan in (SETUP, UNDO, BLOCKED):
            for text in change_lines(plan, True, None, False, False, PSEUDO):
                assert unmarked(text) == ""
