"""The part of the panel that shows when something is wrong: the findings, what Repair leaves alone, and details to copy."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QMargins, Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app import __version__
from app.domain.findings import AtFile, Finding, Installable
from app.domain.outcome import Look
from app.domain.state import AppState
from app.ui.panel.findings import Findings
from app.ui.panel.situation import Judgement
from app.ui.style.fonts import Role
from app.ui.style.tokens import Tone
from app.ui.widgets.card import Card
from app.ui.widgets.details import Details, Fields
from app.ui.widgets.icon import Icon
from app.ui.widgets.text import Text
from app.words.sentence import together
from app.words.speech import Speech

_SHIELD = 18


class Trouble(QWidget):
    """Only rendered while it is shown."""

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self.findings = Findings(speech)
        self._note_text = Text(role=Role.SMALL, tone=Tone.TEXT2)
        self._note = self._note_row()
        self._place_shield()
        self.details = Details(speech.say("Details"))
        self._values: tuple[tuple[str, str], ...] = ()
        self._fields: Card | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.findings)
        column.addWidget(self._note)
        column.addWidget(self.details)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def _note_row(self) -> QWidget:
        note = QWidget()
        row = QHBoxLayout(note)
        row.setContentsMargins(4, 6, 4, 0)
        row.setSpacing(10)
        self._shield_place = QVBoxLayout()
        self._shield_place.addWidget(Icon("shield", Tone.TEXT2, _SHIELD))
        self._shield_place.addStretch()
        row.addLayout(self._shield_place)
        row.addWidget(self._note_text, 1)
        return note

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._place_shield()

    def _place_shield(self) -> None:
        """In the middle of the first line."""
        self._shield_place.setContentsMargins(0, max(0, (self._note_text.line_height() - _SHIELD) // 2), 0, 0)

    def show_state(self, state: AppState, judgement: Judgement) -> None:
        self.findings.show_state(state, judgement)
        self._note_text.say(self._repair_note(judgement))
        self._note.setVisible(judgement.repairs)
        if state.look is not None:
            self._show_values(tuple(_values(state.look, self._speech)))

    def _repair_note(self, judgement: Judgement) -> str:
        speech = self._speech
        untouched = speech.say("Your chats are not touched, and a backup is saved first.")
        finish = speech.say("Finish your message in Claude before you press Repair.")
        return together(untouched, finish if judgement.closes_claude else "")

    def _show_values(self, values: tuple[tuple[str, str], ...]) -> None:
        if values == self._values:
            return
        self._values = values
        if self._fields is not None:
            self._fields.setParent(None)
            self._fields.deleteLater()
        copy = self._speech
        fields = Fields((label, value, copy.say("Copy: {label}", label=label)) for label, value in values)
        self._fields = Card()
        self._fields.add(fields, QMargins(20, 8, 12, 8))
        self.details.add(self._fields)
        self._put_in_order(self._fields)

    def _put_in_order(self, fields: QWidget) -> None:
        """What is new would come last for the Tab key; it belongs behind its title."""
        before: QWidget = self.details.button
        for part in fields.findChildren(QWidget):
            if part.focusPolicy() & Qt.FocusPolicy.TabFocus:
                QWidget.setTabOrder(before, part)
                before = part


def _values(look: Look, speech: Speech) -> Iterator[tuple[str, str]]:
    """For whoever helps: names that a search finds, files and versions. No part of the key."""
    facts = look.facts
    for finding in look.diagnosis.findings:
        yield speech.say("Finding"), _named(finding)
        if isinstance(finding.detail, Installable) and finding.detail.command:
            yield speech.say("What installs it"), finding.detail.command
    installed = facts.claude.installation
    yield speech.say("Gateway base URL"), look.goal.base_url
    yield from ((speech.say("Claude's folder"), str(root.root.gateway)) for root in facts.roots)
    yield from ((speech.say("Claude's log"), str(root.root.log)) for root in facts.roots[:1])
    yield speech.say("Credential helper"), str(facts.helper.path)
    if installed is not None:
        yield speech.say("Claude Desktop"), together(facts.claude.version or "", str(installed.program))
    yield speech.say("Gateway Companion"), __version__


def _named(finding: Finding) -> str:
    where = finding.detail.path if isinstance(finding.detail, AtFile) else ""
    return f"{finding.id} – {where}" if where else finding.id.value  # noqa: RUF001
