"""Step 2: which of Claude's profiles is in use and stays, whether ours can be written, and who keeps prompts."""

from __future__ import annotations

from app.domain import claude_settings
from app.domain.diagnosis import is_set_up
from app.domain.documents import Role
from app.domain.facts import Facts
from app.domain.findings import AtFile, Finding
from app.domain.json_text import canonical
from app.domain.state import AppState
from app.domain.wizard import Page, can_advance, obstacle
from app.ui.controller import Controller
from app.ui.widgets.buttons import Button, Kind
from app.ui.widgets.card import Card
from app.ui.widgets.details import Details
from app.ui.widgets.status_line import State, StatusLine
from app.ui.wizard.wizard_page import WizardPage, by_hand
from app.words.findings import finding as sentence
from app.words.sentence import together
from app.words.speech import Speech


class SettingsPage(WizardPage):
    def __init__(self, speech: Speech, controller: Controller) -> None:
        super().__init__(speech, controller)
        self._file = ""
        card = Card(inset=58)
        self._in_use, self._written, self._privacy = (StatusLine(gap=16) for _ in range(3))
        self._show = Button(speech.say("Show in folder"), Kind.LINK)
        self._written.add_action(self._show)
        check = Button(speech.say("Check"), Kind.LINK, "external", trailing=True)
        check.setAccessibleName(speech.say("Check in your OpenRouter account whether prompts are kept"))
        self._privacy.add_action(check)
        for line in (self._in_use, self._written, self._privacy):
            card.add(line)
        self.page.body.addWidget(card)
        self.page.body.addWidget(self._by_hand())
        self.back_button()
        self._continue = Button(speech.say("Continue"), Kind.PRIMARY)
        self.footer.right.addWidget(self._continue)
        self.default = self._continue
        self._continue.clicked.connect(controller.next)
        self._show.clicked.connect(self._show_folder)
        check.clicked.connect(self._open_privacy)

    def _by_hand(self) -> Details:
        say, details = self.speech.say, Details(self.speech.say("I'll do it myself"))
        details.add(
            by_hand(
                say("In Claude Desktop, open the menu “Developer”, then “Configure Third-Party Inference …”."),
                say("Choose the backend “Gateway”. Fill in the two lines that step 3 shows under “Details”."),
                say("Then press “Apply locally”. Newer versions of Claude call it “Apply Changes”. This page notices."),
            )
        )
        return details

    def show_state(self, state: AppState) -> None:
        say, look = self.speech.say, state.look
        self.page.set_head(
            self.step_of(2),
            say("Open the Third-Party Inference settings"),
            say(
                "These are the settings that tell Claude where to send its messages. Gateway Companion fills them in for you in step 4."
            ),
        )
        self._continue.setEnabled(can_advance(Page.SETTINGS, look, key_works=False))
        stop = obstacle(Page.SETTINGS, look) if look else None
        if look is None:
            for line in (self._in_use, self._written):
                line.tell(State.WORKING, word=say("Checking"), text=say("how things stand on this computer"))
        else:
            self._render_in_use(look.facts)
            self._render_written(stop, look.facts)
        self._show.setVisible(stop is not None)
        self._privacy.tell(
            State.INFO,
            word=say("Good to know"),
            text=say("OpenRouter does not keep your prompts"),
            detail=say("Unless your account turned that on."),
        )

    def _render_in_use(self, facts: Facts) -> None:
        say, (name, ours, has_key) = self.speech.say, _profile_in_use(facts)
        stays = say("It stays as it is; ours is added beside it.")
        if ours:
            text = say("the profile “OpenRouter”")
            detail = say("Gateway Companion has written it.")
        elif name is not None:
            text = say("a profile called “{name}”", name=name) if name else say("a profile without a name")
            detail = together(say("It has its own OpenRouter key.") if has_key else "", stays)
        else:
            text, detail = say("Claude's own account"), say("No profile is chosen. Undo brings this back.")
        self._in_use.tell(State.INFO, word=say("In use now"), text=text, detail=detail)

    def _render_written(self, stop: Finding | None, facts: Facts) -> None:
        say = self.speech.say
        if stop is not None:
            said = sentence(stop, self.speech)
            self._file = stop.detail.path if isinstance(stop.detail, AtFile) else ""
            self._written.tell(
                State.PROBLEM, word=say("Problem"), text=said.title, detail=together(said.detail, said.remedy)
            )
        elif is_set_up(facts):
            self._written.tell(
                State.OK,
                word=say("Ready"),
                text=say("the settings can be written"),
                detail=say("What is right already stays. Undo brings back what was there before the first setup."),
            )
        else:
            self._written.tell(
                State.OK,
                word=say("Ready"),
                text=say("the settings can be written"),
                detail=say(
                    "A profile “OpenRouter” with the address, the way to your key and the models. "
                    "A backup comes first, and Undo brings back what you have now."
                ),
            )

    def _show_folder(self) -> None:
        self.controller.show_in_folder(self._file)

    def _open_privacy(self) -> None:
        self.controller.open_page("/settings/privacy")


def _profile_in_use(facts: Facts) -> tuple[str | None, bool, bool]:
    """The applied profile's name (None: there is none), whether it is ours, and whether it holds a key for OpenRouter."""
    for root in facts.roots:
        applied = root.member(Role.LIBRARY, "appliedId")
        for id, name in root.entries:
            if canonical(id) == applied:
                has_key = any(p.id == id and p.same_gateway for p in root.others)
                return name, id == claude_settings.PROFILE_ID, has_key
    return None, False, False
