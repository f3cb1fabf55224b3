"""Plans in plain words: a setup, a repair, an undo, nothing to do, and what stops one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.claude_settings import PROFILE_ID, profile_values
from app.domain.goal import Goal, Handover
from app.domain.journal import ChangeKind
from app.domain.plan import Kept, Plan, WhyKept
from app.words.changes import before_setup, kept, plan_lines
from app.words.names import key_name, key_names
from app.words.speech import Speech
from tests.words.catalogues import JARGON, Pseudo, plain, unmarked
from tests.words.plans import BLOCKED, ENTRIES_BACK, FOLDER, GOAL, PLANS, REPAIR, SETUP, UNDO

SPEECH, PSEUDO = Speech(), Speech(Pseudo())


def lines(plan: Plan, goal: Goal = GOAL) -> tuple[str, ...]:
    return plan_lines(plan, goal, SPEECH)


def test_a_setup_is_told_in_the_order_in_which_it_is_done() -> None:
    assert lines(SETUP) == (
        "Close Claude Desktop. What is still running in it is interrupted.",
        "Save a backup of Claude's settings.",
        "Write the settings that send Claude's messages through OpenRouter.",
        "Let Claude ask the keychain for your key. No copy of it stays in Claude's settings.",
        "Make Claude Sonnet 4.6 the default model.",
        "List these models in Claude: Claude Sonnet 4.6, Claude Opus 4.6 and Claude Haiku 4.5.",
        "Switch Claude to start with OpenRouter.",
        "Turn on Claude's Developer menu.",
        "Add OpenRouter to Claude's list of profiles.",
        "Choose OpenRouter in Claude's list of profiles.",
        "Install the helper that hands Claude your key.",
        "Open Claude Desktop again.",
        "Look in Claude's own log whether it uses OpenRouter.",
    )


def test_a_repair_names_what_it_sets_right() -> None:
    assert lines(REPAIR) == (
        "Close Claude Desktop. What is still running in it is interrupted.",
        "Save a backup of Claude's settings.",
        "Set this right in Claude's OpenRouter settings: the address of OpenRouter and whether the Chat tab shows.",
        "Take the entry ABC out of Claude's list. Its file stays.",
        "Take out a left-over that overrides the chosen profile.",
        "Move Claude's stored lists of models aside. Nothing in them is deleted.",
        "Open Claude Desktop again.",
        "Look in Claude's own log whether it uses OpenRouter.",
    )


def test_an_undo_says_what_comes_back_and_what_stays() -> None:
    assert lines(UNDO) == (
        "Close Claude Desktop. What is still running in it is interrupted.",
        "Delete Claude's settings for OpenRouter.",
        "Let Claude start the way it did before.",
        "Put Claude's Developer menu back to how it was.",
        "Take OpenRouter out of Claude's list of profiles.",
        "Choose the profile that was chosen before.",
        "Put back what overrode the chosen profile.",
        "Remove the helper that hands Claude your key.",
        "Open Claude Desktop again.",
        "Stays as it is: which mode Claude starts in (/home/ada/Claude-3p/settings). It was changed after the setup.",
    )


def test_an_undo_puts_entries_back() -> None:
    assert "Put the entry ABC back into Claude's list." in lines(ENTRIES_BACK)
    assert "Leave no profile chosen, as before." in lines(ENTRIES_BACK)
    assert not any("Take OpenRouter out" in line for line in lines(ENTRIES_BACK))


def test_a_restart_alone() -> None:
    assert lines(Plan(ChangeKind.REPAIR, restart=True, reopen=True)) == (
        "Close Claude Desktop. What is still running in it is interrupted.",
        "Open Claude Desktop again.",
        "Look in Claude's own log whether it uses OpenRouter.",
    )


def test_claude_that_was_closed_is_only_opened() -> None:
    told = lines(replace(SETUP, restart=False))
    assert "Open Claude Desktop." in told
    assert not any("Close" in line for line in told)


def test_nothing_to_do_is_said() -> None:
    for kind in ChangeKind:
        (line,) = lines(Plan(kind))
        assert line.startswith("Nothing to do.")


def test_an_empty_undo_still_says_what_it_leaves() -> None:
    assert len(lines(Plan(ChangeKind.UNDO, kept=UNDO.kept))) == 2


def test_what_stops_a_plan_is_said_with_what_to_do() -> None:
    assert lines(BLOCKED) == (
        "Nothing can be changed yet.",
        "There is no OpenRouter key. Connect with a key from openrouter.ai/keys.",
        "Claude Desktop is not installed. Get it from claude.ai/download.",
    )


def test_a_readable_copy_is_said_where_it_was_chosen() -> None:
    static = replace(GOAL, handover=Handover.STATIC)
    told = lines(SETUP, static)
    assert "Save a readable copy of your key in Claude's settings, as you chose." in told
    assert not any("No copy" in line for line in told)


def test_the_same_line_is_said_once_for_several_folders() -> None:
    twice = replace(SETUP, changes=(*SETUP.changes, *SETUP.changes))
    assert lines(twice) == lines(SETUP)


@pytest.mark.parametrize("plan", PLANS)
def test_plans_go_through_the_catalogue(plan: Plan) -> None:
    told = plan_lines(plan, GOAL, PSEUDO)
    assert [unmarked(line) for line in told] == [""] * len(told)
    assert tuple(map(plain, told)) == lines(plan)


@pytest.mark.parametrize("plan", PLANS)
def test_plans_have_no_jargon(plan: Plan) -> None:
    assert [line for line in lines(plan) if JARGON.search(line) or not line.endswith(".")] == []


@pytest.mark.parametrize(
    "key", [*profile_values(GOAL, FOLDER), "inferenceGatewayApiKey", "deploymentMode", "appliedId"]
)
def test_our_members_have_plain_names(key: str) -> None:
    name = key_name(key, SPEECH)
    assert name != key
    assert " " in name
    assert not JARGON.search(name)


def test_names_of_members() -> None:
    assert key_name("deploymentMode", SPEECH) == "which mode Claude starts in"
    assert key_name("inferenceModels", SPEECH) == "the list of models"
    assert key_name("mcpServers", SPEECH) == "mcpServers"
    assert key_name(f"entries/{PROFILE_ID}", SPEECH) == "the OpenRouter entry in the list of profiles"
    assert key_name("entries/ABC", SPEECH) == "the entry ABC in the list of profiles"
    assert key_names(("inferenceCredentialKind", "inferenceCredentialHelper"), SPEECH) == "the way Claude gets the key"


def test_a_key_that_nobody_has_any_more_is_named_with_its_profile() -> None:
    text = kept(Kept(FOLDER / "settings", "inferenceGatewayApiKey", WhyKept.KEY_GONE), SPEECH)
    assert str(FOLDER / "settings") in text
    assert "keychain does not have it any more" in text


@pytest.mark.parametrize("why", [WhyKept.CHANGED_SINCE, WhyKept.NOT_KNOWN])
def test_what_is_kept_says_what_where_and_why(why: WhyKept) -> None:
    text = kept(Kept(FOLDER / "settings", "appliedId", why), SPEECH)
    assert "which profile is chosen" in text
    assert "/home/ada/Claude-3p/settings" in text
    assert len({kept(Kept(FOLDER, "appliedId", one), SPEECH) for one in WhyKept}) == len(WhyKept)


@pytest.mark.parametrize("topic", ["chats", "nothing is deleted", "Cloud sessions", "remote control", "phone", "voice"])
def test_losses_are_told_before_a_setup(topic: str) -> None:
    assert topic in " ".join(before_setup(SPEECH))


@pytest.mark.parametrize("topic", ["sharing", "pay for what you use", "undo the setup at any time"])
def test_cost_and_undo_are_told_before_a_setup(topic: str) -> None:
    assert topic in " ".join(before_setup(SPEECH))
