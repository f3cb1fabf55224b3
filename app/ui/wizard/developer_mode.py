"""Step 1: whether Claude Desktop is there, who manages it, and whether Developer Mode is on."""

from __future__ import annotations

from PySide6.QtCore import QMargins

from app.domain.facts import Facts
from app.domain.findings import Finding, FindingId, Named
from app.domain.state import AppState
from app.domain.wizard import Page, can_advance, developer_mode_on, obstacle
from app.ui.controller import Controller
from app.ui.widgets.buttons import Button, Kind
from app.ui.widgets.callout import Callout
from app.ui.widgets.card import Card
from app.ui.widgets.details import Details, Fields
from app.ui.widgets.reading_order import tab_as_read
from app.ui.widgets.status_line import State, StatusLine
from app.ui.widgets.wrapping import Wrapping
from app.ui.wizard.wizard_page import WizardPage, by_hand
from app.words.findings import finding as sentence
from app.words.messages import for_it
from app.words.speech import Speech


class DeveloperModePage(WizardPage):
    def __init__(self, speech: Speech, controller: Controller) -> None:
        super().__init__(speech, controller)
        self._stopped_by: Finding | None = None
        self._build_stop()
        self._build_lines()
        self.back_button()
        self._continue = Button(speech.say("Continue"), Kind.PRIMARY)
        self._continue.clicked.connect(controller.next)
        self.footer.right.addWidget(self._continue)
        self.default = self._continue

    def _build_stop(self) -> None:
        say = self.speech.say
        self._callout = Callout(State.PROBLEM)
        self._download = Button(say("Get Claude Desktop"), Kind.PRIMARY, "external", trailing=True)
        self._message = Button(say("Copy a message for IT"), Kind.PLAIN, "copy")
        self._again = Button(say("Look again"), Kind.PLAIN, "refresh")
        row = Wrapping()
        for button in (self._download, self._message, self._again):
            row.addWidget(button)
        self._place = Details(say("Details"))
        self._fields: Fields | None = None
        self.page.body.addWidget(self._callout)
        self.page.body.addLayout(row)
        self.page.body.addWidget(self._place)
        self._download.clicked.connect(self.controller.open_download)
        self._message.clicked.connect(self._copy_message)
        self._again.clicked.connect(self.controller.look_again)

    def _build_lines(self) -> None:
        say = self.speech.say
        self._card = Card(inset=58)
        self._installed, self._managed, self._developer = (StatusLine(gap=16) for _ in range(3))
        for line in (self._installed, self._managed, self._developer):
            self._card.add(line)
        self._by_hand = Details(say("I'll do it myself"))
        self._by_hand.add(
            by_hand(
                say("In Claude Desktop, open the menu “Help”, then “Troubleshooting”, then “Enable Developer Mode”."),
                say("Claude starts again by itself, and a menu “Developer” appears. This page notices."),
            )
        )
        self.page.body.addWidget(self._card)
        self.page.body.addWidget(self._by_hand)

    def show_state(self, state: AppState) -> None:
        say, look = self.speech.say, state.look
        stop = obstacle(Page.DEVELOPER_MODE, look) if look else None
        self._stopped_by = stop
        self._card.setVisible(stop is None)
        self._by_hand.setVisible(stop is None)
        self._continue.setEnabled(can_advance(Page.DEVELOPER_MODE, look, key_works=False))
        self._render_stop(stop)
        if stop is None:
            self.page.set_head(
                self.step_of(1),
                say("Turn on Developer Mode"),
                say(
                    "Claude keeps its gateway settings behind Developer Mode. Gateway Companion turns it on for you in step 4."
                ),
            )
            self._render_lines(look.facts if look else None)

    def _render_lines(self, facts: Facts | None) -> None:
        say = self.speech.say
        if facts is None:
            for line in (self._installed, self._managed, self._developer):
                line.tell(State.WORKING, word=say("Checking"), text=say("how things stand on this computer"))
            return
        version = facts.claude.version
        title = (
            say("Claude Desktop {version} is installed", version=version)
            if version
            else say("Claude Desktop is installed")
        )
        self._installed.tell(State.OK, word=say("Ready"), text=title, detail=say("It was found on this computer."))
        self._managed.tell(
            State.OK,
            word=say("Ready"),
            text=say("Nothing stands in the way"),
            detail=say("Your organisation does not manage Claude's settings."),
        )
        if developer_mode_on(facts):
            self._developer.tell(
                State.OK,
                word=say("Done"),
                text=say("Developer Mode is on"),
                detail=say("Claude shows its Developer menu."),
            )
        else:
            self._developer.tell(
                State.WAITING,
                word=say("Not yet"),
                text=say("Developer Mode is off"),
                detail=say("It is turned on in step 4, together with the rest."),
            )

    def _render_stop(self, stop: Finding | None) -> None:
        for widget in (self._callout, self._again):
            widget.setVisible(stop is not None)
        managed = stop is not None and stop.id is FindingId.MANAGED_CONFIGURATION
        self._message.setVisible(managed)
        self._place.setVisible(managed)
        self._download.setVisible(stop is not None and not managed)
        if stop is None:
            return
        said = sentence(stop, self.speech)
        self.page.set_head(self.step_of(1), said.title, said.detail if not managed else self._lede_of(stop))
        self._callout.tell(
            State.PROBLEM,
            self.speech.say("Gateway Companion stops here, and nothing was changed")
            if managed
            else self.speech.say("Nothing was changed"),
            said.remedy
            if managed
            else self.speech.say("{remedy} This page looks again by itself.", remedy=said.remedy),
        )
        if managed and self._fields is None and isinstance(stop.detail, Named):
            say = self.speech.say
            self._fields = Fields([(say("Where they come from"), stop.detail.name, say("Copy where they come from"))])
            frame = Card(margins=QMargins(20, 6, 12, 6))
            frame.add(self._fields)
            self._place.add(frame)
            tab_as_read(self._place)

    def _lede_of(self, stop: Finding) -> str:
        if isinstance(stop.detail, Named) and stop.detail.by:
            return self.speech.say(
                "It left settings that count before yours, so what you change here would have no effect."
            )
        return self.speech.say(
            "Its settings come from your IT department, so nothing you change here would have an effect."
        )

    def _copy_message(self) -> None:
        if self._stopped_by is not None:
            self.controller.copy(for_it(self._stopped_by, self.speech))
            self._message.set_icon("check")
