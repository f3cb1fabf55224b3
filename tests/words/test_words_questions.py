"""Questions and progress in plain words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.progress import Step
from app.domain.questions import (
    ClaudeIsOpen,
    EndByForce,
    KeepWaiting,
    PlanChanged,
    Question,
    ReviewPlan,
    StillOpen,
    TakeOutEntry,
    UseClaudesKey,
)
from app.words.changes import before_setup, before_undo
from app.words.progress import progress
from app.words.questions import question
from app.words.speech import Speech
from tests.words.catalogues import JARGON, Pseudo, plain, unmarked
from tests.words.plans import GOAL, REPAIR, SETUP, UNDO

SPEECH, PSEUDO = Speech(), Speech(Pseudo())
ASKED: list[Question] = [
    *(ReviewPlan(plan, GOAL) for plan in (SETUP, REPAIR, UNDO)),
    PlanChanged(REPAIR, GOAL),
    ClaudeIsOpen(),
    StillOpen(15.0),
    KeepWaiting(30.0),
    EndByForce(),
    UseClaudesKey("Default", "sk-or-…9f2c"),
    TakeOutEntry("ABC", "Ollama"),
    TakeOutEntry("ABC", None),
]


@pytest.mark.parametrize("asked", ASKED)
def test_questions(asked: Question) -> None:
    heading, told = question(asked, SPEECH)
    assert heading.endswith("?") is not isinstance(asked, StillOpen)
    assert told
    assert not JARGON.search(" ".join((heading, *told)))
    assert [line for line in told if not line.endswith((".", ":"))] == []
    marked, marked_lines = question(asked, PSEUDO)
    assert [unmarked(text) for text in (marked, *marked_lines)] == [""] * (1 + len(told))
    assert plain(marked) == heading


def test_each_question_is_worded_by_itself() -> None:
    assert len({question(asked, SPEECH) for asked in ASKED}) == len(ASKED)


def test_losses_are_told_with_the_first_setup_only() -> None:
    again = replace(SETUP, changes=SETUP.changes[1:])
    assert set(before_setup(SPEECH)) <= set(question(ReviewPlan(SETUP, GOAL), SPEECH)[1])
    assert not set(before_setup(SPEECH)) & set(question(ReviewPlan(again, GOAL), SPEECH)[1])
    assert set(before_undo(SPEECH)) <= set(question(ReviewPlan(UNDO, GOAL), SPEECH)[1])


def test_questions_name_what_they_are_about() -> None:
    assert "sk-or-…9f2c" in question(UseClaudesKey("Default", "sk-or-…9f2c"), SPEECH)[1][0]
    assert "“Default”" in question(UseClaudesKey("Default", "sk-or-…9f2c"), SPEECH)[1][0]
    assert "“Ollama”" in question(TakeOutEntry("ABC", "Ollama"), SPEECH)[1][0]
    assert "15 seconds" in " ".join(question(StillOpen(15.0), SPEECH)[1])
    assert "interrupted" in " ".join(question(ClaudeIsOpen(), SPEECH)[1])


@pytest.mark.parametrize("step", Step)
def test_steps_have_a_present_and_a_past(step: Step) -> None:
    present, past = progress(step, SPEECH)
    assert present.endswith(" …")
    assert not past.endswith((".", "…"))
    assert not JARGON.search(f"{present} {past}")
    assert [unmarked(text) for text in progress(step, PSEUDO)] == ["", ""]


def test_no_two_steps_sound_the_same() -> None:
    assert len({text for step in Step for text in progress(step, SPEECH)}) == 2 * len(Step)
