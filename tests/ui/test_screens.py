"""Every screen in every state: nothing is cut, nothing is in the way, all is said plainly and can be reached."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.findings import FindingId
from app.domain.outcome import Outcome
from app.domain.state import AppState, Ended
from app.ui.style.theme import Theme
from app.ui.widgets.buttons import Button, Kind
from app.words.speech import Speech
from tests.ui import looking, states_dialogs, states_keys, states_panel, states_setup, states_sign_in
from tests.ui.stage import SYSTEM, Stage
from tests.ui.states import MODELS, Screen
from tests.words.catalogues import Pseudo, unmarked

SMALLEST = QSize(880, 600)
PANEL = tuple(s for s in states_panel.SCREENS if s.opened or s.typed or s.state.practice)
"""The rest of the panel has tests of its own."""
SCREENS = (*states_setup.SCREENS, *states_sign_in.SCREENS, *PANEL, *states_dialogs.SCREENS, *states_keys.SCREENS)
NAMES = {m.name.removeprefix("Anthropic: ") for m in MODELS} | {"sonnet", "opsu", SYSTEM} | set(FindingId)
DATA = ("/", "sudo ", "https://", "sk-or-", "bearer", "1.4000.0 /")


class Longer(gettext.NullTranslations):
    """A language that needs 40 % more letters, at least one more word."""

    def gettext(self, message: str) -> str:
        return f"{message} {('lorem ipsum dolor ' * 20)[: max(2, len(message) * 2 // 5 - 1)].strip()}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@dataclass(frozen=True, slots=True)
class Way:
    """How it is looked at; without a size in the one that a window has at first."""

    name: str
    speech: Speech
    size: QSize | None = None
    points: float = 10.5


ENGLISH = Way("english", Speech())
PSEUDO = Way("pseudo", Speech(Pseudo()))
LONGER = Way("longer", Speech(Longer()), SMALLEST)
LARGE = Way("large", Speech(), SMALLEST, 21)


class Stages:
    """The windows for one way of looking, made when they are first needed."""

    def __init__(self, way: Way, app: QApplication, folder: Path) -> None:
        self.way, self._app, self._folder = way, app, folder
        self._stages: dict[bool, Stage] = {}

    def show(self, screen: Screen) -> QWidget:
        font = self._app.font()
        if font.pointSizeF() != self.way.points:
            font.setPointSizeF(self.way.points)
            self._app.setFont(font)
        practice = screen.state.practice
        if practice not in self._stages:
            self._stages[practice] = Stage(self._folder, self.way.speech, practice=practice)
        return self._stages[practice].show(screen, self.way.size)

    def close(self) -> None:
        for stage in self._stages.values():
            stage.close()


@pytest.fixture(scope="module", params=[ENGLISH, PSEUDO, LONGER, LARGE], ids=lambda way: way.name)
def stages(
    request: pytest.FixtureRequest, qt_app: QApplication, session_theme: Theme, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stages]:
    session_theme.prefer(Qt.ColorScheme.Light)
    before = qt_app.font()
    made = Stages(request.param, qt_app, tmp_path_factory.mktemp("nowhere"))
    yield made
    made.close()
    qt_app.setFont(before)


every_screen = pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
in_english = pytest.mark.parametrize("stages", [ENGLISH], indirect=True, ids=["english"])


@every_screen
def test_everything_has_room(stages: Stages, screen: Screen) -> None:
    front = stages.show(screen)
    assert looking.clipped(front) == []
    assert looking.overlapping(front) == []
    assert looking.sideways(front) == []
    assert looking.footer_outside(front) == []


@pytest.mark.parametrize("stages", [PSEUDO], indirect=True, ids=["pseudo"])
@every_screen
def test_every_sentence_can_be_translated(stages: Stages, screen: Screen) -> None:
    front = stages.show(screen)
    spoken = [w.accessibleName() for w in looking.shown(front)] + [w.toolTip() for w in looking.shown(front)]
    left = {unmarked(text) for text in (*looking.texts(front), *spoken)}
    assert {text for text in left if not _is_data(text)} == set()


def _is_data(text: str) -> bool:
    """Names, paths, keys and numbers are the same in every language; also several, one after the other."""
    parts = (part for part in re.split(r"[,:.]?\s*,\s*|:\s|[,:]$", text) if any(c.isalpha() for c in part))
    return all(part in NAMES or part.startswith(DATA) for part in parts)


@in_english
@every_screen
def test_it_speaks_plainly(stages: Stages, screen: Screen) -> None:
    assert looking.jargon(stages.show(screen)) == []


@in_english
@every_screen
def test_one_button_stands_out_at_most(stages: Stages, screen: Screen) -> None:
    front = stages.show(screen)
    buttons = [w for w in looking.shown(front) if isinstance(w, Button) and w.isEnabled()]
    assert len([b for b in buttons if b.kind in (Kind.PRIMARY, Kind.HERO)]) <= 1


@in_english
@every_screen
def test_the_keyboard_reaches_everything_in_reading_order(stages: Stages, screen: Screen) -> None:
    front = stages.show(screen)
    assert looking.unnamed(front) == []
    front.activateWindow()
    while not front.isActiveWindow():
        QTest.qWait(1)
    at = looking.places(front)
    reached = _by_tab(list(at)) if at else []
    assert {looking.text_of(w) for w in at if w not in reached} == set()
    if screen not in PANEL:  # two columns are no single reading order
        assert looking.out_of_order(reached, at) == []


def _by_tab(stops: list[QWidget]) -> list[QWidget]:
    """What the Tab key comes by, from one of them on."""
    reached: list[QWidget] = []
    for widget in stops[:1]:
        widget.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(len(stops) + 2):
        focused = QApplication.focusWidget()
        if focused is None or focused in reached:
            break
        reached.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    return reached


@in_english
@pytest.mark.parametrize(
    "screen", [*SCREENS, *(s for s in states_panel.SCREENS if s not in PANEL)], ids=lambda screen: screen.name
)
def test_it_never_says_more_than_was_seen(stages: Stages, screen: Screen) -> None:
    front = stages.show(screen)
    said = [*looking.texts(front), *(w.accessibleName() for w in looking.shown(front))]
    healthy, uses = _seen(screen.state)
    assert healthy or not any("Everything works" in text for text in said)
    assert uses or not any("is using OpenRouter" in text or "uses OpenRouter since" in text for text in said)


def _seen(state: AppState) -> tuple[bool, bool]:
    """Whether all was well at the last look, and whether Claude's log said that it uses the gateway."""
    look, activity = state.look, state.activity
    confirmed = isinstance(activity, Ended) and isinstance(activity.result, Outcome) and activity.result.confirmed
    if look is None:
        return False, confirmed is True
    return look.diagnosis.healthy is True, look.diagnosis.uses_gateway is True or confirmed is True
