"""About the program: its version, where a newer one would be, under which licences it stands, and facts for helpdesks."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.project import PAGE, RELEASES
from app.ui.about import About
from app.ui.controller import Controller
from app.ui.dialogs.dialog import Dialog
from app.ui.style.fonts import Role
from app.ui.style.tokens import Tone
from app.ui.widgets.buttons import Button, Kind
from app.ui.widgets.card import Line
from app.ui.widgets.details import Details, Fields
from app.ui.widgets.states import State
from app.ui.widgets.text import Text
from app.ui.widgets.wrapping import Wrapping
from app.words.speech import Speech


class AboutDialog(Dialog):
    """It asks nobody for a newer version: only the person's own browser does, and only on their click."""

    def __init__(self, parent: QWidget, about: About, speech: Speech, controller: Controller) -> None:
        say = speech.say
        super().__init__(parent, say("About Gateway Companion"))
        self._speech, self._controller = speech, controller
        self.say(
            State.INFO,
            say("Gateway Companion {version}", version=about.version),
            say("Connects Claude Desktop to OpenRouter, and can undo it."),
            icon="app-icon",
        )
        self.body.setSpacing(12)
        self._no_browser = Text("", Role.SMALL, Tone.WARN).selectable()
        self._build_links()
        self.body.addWidget(Line())
        self._build_licences()
        self.body.addWidget(Line())
        self._build_details(_rows(about, speech))
        close = Button(say("Close"), Kind.PRIMARY)
        close.clicked.connect(self.accept)
        self.right.addWidget(close)
        self.default = close
        self.fit()

    def _build_links(self) -> None:
        say, links = self._speech.say, Wrapping(24)
        self.newer = Button(say("Look for a newer version"), Kind.LINK, "external", trailing=True)
        page = Button(say("Project page"), Kind.LINK, "external", trailing=True)
        self.newer.clicked.connect(self._open_releases)
        page.clicked.connect(self._open_page)
        for link in (self.newer, page):
            links.addWidget(link)
        looking = QVBoxLayout()
        looking.setSpacing(2)
        looking.addLayout(links)
        never = say("Gateway Companion never looks by itself: a click opens the page in your browser.")
        looking.addWidget(Text(never, Role.SMALL, Tone.TEXT2))
        looking.addWidget(self._no_browser)
        self.body.addLayout(looking)
        self._no_browser.setVisible(False)

    def _build_licences(self) -> None:
        say = self._speech.say
        ours = say("You may use and share Gateway Companion under the MIT licence.")
        qt = say(
            "It uses Qt under the GNU Lesser General Public License (LGPL), version 3. You may put Qt files of your own in place of those that came with it."
        )
        texts = Button(say("Licences of all parts …"), Kind.LINK, "file")
        texts.clicked.connect(self._controller.open_licences)
        for part in (Text(ours), Text(qt), texts):
            self.body.addWidget(part)

    def _build_details(self, rows: list[tuple[str, str, str]]) -> None:
        say = self._speech.say
        self._told = "\n".join(f"{label}: {value}" for label, value, _ in rows)
        self.details = Details(say("Details for your helpdesk"))
        self._copy = Button(say("Copy details"), Kind.LINK, "copy")
        self._copy.clicked.connect(self._copy_details)
        self.details.add_beside(self._copy)
        self.details.add(Fields(rows, label_width=112))
        self.details.button.toggled.connect(self._unfolded)
        self.body.addWidget(self.details)

    def _unfolded(self, _opened: bool) -> None:
        self.fit()

    def _copy_details(self) -> None:
        self._controller.copy(self._told)
        self._copy.set_icon("check")

    def _open_releases(self) -> None:
        self._open(RELEASES)

    def _open_page(self) -> None:
        self._open(PAGE)

    def _open(self, address: str) -> None:
        opened = self._controller.open_link(address)
        if not opened:
            told = self._speech.say("No browser could be opened. The page is at {address}", address=address)
            self._no_browser.say(told)
        self._no_browser.setVisible(not opened)
        self.fit()


def _rows(about: About, speech: Speech) -> list[tuple[str, str, str]]:
    say = speech.say
    return [
        (say("Version"), about.version, say("Copy version")),
        (say("Python"), about.python, say("Copy Python's version")),
        (say("Qt"), about.qt, say("Copy Qt's version")),
        (say("System"), about.system, say("Copy system")),
        (say("Data folder"), about.folder, say("Copy data folder")),
    ]
