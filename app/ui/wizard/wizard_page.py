"""What all pages of the setup share: a body that scrolls, a footer that stays, one button that Enter presses."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from app.domain.state import AppState
from app.ui.controller import Controller
from app.ui.style.fonts import Role
from app.ui.widgets.buttons import Button, Kind
from app.ui.widgets.card import Card
from app.ui.widgets.page import Footer, Page
from app.ui.widgets.text import Text
from app.words.speech import Speech

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class WizardPage(QWidget):
    """`default` is pressed by Enter wherever no other button has the focus; None where it wants an explicit click."""

    def __init__(self, speech: Speech, controller: Controller) -> None:
        super().__init__()
        self.speech, self.controller = speech, controller
        self.page, self.footer = Page(), Footer()
        self.default: Button | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.page, 1)
        column.addWidget(self.footer)

    def show_state(self, state: AppState) -> None:
        """Shows this state."""
        raise NotImplementedError

    def arrive(self) -> None:
        """The page has come up."""
        self.page.arrive()

    def back_button(self) -> Button:
        button = Button(self.speech.say("Back"), Kind.QUIET, "chevron-left")
        button.clicked.connect(self.controller.back)
        self.footer.left.addWidget(button)
        self.footer.left.addStretch()
        return button

    def step_of(self, number: int) -> str:
        return self.speech.say("Step {n} of 5", n=number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = QApplication.focusWidget()
        if event.key() not in _ENTER:
            super().keyPressEvent(event)
        elif isinstance(focused, QPushButton):
            focused.click()
        elif self.default is not None and self.default.isEnabled() and self.default.isVisible():
            self.default.click()


def by_hand(*steps: str) -> Card:
    """How somebody does in Claude itself what the program would do for them."""
    card, text = Card(), QWidget()
    column = QVBoxLayout(text)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    for step in steps:
        column.addWidget(Text(step, Role.SMALL))
    card.add(text)
    return card
