"""Draws every screen in every state, light and dark, as pictures; `packaging/screenshots.py` starts it."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.main_window import MainWindow
from app.ui.style.theme import Theme
from tests.ui import states_dialogs, states_keys, states_panel, states_setup, states_sign_in
from tests.ui.stage import Stage, settle
from tests.ui.tray_sheet import tray_sheet

SCHEMES = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
FIRST = "00-first-frame"
SCREENS = (
    *states_setup.SCREENS,
    *states_sign_in.SCREENS,
    *states_panel.SCREENS,
    *states_dialogs.SCREENS,
    *states_keys.SCREENS,
)


def main(arguments: list[str]) -> int:
    """The folder, and parts of the names that are wanted; all of them where none is given."""
    folder, *wanted = arguments
    Path(folder).mkdir(parents=True, exist_ok=True)
    app = application()
    theme = Theme(app)
    count = 0
    with tempfile.TemporaryDirectory() as nowhere:
        for name, widget in drawn(theme, Path(nowhere), wanted):
            widget.grab().save(str(Path(folder, f"{name}.png")))
            count += 1
    settle()
    sys.stdout.write(f"{count} pictures in {folder}, in {QFontInfo(app.font()).family()}\n")
    return 0


def application() -> QApplication:
    """At the letter size of the pictures, in their font where it is installed; the program itself forces none."""
    app = QApplication(["screens"])
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    font = QFont("Inter") if "Inter" in QFontDatabase.families() else QFont(app.font())
    font.setPointSizeF(10.5)
    app.setFont(font)
    return app


def drawn(theme: Theme, nowhere: Path, wanted: list[str]) -> Iterator[tuple[str, QWidget]]:
    """Each picture's name and what is on it."""
    stages = {practice: Stage(nowhere, practice=practice) for practice in (False, True)}
    for scheme, chosen in SCHEMES.items():
        theme.prefer(chosen)
        if is_wanted(FIRST, wanted):
            yield f"{FIRST}-{scheme}", shown(MainWindow("Gateway Companion", "Looking at this computer …"))
        for screen in filter(lambda screen: is_wanted(screen.name, wanted), SCREENS):
            yield f"{screen.name}-{scheme}", stages[screen.state.practice].show(screen)
        if is_wanted(states_panel.TRAY, wanted):
            yield f"{states_panel.TRAY}-{scheme}", tray_sheet(stages[False].controller)
    for stage in stages.values():
        stage.close()


def shown(window: MainWindow) -> MainWindow:
    window.show()
    settle()
    return window


def is_wanted(name: str, wanted: list[str]) -> bool:
    return not wanted or any(part in name for part in wanted)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
