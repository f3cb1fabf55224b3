"""The first page: what will change for the person, and what they need before they start."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.diagnosis import is_set_up
from app.domain.findings import FindingId
from app.domain.loadable import Failed
from app.domain.state import AppState, proven
from app.domain.wizard import Page, can_advance
from app.ui.controller import Controller
from app.ui.style import icons, tokens
from app.ui.style.fonts import Role
from app.ui.style.paint import rounded
from app.ui.style.tokens import Tone, colour
from app.ui.widgets.buttons import Button, Kind
from app.ui.widgets.card import Card
from app.ui.widgets.phrase import unspoken
from app.ui.widgets.status_line import State, StatusLine
from app.ui.widgets.text import Text
from app.ui.wizard.wizard_page import WizardPage
from app.words.speech import Speech


class WelcomePage(WizardPage):
    def __init__(self, speech: Speech, controller: Controller) -> None:
        super().__init__(speech, controller)
        self.page.body.setSpacing(12)
        self._heading = Text("", Role.HEADING)
        self.page.body.addWidget(self._heading)
        self.page.body.addWidget(self._changes())
        self.page.body.addSpacing(4)
        self._before = Text(speech.say("Before you start"), Role.HEADING)
        self.page.body.addWidget(self._before)
        self._claude, self._need = StatusLine(State.WORKING), StatusLine(State.INFO)
        self._download = Button(speech.say("Get Claude Desktop"), Kind.LINK, "external", trailing=True)
        self._again = Button(speech.say("Look again"), Kind.LINK)
        for action in (self._download, self._again):
            self._claude.add_action(action)
        lines = QVBoxLayout()
        lines.setSpacing(8)
        lines.addWidget(self._claude)
        lines.addWidget(self._need)
        self.page.body.addLayout(lines)
        self._build_footer()
        self._download.clicked.connect(controller.open_download)
        self._again.clicked.connect(controller.look_again)

    def _changes(self) -> Card:
        say, card = self.speech.say, Card(inset=76)
        rows = (
            (
                "chat",
                say("Your chat history will be separate"),
                say("Chats you start this way have their own list. Your earlier chats are kept, not moved."),
            ),
            (
                "wallet",
                say("You pay for what you use"),
                say("Each message takes a little from your OpenRouter credit, not from a Claude plan."),
            ),
            (
                "window",
                say("A few things are not available"),
                say("Cloud sessions, remote control, the phone app, voice and sharing."),
            ),
            (
                "undo",
                say("You can undo it at any time"),
                say("“Undo setup” puts Claude Desktop back the way it was before you started."),
            ),
        )
        for icon, title, text in rows:
            card.add(_Reason(icon, title, text), QMargins(20, 7, 20, 7))
        return card

    def _build_footer(self) -> None:
        say = self.speech.say
        self._hint = Text(say("Practice mode shows every step and changes nothing."), Role.SMALL, Tone.TEXT2)
        self._practise = Button(say("Try it in practice mode"), Kind.PLAIN, "practice")
        self._practise.setAccessibleName(say("Try it in practice mode. Shows every step and changes nothing"))
        self._second = Button(say("Set up again"))
        self._start = Button(say("Start"), Kind.PRIMARY)
        self.footer.left.addWidget(self._hint, 1)
        self.footer.left.addStretch()
        for button in (self._practise, self._second, self._start):
            self.footer.right.addWidget(button)
        self.default = self._start
        self._practise.clicked.connect(self.controller.practise)
        self._second.clicked.connect(self.controller.start)
        self._start.clicked.connect(self._go)

    def arrive(self) -> None:
        super().arrive()
        if self._start.isEnabled():
            self._start.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_state(self, state: AppState) -> None:
        say, connected = self.speech.say, self._connected(state)
        if connected:
            self.page.set_head(
                "",
                say("OpenRouter is already connected") if proven(state) else say("OpenRouter is already set up"),
                say("You can look at how it does, or go through the five steps once more."),
            )
        else:
            self.page.set_head(
                "",
                say("Use Claude Desktop with OpenRouter"),
                say(
                    "Gateway Companion connects the two for you, then keeps an eye on the connection. "
                    "Five short steps, about five minutes. You need no account with Anthropic."
                ),
            )
        self._heading.say(say("What is different with it") if connected else say("What will change"))
        for part in (self._before, self._claude, self._need):
            part.setVisible(not connected)
        self._start.setText(say("Show status") if connected else say("Start"))
        self._start.setAccessibleName(say("Show status") if connected else say("Start setup"))
        self._start.setEnabled(connected or can_advance(Page.WELCOME, state.look, key_works=False))
        self._second.setVisible(connected)
        for widget in (self._practise, self._hint):
            widget.setVisible(not state.practice and not connected)
        self._render_claude(state)
        self._render_need(state)

    def _render_claude(self, state: AppState) -> None:
        say, look = self.speech.say, state.look
        missing = look is not None and look.facts.claude.installation is None
        if look is None:
            self._claude.tell(State.WORKING, word=say("Checking"), text=say("looking for Claude Desktop"))
        elif missing:
            self._claude.tell(State.PROBLEM, word=say("Problem"), text=say("Claude Desktop is not installed"))
        else:
            self._claude.tell(State.OK, word=say("Ready"), text=say("Claude Desktop is installed on this computer"))
        self._download.setVisible(missing)
        self._again.setVisible(missing)

    def _render_need(self, state: AppState) -> None:
        say = self.speech.say
        match state.latency:
            case Failed(finding=finding) if finding.id is FindingId.GATEWAY_UNREACHABLE:
                text = say("OpenRouter can't be reached. You can practise now and connect later.")
                self._need.tell(State.ATTENTION, word=say("Attention"), text=text)
            case _:
                text = say("an OpenRouter account. You can create one in step 3.")
                self._need.tell(State.INFO, word=say("You will need"), text=text)

    def _connected(self, state: AppState) -> bool:
        return state.look is not None and is_set_up(state.look.facts)

    def _go(self) -> None:
        if self._second.isVisible():
            self.controller.show_panel()
        else:
            self.controller.start()


class _Tile(QWidget):
    """An icon on a soft square."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        unspoken(self)
        self._icon = icon
        self.setFixedSize(40, 40)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rounded(painter, self.rect(), tokens.current().accent_soft, None, 8)
        drawn = icons.pixmap(self._icon, colour(Tone.ACCENT), 20, self.devicePixelRatio())
        painter.drawPixmap(QRect(10, 10, 20, 20), drawn)


class _Reason(QWidget):
    def __init__(self, icon: str, title: str, text: str) -> None:
        super().__init__()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch()
        words.addWidget(Text(title, strong=True))
        words.addWidget(Text(text, Role.SMALL, Tone.TEXT2))
        words.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(_Tile(icon))
        row.addLayout(words, 1)
