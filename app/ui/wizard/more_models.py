"""All other models that Claude accepts, to be ticked; found by typing a part of the name."""

from __future__ import annotations

from PySide6.QtCore import QMargins, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.domain.claude_models import choose
from app.domain.model import Model
from app.ui.style.fonts import Role
from app.ui.style.tokens import Tone
from app.ui.widgets.beside import Beside
from app.ui.widgets.buttons import Button, Kind
from app.ui.widgets.card import Card
from app.ui.widgets.check_box import CheckBox
from app.ui.widgets.line_edit import LineEdit
from app.ui.widgets.text import Text
from app.words import models as words
from app.words.speech import Speech


class MoreModels(QWidget):
    """`search` is placed by the page, beside the heading. `built`: there are lines where there were none."""

    built = Signal()

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._models: tuple[Model, ...] = ()
        self._ticked: tuple[str, ...] = ()
        self._boxes: dict[str, CheckBox] = {}
        self._lines: dict[str, tuple[str, QWidget]] = {}
        self.search = LineEdit(icon="search", slim=True, clear_name=speech.say("Clear search"))
        self.search.setMinimumWidth(236)
        self.search.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.search.setAccessibleName(speech.say("Search models"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._card: Card | None = None
        self._nothing = QWidget()
        self._nothing_text = Text("", Role.SMALL, Tone.TEXT2)
        clear = Button(speech.say("Clear search"), Kind.LINK)
        row = QHBoxLayout(self._nothing)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._nothing_text)
        row.addWidget(clear)
        row.addStretch()
        self._column.addWidget(self._nothing)
        self._nothing.setVisible(False)
        self.search.textChanged.connect(self._filter)
        clear.clicked.connect(self.search.clear)

    def fill(self, models: tuple[Model, ...], ticked: tuple[str, ...]) -> None:
        """The lines are made once they are shown: there may be dozens of them."""
        self._models, self._ticked = models, ticked
        self.search.setPlaceholderText(self._speech.plural("Search {n} model", "Search {n} models", len(models)))
        self._empty()
        if self.isVisible():
            self._build()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._card is None:
            self._build()
            self.built.emit()

    def _empty(self) -> None:
        if self._card is not None:
            self._card.hide()
            self._card.deleteLater()
            self._card = None
        self._boxes.clear()
        self._lines.clear()

    def _build(self) -> None:
        self._card = Card(inset=48, margins=QMargins(20, 2, 20, 2))
        names = {c.id: c.label for c in choose([m.id for m in self._models], self._models).models}
        for model in self._models:
            line = self._line(model, names.get(model.id, model.name), ticked=model.id in self._ticked)
            self._card.add(line)
        self._column.insertWidget(0, self._card)
        self._filter(self.search.text())

    def _line(self, model: Model, name: str, *, ticked: bool) -> QWidget:
        price = words.price(model, self._speech)
        box = CheckBox(name)
        box.setChecked(ticked)
        box.setAccessibleName(self._speech.say("{name}, {price}", name=name, price=price))
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(Beside(box, Text(price, Role.SMALL, Tone.TEXT2, wrap=False), lead_grows=True, below=0))
        self._boxes[model.id] = box
        self._lines[model.id] = f"{model.name} {model.id}".casefold(), line
        return line

    def ticked(self) -> list[str]:
        if self._card is None:
            return [model.id for model in self._models if model.id in self._ticked]
        return [id for id, box in self._boxes.items() if box.isChecked()]

    def _filter(self, text: str) -> None:
        wanted, any_fits = text.casefold().strip(), False
        for name, line in self._lines.values():
            line.setVisible(wanted in name)
            any_fits = any_fits or wanted in name
        self._nothing_text.say(self._speech.say("No model matches “{text}”.", text=text.strip()))
        self._nothing.setVisible(bool(wanted) and not any_fits)
        if self._card is not None:
            self._card.setVisible(any_fits)
