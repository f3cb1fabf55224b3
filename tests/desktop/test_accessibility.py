"""Every page and dialog as somebody hears it: all named, all reached by Tab, news told, and the key never read out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.desktop.accessibility import Application, unnamed
from tests.desktop.accessible import Accessible
from tests.desktop.program import Computer
from tests.desktop.proof import own_profile

WORKS = re.compile("^Everything works")
PRESSED = {"push button", "check box", "radio button", "text", "table", "list"}
"""What a person uses; of a table the keyboard stops at the whole, and arrow keys lead on."""
HEARD = {"application", "filler", "layered pane", "panel", "label", "separator", "progress bar", "dialog", "scroll bar"}
IN_A_TABLE = {"cell", "column header", "row header"}
MENU = {"popup menu", "menu item"}


@dataclass
class Reader:
    """A person with a screen reader and a keyboard; notes what is wrong wherever they get to."""

    computer: Computer
    app: Application
    wrong: list[str] = field(default_factory=list)

    def look(self, where: str) -> None:
        things = self.app.all()
        self.wrong += [f"{where}: has no name: {line}" for line in unnamed(self.app)]
        strange = [one.line() for one in things if one.role not in PRESSED | HEARD | IN_A_TABLE | MENU]
        self.wrong += [f"{where}: is what? {line}" for line in strange]
        end = self.computer.key[-12:]
        said = (text for one in things for text in (one.name, one.description, self._text(one)))
        self.wrong += [f"{where}: reads out the key" for text in said if end in text]
        twins = Counter(one.name for one in things if one.role == "push button" and "enabled" in one.states)
        self.wrong += [f"{where}: {n} buttons are called {name!r}" for name, n in twins.items() if n > 1]

    def tab(self, where: str) -> None:
        """All the way round by Tab; what can be used and was not met is wrong."""
        self.look(where)
        used = [one for one in self._in_front() if self._is_used(one)]
        met = dict[str, None]()
        while len(used) > 1:
            focus = self.computer.desktop.hands.tab(self.app)
            if focus.reference.path in met:
                break
            met[focus.reference.path] = None
        # of a table the cell has the focus
        missed = [one for one in used if len(used) > 1 and not any(inner.reference.path in met for inner in one.all())]
        self.wrong += [f"{where}: Tab never reaches {one.line()}" for one in missed]

    def _in_front(self) -> Iterator[Accessible]:
        windows = [one for one in self.app.tree().children if "showing" in one.states]
        return next((one for one in reversed(windows) if one.role == "dialog"), windows[0]).all()

    def press(self, name: str | re.Pattern[str], role: str | None = "push button") -> None:
        self.computer.desktop.hands.click_name(self.app, name, role)

    def _text(self, one: Accessible) -> str:
        return self.app.text(one) if one.role == "text" else ""

    def _is_used(self, one: Accessible) -> bool:
        """A group of radio buttons is one stop, at the chosen one."""
        usable = {"enabled", "focusable", "showing"} <= one.states and one.role in PRESSED
        return usable and (one.role != "radio button" or "checked" in one.states)


def test_the_setup_is_read_and_reached(computer: Computer) -> None:
    reader = Reader(computer, computer.open_window().app)
    up_to_the_key(reader)
    up_to_the_end(reader)
    assert not reader.wrong, "\n".join(reader.wrong)
    heard = computer.desktop.announcements()
    assert heard[0] == "Key works \u2013 $18.42 left on your account"
    assert heard[-1].startswith("Claude is using OpenRouter since")
    assert "" not in heard
    assert len(heard) >= 4, heard


def up_to_the_key(reader: Reader) -> None:
    app, computer = reader.app, reader.computer
    app.wait_for("Start setup", states="enabled")
    reader.tab("welcome")
    reader.press("Start setup")
    app.wait_for("Paste")
    reader.tab("key")
    for title in ("Open the Third-Party Inference settings", "Turn on Developer Mode"):
        reader.press("Back")
        app.wait_for(title, "label")
        reader.press("I'll do it myself", "check box")
        reader.tab(title)
    for _ in range(2):
        reader.press("Continue")
    computer.desktop.hands.copy(computer.key)
    reader.press("Paste")
    app.wait_for("Continue", states="enabled")
    reader.press("Details", "check box")
    reader.tab("key works")


def up_to_the_end(reader: Reader) -> None:
    app, hands = reader.app, reader.computer.desktop.hands
    reader.press("Continue")
    app.wait_for("Apply and open Claude")
    for details in app.all(re.compile("^Details for "), "check box"):
        hands.click(app, details)
    reader.tab("review")
    reader.press("Change the models")
    reader.press("Show more models", "check box")
    app.wait_for("Search models", "text")
    reader.tab("models")
    reader.press("Back")
    reader.press("Apply and open Claude")
    app.wait_for("Claude Desktop is connected")
    reader.tab("connected")
    reader.press("Continue")
    app.wait_for("Finish")
    reader.tab("model")
    reader.press("Finish")
    app.wait_for(re.compile("^All set"))
    reader.tab("finished")


def test_the_panel_and_the_dialogs_are_read_and_reached(computer: Computer) -> None:
    computer.set_up()
    reader = Reader(computer, computer.open_window().app)
    app, heard = reader.app, computer.desktop.announcements
    app.wait_for(WORKS)
    reader.tab("panel")
    reader.press("Settings")
    app.wait_for("Close", "push button")
    reader.tab("settings")
    reader.press("Close")
    own_profile(computer).unlink()
    app.wait_for(re.compile("^Claude's settings no longer mention OpenRouter"))
    reader.press("Details", "check box")
    reader.tab("trouble")
    assert "Claude's settings no longer mention OpenRouter" in heard()
    computer.desktop.tray.open_menu(app)
    reader.look("tray menu")
    reader.press("Repair", "menu item")
    app.wait_for("Not now", "push button")
    reader.tab("may repair?")
    computer.desktop.hands.click(app, app.all("Repair", "push button")[-1])
    app.wait_for("Repaired", "label")
    reader.tab("repaired")
    assert any(said.startswith("Repaired.") for said in heard())
    reader.press("Close")
    app.wait_for(WORKS)
    reader.press(re.compile("^Undo setup"))
    app.wait_for("Keep using OpenRouter")
    reader.tab("may undo?")
    reader.press("Undo setup")
    app.wait_for("Claude Desktop is back to its earlier settings")
    reader.tab("undone")
    reader.press("Close")
    app.wait_for("Start setup")
    assert not reader.wrong, "\n".join(reader.wrong)
