"""One fact: its state as icon and word, what it is, a detail below and a remark at the right. Read as one sentence."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.style.fonts import Role
from app.ui.style.tokens import Tone
from app.ui.widgets.beside import Beside
from app.ui.widgets.icon import Icon
from app.ui.widgets.phrase import Phrase, Run, Spoken, unspoken
from app.ui.widgets.showing import set_shown
from app.ui.widgets.states import State, icon_of, tone_of
from app.ui.widgets.text import Text
from app.ui.widgets.wrapping import Wrapping

__all__ = ["State", "StatusLine", "icon_of", "tone_of"]
_BASELINE = 0.7  # how much of what a line is taller lies above the foot of its letters
_ROOMY = 16  # a gap as in a card, where the icon is larger too


class StatusLine(Spoken):
    def __init__(
        self,
        state: State = State.UNKNOWN,
        word: str = "",
        text: str = "",
        detail: str = "",
        *,
        trailing: str = "",
        role: Role = Role.BODY,
        gap: int = 10,
    ) -> None:
        super().__init__()
        self._size = 24 if gap >= _ROOMY else 20
        self._icon, self._first = Icon(size=self._size), Phrase(role=role)
        self._detail = Text(role=Role.SMALL, tone=Tone.TEXT2)
        self._trailing = Text(role=Role.SMALL, tone=Tone.TEXT2, wrap=False)
        for part in (self._first, self._detail, self._trailing):
            unspoken(part)
        self._lay_out(gap - (self._size - 20) // 2)
        self._place_icon()
        self.tell(state, word=word, text=text, detail=detail, trailing=trailing)

    def _lay_out(self, gap: int) -> None:
        self._words = QVBoxLayout()
        self._words.setSpacing(0)
        self._words.addWidget(self._first)
        self._words.addWidget(self._detail)
        self._words.addStretch()
        self._icon_place = QVBoxLayout()
        self._icon_place.addWidget(self._icon)
        self._icon_place.addStretch()
        self._remark_place = QVBoxLayout()
        self._remark_place.addWidget(self._trailing)
        self._remark_place.addStretch()
        told = QHBoxLayout()
        told.setSpacing(0)
        told.addLayout(self._icon_place)
        told.addSpacing(gap)
        told.addLayout(self._words, 1)
        told.addLayout(self._remark_place)
        self._actions = Wrapping(12)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(Beside(told, self._actions, lead_grows=True, below=0))

    def tell(self, state: State, *, word: str = "", text: str = "", detail: str = "", trailing: str = "") -> None:
        tone = tone_of(state)
        self._icon.show_icon(icon_of(state), tone)
        self._first.tell(_runs(word, text, tone, plain=not word and not detail))
        self._detail.say(detail)
        set_shown(self._detail, bool(detail))
        self._trailing.say(trailing)
        set_shown(self._trailing, bool(trailing))
        self.setAccessibleName(spoken(word, text, detail, trailing))

    def add_action(self, action: QWidget) -> None:
        """A button or a link at the end, or below where there is no room."""
        self._actions.addWidget(action)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._place_icon()

    def _place_icon(self) -> None:
        """In the middle of the first line, however large the letters are."""
        off = (self._first.line_height() - self._size) / 2
        self._icon_place.setContentsMargins(0, max(0, round(off)), 0, 0)
        top = max(0, round(-off))
        self._words.setContentsMargins(0, top, 0, 0)
        drop = round((self._first.line_height() - self._trailing.line_height()) * _BASELINE)
        self._remark_place.setContentsMargins(12, top + max(0, drop), 0, 0)


def spoken(word: str, text: str, detail: str = "", trailing: str = "") -> str:
    """What a screen reader says: "Word: text. Detail trailing"."""
    first = f"{word}: {text}" if word and text else word or text
    rest = " ".join(part for part in (detail, trailing) if part)
    return f"{first.rstrip('.')}. {rest}" if first and rest else first or rest


def _runs(word: str, text: str, tone: Tone, *, plain: bool) -> list[Run]:
    if not word:
        return [Run(text, strong=not plain)]
    return [Run(word, tone, strong=True), Run(f" – {text}" if text else "", strong=True)]  # noqa: RUF001
