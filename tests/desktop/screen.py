"""Saves a picture of the whole screen: `python screen.py FILE.png`."""

from __future__ import annotations

import sys

from PySide6.QtGui import QGuiApplication


def main(path: str) -> int:
    app = QGuiApplication([])
    screen = app.primaryScreen()
    return 0 if screen.grabWindow(0).save(path) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
