"""Asks before a setup is undone: what happens, what stays, and whether the key goes too."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.plan import Plan
from app.ui.controller import Controller
from app.ui.dialogs.dialog import Dialog, line
from app.ui.widgets.buttons import Button, Kind
from app.ui.widgets.check_box import CheckBox
from app.ui.widgets.states import State
from app.words.changes import kept
from app.words.speech import Speech


class UndoDialog(Dialog):
    def __init__(self, parent: QWidget, plan: Plan, speech: Speech, controller: Controller) -> None:
        say = speech.say
        super().__init__(parent, say("Undo setup"))
        self._controller = controller
        text = say("Claude Desktop goes back to the settings it had before Gateway Companion.")
        if plan.kept:
            text = say(
                "Claude Desktop goes back to the settings it had before Gateway Companion, but for what is named below."
            )
        self.say(State.ATTENTION, say("Undo setup?"), text)
        rows = [
            ("restart", say("Claude Desktop closes and opens again. Finish your message first."))
            if plan.restart
            else None,
            (
                "chat",
                say("Your earlier chats come back. Chats made with OpenRouter stay on this computer but are hidden."),
            ),
            ("wallet", say("Your OpenRouter credit is not touched.")),
            ("key", say("Your key goes too: Claude's copy is the only one on this computer."))
            if plan.loses_key
            else None,
            *(("file", kept(one, speech)) for one in plan.kept),
        ]
        for row in rows:
            if row is not None:
                self.body.addLayout(line(*row))
        self._forget = CheckBox(say("Also remove my OpenRouter key from this computer's keychain"))
        self._forget.setVisible(not plan.loses_key)
        self.body.addWidget(self._forget)
        undo, keep = Button(say("Undo setup"), Kind.DANGER, "undo"), Button(say("Keep using OpenRouter"), Kind.PRIMARY)
        for button in (undo, keep):
            self.right.addWidget(button)
        self.default = keep
        keep.setFocus(Qt.FocusReason.OtherFocusReason)
        undo.clicked.connect(self.accept)
        keep.clicked.connect(self.reject)
        self.finished.connect(self._answer)
        self.fit()

    def _answer(self, result: int) -> None:
        if result == Dialog.DialogCode.Accepted:
            self._controller.changes.agree_to_undo(forget_key=self._forget.isChecked())
        else:
            self._controller.changes.answer(yes=False)
