"""Which ids Claude's picker lists, and which models are chosen for a person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.claude_models import (
    Choice,
    DeniedWord,
    NotClaude,
    Refusal,
    accepted,
    choose,
    nearest,
    recommended,
    tier,
)
from app.domain.goal import ChosenModel, Tier
from app.domain.model import Model

TODAY = "2026-11-23"


def model(
    slug: str,
    created: int = 0,
    context: int | None = 200_000,
    *,
    name: str | None = None,
    expires_on: str | None = None,
    alias_of: str | None = None,
) -> Model:
    id = slug if "/" in slug else f"anthropic/{slug}"
    shown = f"Anthropic: {slug}" if name is None else name
    return Model(id, shown, created, context, None, None, expires_on, alias_of)


def models(slugs: str) -> list[Model]:
    return [model(slug) for slug in slugs.split()]


def slugs(chosen: tuple[ChosenModel, ...]) -> str:
    return " ".join(m.id.removeprefix("anthropic/") for m in chosen)


@pytest.mark.parametrize(
    "id, refusal",
    [
        ("anthropic/claude-sonnet-4.6", None),
        ("~anthropic/claude-haiku-latest", None),
        ("Anthropic/CLAUDE-Opus-4.7", None),
        ("vendor/Mythos-1", None),
        ("claude-fable-5", None),
        ("openrouter/auto", NotClaude()),
        ("perplexity/sonar-pro", NotClaude()),
        ("", NotClaude()),
        ("openai/gpt-5.2", DeniedWord("gpt")),
        ("openai/claude-like", DeniedWord("openai")),
        ("vendor/DeepSeek-r1-distill-claude-sonnet", DeniedWord("deepseek")),
        ("community/llama-3.3-haiku-8b", DeniedWord("llama")),
        ("microsoft/phi-4-opus", DeniedWord("phi-")),
        ("vendor/claude-distill-qwen-7b", DeniedWord("qwen")),
    ],
)
def test_the_picker_drops_what_looks_like_another_vendor(id: str, refusal: Refusal | None) -> None:
    assert accepted(id) == refusal


@pytest.mark.parametrize(
    "id, family",
    [
        ("anthropic/claude-sonnet-4.6", Tier.SONNET),
        ("anthropic/claude-3-OPUS", Tier.OPUS),
        ("~anthropic/claude-haiku-latest", Tier.HAIKU),
        ("anthropic/claude-fable-5", Tier.FABLE),
        ("anthropic/claude-mythos-1", Tier.MYTHOS),
        ("anthropic/claude-2.1", None),
    ],
)
def test_the_family_is_in_the_name(id: str, family: Tier | None) -> None:
    assert tier(id) is family


@pytest.mark.parametrize(
    "offered, chosen",
    [
        ("", ""),
        ("openai/gpt-5.2 openrouter/auto", ""),
        ("claude-haiku-4.5 claude-opus-4.7 claude-sonnet-4.6", "claude-sonnet-4.6 claude-opus-4.7 claude-haiku-4.5"),
        ("claude-mythos-1 claude-fable-5 claude-haiku-4.5", "claude-haiku-4.5 claude-fable-5 claude-mythos-1"),
        ("claude-haiku-4.5 claude-opus-4.7", "claude-opus-4.7 claude-haiku-4.5"),
        ("claude-sonnet-4.9 claude-sonnet-4.10 claude-sonnet-4.2", "claude-sonnet-4.10"),
        ("claude-sonnet-4 claude-sonnet-4.1", "claude-sonnet-4.1"),
        ("claude-3.7-sonnet claude-3-5-sonnet claude-3.5-sonnet", "claude-3.7-sonnet"),
        ("claude-3-7-sonnet-20250219 claude-3-5-sonnet-20241022", "claude-3-7-sonnet-20250219"),
        ("claude-sonnet-4-20250514 claude-sonnet-4-5", "claude-sonnet-4-5"),
        ("claude-opus-4.6 claude-opus-4.7-fast", "claude-opus-4.6"),
        ("claude-opus-4.6-fast claude-opus-4.6", "claude-opus-4.6"),
        ("claude-opus-4.7:batch claude-opus-4.6", "claude-opus-4.6"),
        ("claude-3.7-sonnet:thinking claude-3.7-sonnet:beta claude-3.5-sonnet", "claude-3.5-sonnet"),
        ("claude-opus-4.6-fast ~anthropic/claude-opus-latest", "claude-opus-4.6-fast"),
        ("~anthropic/claude-opus-latest claude-opus-4", "claude-opus-4"),
        ("~anthropic/claude-opus-latest claude-sonnet-4.6", "claude-sonnet-4.6 ~anthropic/claude-opus-latest"),
        ("vendor/claude-sonnet-9 claude-sonnet-4.6", "claude-sonnet-4.6"),
        ("vendor/sonnet-qwen-9 claude-sonnet-4.6", "claude-sonnet-4.6"),
        ("claude-2.1 claude-2.0", "claude-2.1"),
        ("claude-2.1 claude-haiku-4.5", "claude-haiku-4.5"),
    ],
)
def test_the_newest_of_each_family_is_recommended(offered: str, chosen: str) -> None:
    assert slugs(recommended(models(offered), TODAY)) == chosen
    assert slugs(recommended(reversed(models(offered)), TODAY)) == chosen


def test_of_one_version_the_later_row_is_recommended() -> None:
    older, newer = model("claude-sonnet-4-6-20260101", 1), model("claude-sonnet-4-6-20260701", 2)
    assert slugs(recommended([newer, older])) == slugs(recommended([older, newer])) == "claude-sonnet-4-6-20260701"


@pytest.mark.parametrize(
    "expires_on, chosen",
    [
        ("2026-11-22", "claude-haiku-3.5"),
        ("2026-11-22T00:00:00Z", "claude-haiku-3.5"),
        ("2026-11-23", "claude-haiku-4.5"),
        ("2027-01-31", "claude-haiku-4.5"),
        ("soon", "claude-haiku-4.5"),
    ],
)
def test_what_has_expired_is_not_recommended(expires_on: str, chosen: str) -> None:
    offered = [model("claude-haiku-4.5", expires_on=expires_on), model("claude-haiku-3.5")]
    assert slugs(recommended(offered, TODAY)) == chosen
    assert slugs(recommended(offered)) == "claude-haiku-4.5"


def test_an_alias_is_known_by_its_target_too() -> None:
    alias = model("claude-opus-9", alias_of="anthropic/claude-opus-4.7")
    assert slugs(recommended([alias, model("claude-opus-4.7")])) == "claude-opus-4.7"


@pytest.mark.parametrize(
    "name, label",
    [
        ("Anthropic: Claude Sonnet 4.6", "Claude Sonnet 4.6"),
        (" anthropic:Claude Sonnet 4.6 ", "Claude Sonnet 4.6"),
        ("Claude 3.7 Sonnet: thinking", "Claude 3.7 Sonnet: thinking"),
        ("Anthropic: ", "anthropic/claude-sonnet-4.6"),
    ],
)
def test_the_label_is_a_clean_name(name: str, label: str) -> None:
    (chosen,) = recommended([model("claude-sonnet-4.6", name=name)])
    assert chosen.label == label


@pytest.mark.parametrize("context, long", [(None, False), (999_999, False), (1_000_000, True), (2_000_000, True)])
def test_a_long_context_is_marked(context: int | None, *, long: bool) -> None:
    (chosen,) = recommended([model("claude-sonnet-4.6", context=context)])
    assert chosen == ChosenModel("anthropic/claude-sonnet-4.6", "claude-sonnet-4.6", Tier.SONNET, long_context=long)


OFFERED = models(
    "claude-sonnet-4.6 claude-opus-4.7 claude-opus-4.6 claude-haiku-4.5 claude-haiku-4.5:batch openai/gpt-5"
)


def test_given_ids_keep_their_order_and_get_a_small_model() -> None:
    choice = choose(["anthropic/claude-opus-4.6", "anthropic/claude-sonnet-4.6"], OFFERED)
    assert slugs(choice.models) == "claude-opus-4.6 claude-sonnet-4.6 claude-haiku-4.5"
    assert choice.added == choice.models[-1]
    assert not choice.unknown
    assert not choice.refused


def test_a_small_model_that_was_given_is_enough() -> None:
    choice = choose(["anthropic/claude-haiku-4.5:batch", "anthropic/claude-opus-4.7"], OFFERED)
    assert slugs(choice.models) == "claude-haiku-4.5:batch claude-opus-4.7"
    assert choice.added is None


def test_unknown_and_unusable_ids_are_named() -> None:
    given_ids = ["anthropic/claude-opus-9", "openai/gpt-5", "anthropic/claude-sonnet-4.6", "nonsense"]
    choice = choose([*given_ids, "anthropic/claude-sonnet-4.6"], OFFERED)
    assert slugs(choice.models) == "claude-sonnet-4.6 claude-haiku-4.5"
    assert choice.unknown == ("anthropic/claude-opus-9",)
    assert choice.refused == ("openai/gpt-5", "nonsense")


def test_nothing_usable_given_is_nothing_chosen() -> None:
    assert choose(["openai/gpt-5"], OFFERED) == Choice((), refused=("openai/gpt-5",))
    assert choose([], OFFERED) == Choice(())


def test_no_small_model_offered_is_none_added() -> None:
    gone = model("claude-haiku-4.5", expires_on="2026-01-01")
    choice = choose(["anthropic/claude-opus-4.7"], [model("claude-opus-4.7"), gone], TODAY)
    assert slugs(choice.models) == "claude-opus-4.7"
    assert choice.added is None


@pytest.mark.parametrize(
    "id, offered, instead",
    [
        (
            "claude-sonnet-4.5",
            "claude-sonnet-4 claude-sonnet-4.7 claude-sonnet-4.6 claude-opus-4.6",
            "claude-sonnet-4.6",
        ),
        ("claude-sonnet-4.9", "claude-sonnet-4 claude-sonnet-4.6", "claude-sonnet-4.6"),
        ("claude-opus-4.6-fast", "claude-opus-4.6 claude-opus-4.7 claude-opus-4.7-fast", "claude-opus-4.7"),
        ("claude-opus-4.5", "claude-opus-4.6:batch claude-opus-4.7", "claude-opus-4.7"),
        ("~anthropic/claude-opus-latest", "claude-opus-4.6 claude-opus-4.7", "claude-opus-4.7"),
        ("claude-haiku-3", "~anthropic/claude-haiku-latest", "~anthropic/claude-haiku-latest"),
        ("claude-haiku-3", "claude-sonnet-4.6 vendor/haiku-llama", None),
        ("claude-2.1", "claude-2.0 claude-sonnet-4.6", None),
        ("claude-sonnet-4.6", "claude-sonnet-4.6", None),
    ],
)
def test_the_nearest_of_the_family_takes_the_place(id: str, offered: str, instead: str | None) -> None:
    chosen = nearest(model(id).id, models(offered))
    assert (slugs((chosen,)) if chosen else None) == instead


def test_what_has_expired_takes_no_place() -> None:
    assert nearest("anthropic/claude-haiku-3", [model("claude-haiku-4.5", expires_on="2026-01-01")], TODAY) is None


words = st.sampled_from(
    "claude sonnet opus haiku fable mythos gpt 4.6 4 3-5 20250101 99999 . ² ٣".split()
    + "latest fast :batch ~ anthropic/ vendor/".split()
)
odd_ids = st.lists(words, max_size=6).map("-".join) | st.text()
odd_models = st.lists(st.builds(Model, odd_ids, st.text(), st.integers(), st.none(), st.none(), st.none()), max_size=8)


@given(odd_models, st.lists(odd_ids, max_size=3))
def test_whatever_is_offered_only_what_claude_accepts_is_chosen(offered: list[Model], ids: list[str]) -> None:
    recommendation = recommended(offered, TODAY)
    families = [chosen.tier for chosen in recommendation]
    assert len(set(families)) == len(families)
    offers_small = any(accepted(m.id) is None and tier(m.id) is Tier.HAIKU for m in offered)
    assert (Tier.HAIKU in families) == offers_small
    choice = choose(ids, offered, TODAY)
    near = [chosen for id in ids if (chosen := nearest(id, offered, TODAY))]
    assert all(accepted(chosen.id) is None for chosen in (*recommendation, *choice.models, *near))
    assert {*ids} == {*choice.unknown, *choice.refused, *(c.id for c in choice.models if c != choice.added)}
