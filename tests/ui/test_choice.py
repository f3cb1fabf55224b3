"""The page on which models are chosen keeps what is marked, and never chooses another default in silence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.loadable import Ready
from app.domain.preferences import Preferences
from app.domain.state import AppState
from app.domain.wizard import Page
from app.ui.model_choice import ModelChoice
from app.ui.style.theme import Theme
from app.ui.widgets.check_box import CheckBox
from app.ui.wizard.choice import ChoicePage
from app.words.speech import Speech
from tests.domain.building import NOW
from tests.ui.stage import Stage, StillController
from tests.ui.states import WITH_KEY, at

OLDER = "anthropic/claude-sonnet-4"


class Chosen(ModelChoice):
    ids: tuple[str, ...] = ()

    def choose(self, ids: Sequence[str]) -> None:
        self.ids = tuple(ids)


class Choosing(StillController):
    def back(self) -> None:
        """It stays where it is."""


@pytest.fixture
def page(theme: Theme, tmp_path: Path) -> ChoicePage:
    stage = Stage(tmp_path)
    stage.controller.__class__ = Choosing
    stage.controller.models.__class__ = Chosen
    return ChoicePage(Speech(), stage.controller)


def shown(page: ChoicePage, state: AppState) -> AppState:
    page.show_state(state)
    page.show()
    page.arrive()
    return state


def used(page: ChoicePage) -> tuple[str, ...]:
    assert page.default is not None
    page.default.click()
    assert isinstance(page.controller.models, Chosen)
    return page.controller.models.ids


def test_a_default_of_no_recommended_model_stays_the_default(page: ChoicePage) -> None:
    shown(page, at(Page.CHOICE, WITH_KEY, preferences=Preferences(models=(OLDER, "anthropic/claude-haiku-4.5"))))
    assert used(page)[0] == OLDER


def test_newer_prices_leave_the_marks_as_they_are(page: ChoicePage) -> None:
    state = shown(page, at(Page.CHOICE, WITH_KEY))
    page._unfold.setChecked(True)
    box = next(box for box in page.findChildren(CheckBox) if "Sonnet 4," in box.accessibleName())
    box.click()
    page._rows[1].button.click()
    before = page._marked()
    assert OLDER in before
    assert isinstance(state.models, Ready)
    dearer = tuple(replace(model, prompt_price=Decimal("0.00009")) for model in state.models.value)
    page.show_state(replace(state, models=Ready(dearer, NOW + 60)))
    assert page._marked() == before
    assert used(page)[0] == before[0]
    assert OLDER in used(page)


def test_what_was_ticked_before_counts_although_the_list_was_never_opened(page: ChoicePage) -> None:
    models = ("anthropic/claude-opus-4.6", OLDER, "anthropic/claude-haiku-4.5")
    shown(page, at(Page.CHOICE, WITH_KEY, preferences=Preferences(models=models)))
    assert OLDER in used(page)
