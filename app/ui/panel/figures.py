"""What was used with this key: today, this week, this month."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout

from app.domain.model import KeyInfo
from app.ui.style.fonts import Role
from app.ui.style.tokens import Tone
from app.ui.widgets.buttons import Button, Kind
from app.ui.widgets.phrase import Spoken, unspoken
from app.ui.widgets.text import Text
from app.words.amounts import money
from app.words.speech import Speech


class Figures(Spoken):
    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._title = Text(speech.say("Used with this key"), Role.CAPTION, Tone.TEXT2)
        self._names = (speech.say("Today"), speech.say("This week"), speech.say("This month"))
        self._amounts = tuple(Text(strong=True) for _ in self._names)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(4)
        self.link = Button(speech.say("By day …"), Kind.LINK)
        self.link.setAccessibleName(speech.say("Show spending by day. Needs a management key"))
        self.link.setToolTip(speech.say("Show spending by day. Needs a management key"))
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.link)
        column.addLayout(head)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(0)
        for place, (name, amount) in enumerate(zip(self._names, self._amounts, strict=True)):
            label = Text(name, Role.CAPTION, Tone.TEXT2)
            grid.addWidget(amount, 0, place)
            grid.addWidget(label, 1, place)
            grid.setColumnStretch(place, 1)
            unspoken(amount)
            unspoken(label)
        unspoken(self._title)
        column.addLayout(grid)

    def tell(self, key: KeyInfo, *, by_day: bool) -> None:
        """`by_day`: there is a way to see the single days."""
        self.link.setVisible(by_day)
        told = [money(used, self._speech) for used in (key.usage_daily, key.usage_weekly, key.usage_monthly)]
        for shown, text in zip(self._amounts, told, strict=True):
            shown.say(text)
        pairs = ", ".join(f"{name} {text}" for name, text in zip(self._names, told, strict=True))
        self.setAccessibleName(f"{self._title.text()}: {pairs}")
