"""Which models a setup or a repair aims at."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import claude_models
from app.domain.documents import Role
from app.domain.facts import Facts
from app.domain.findings import FindingId, found
from app.domain.goal import ChosenModel, Goal, Tier
from app.domain.goal_choice import GoalChoice, for_repair, for_setup, models_in_profile, offered
from app.domain.model import Model
from tests.domain.building import GOAL, MODELS, OFFERED, ONLINE, ROOT, SET_UP, SHADOW, facts, place, set_up, text

SONNET, OPUS, HAIKU = OFFERED
TODAY = "2026-11-23"
CHOSEN = tuple(replace(m, long_context=True) for m in MODELS)
"""As the gateway offers them."""
SONNET_5 = Model("anthropic/claude-sonnet-5", "Anthropic: Claude Sonnet 5", 2, 200_000, None, None)
GPT = Model("openai/gpt-5", "GPT-5", 9, 1000, None, None)


def offering(*models: Model) -> Facts:
    return facts(SET_UP, gateway=replace(ONLINE, models=models))


def ids(goal: Goal) -> list[str]:
    return [model.id for model in goal.models]


@pytest.mark.parametrize(
    "seen",
    [
        facts({}, gateway=None),
        facts({}, gateway=replace(ONLINE, models=None)),
        facts({}, gateway=replace(ONLINE, models=found(FindingId.GATEWAY_UNREACHABLE))),
    ],
)
def test_where_the_gateway_says_nothing_the_goal_stays(seen: Facts) -> None:
    assert offered(seen) == ()
    assert for_setup(GOAL, [], seen, TODAY) == GoalChoice(GOAL)
    assert for_repair(GOAL, seen, TODAY) == GOAL


class TestSetup:
    def test_the_recommended_ones(self) -> None:
        assert for_setup(Goal(), [], offering(GPT, *OFFERED), TODAY).goal.models == CHOSEN

    def test_nothing_recommended_keeps_what_was_chosen(self) -> None:
        assert for_setup(GOAL, [], offering(GPT), TODAY).goal == GOAL

    def test_the_ones_asked_for_in_their_order_and_a_small_one(self) -> None:
        choice = for_setup(GOAL, [OPUS.id, SONNET.id], offering(*OFFERED), TODAY)
        assert ids(choice.goal) == [OPUS.id, SONNET.id, HAIKU.id]
        assert (choice.unknown, choice.refused) == ((), ())

    def test_what_cannot_be_had_is_named(self) -> None:
        choice = for_setup(GOAL, ["anthropic/claude-none", GPT.id], offering(GPT, *OFFERED), TODAY)
        assert choice == GoalChoice(replace(GOAL, models=()), ("anthropic/claude-none",), (GPT.id,))

    def test_the_gateway_and_the_way_to_the_key_stay(self) -> None:
        goal = replace(GOAL, base_url="https://gateway.example")
        assert for_setup(goal, [], offering(*OFFERED), TODAY).goal == replace(goal, models=CHOSEN)


class TestRepair:
    def test_a_good_goal_stays_as_it_is(self) -> None:
        assert for_repair(GOAL, offering(*OFFERED), TODAY) == GOAL

    def test_a_model_that_is_gone_is_replaced_in_its_place(self) -> None:
        assert ids(for_repair(GOAL, offering(SONNET_5, OPUS, HAIKU), TODAY)) == [SONNET_5.id, OPUS.id, HAIKU.id]

    def test_a_model_without_relatives_goes(self) -> None:
        assert ids(for_repair(GOAL, offering(OPUS, HAIKU), TODAY)) == [OPUS.id, HAIKU.id]

    def test_what_claude_would_drop_goes_and_a_small_one_comes(self) -> None:
        goal = Goal(models=(MODELS[0], ChosenModel(GPT.id, "GPT", Tier.HAIKU)))
        assert ids(for_repair(goal, offering(GPT, *OFFERED), TODAY)) == [SONNET.id, HAIKU.id]

    def test_no_model_is_listed_twice(self) -> None:
        gone = ChosenModel("anthropic/claude-sonnet-4.5", "Sonnet 4.5", Tier.SONNET)
        mine = replace(MODELS[0], label="My own word for it")
        later = for_repair(Goal(models=(mine, gone, MODELS[2])), offering(*OFFERED), TODAY)
        assert later.models == (mine, MODELS[2])
        sooner = for_repair(Goal(models=(gone, MODELS[2], mine)), offering(*OFFERED), TODAY)
        assert ids(sooner) == [SONNET.id, HAIKU.id]

    def test_no_goal_yet(self) -> None:
        assert for_repair(Goal(), offering(*OFFERED), TODAY).models == CHOSEN

    @given(st.lists(st.sampled_from([*OFFERED, SONNET_5, GPT]), unique=True), st.lists(st.sampled_from(MODELS)))
    def test_it_settles_on_what_can_be_had(self, offer: list[Model], chosen: list[ChosenModel]) -> None:
        seen = offering(*offer)
        once = for_repair(Goal(models=tuple(dict.fromkeys(chosen))), seen, TODAY)
        assert for_repair(once, seen, TODAY) == once
        assert len(set(ids(once))) == len(ids(once))
        usable = [m.id for m in offer if claude_models.accepted(m.id) is None]
        if usable:
            assert ids(once)
            assert set(ids(once)) <= set(usable)
        else:
            assert once.models == tuple(dict.fromkeys(chosen))
        if HAIKU in offer:
            assert HAIKU.id in ids(once)


class TestProfile:
    def test_a_lost_goal_is_read_from_our_profile(self) -> None:
        assert models_in_profile(facts(SET_UP)) == MODELS

    def test_also_from_a_package_copy(self) -> None:
        assert models_in_profile(facts(set_up({}, SHADOW), roots=(ROOT, SHADOW))) == MODELS

    @pytest.mark.parametrize(
        "models,expected",
        [
            (None, ()),
            ("x", ()),
            ([], ()),
            ([1, None, {}, {"name": 7}], ()),
            ([{"name": "x"}], (ChosenModel("x", "x", None),)),
            (
                [{"name": "claude-haiku-9", "labelOverride": 1, "supports1m": "yes"}],
                (ChosenModel("claude-haiku-9", "claude-haiku-9", Tier.HAIKU),),
            ),
        ],
    )
    def test_whatever_stands_there(self, models: object, expected: tuple[ChosenModel, ...]) -> None:
        assert models_in_profile(facts({place(Role.PROFILE): text({"inferenceModels": models})})) == expected
        assert models_in_profile(facts({})) == ()
