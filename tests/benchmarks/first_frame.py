"""One window until its first frame is drawn: `bare`, a PySide6 window and nothing else, or `ours`. Prints when.

`stay`: the bare one stays open. `nothing`: ends at once, with nothing loaded.

The time is the monotonic clock's, which the process that started this one shares.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from typing import NoReturn


def drawn() -> None:
    sys.stdout.write(f"{time.perf_counter()}\n")
    sys.stdout.flush()
    os._exit(0)


def bare(then: Callable[[], None]) -> None:
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QWidget

    class Window(QWidget):
        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            QTimer.singleShot(0, then)

    app = QApplication([])
    window = Window()
    window.resize(960, 640)
    window.show()
    QEventLoop(app).exec()


def ours() -> None:
    from app import window

    def first_frame_only(*arguments: object) -> NoReturn:
        original(*arguments)  # type: ignore[arg-type]
        drawn()
        raise SystemExit

    original, window.first_frame = window.first_frame, first_frame_only  # type: ignore[assignment]
    window.run_window(os.environ)


if __name__ == "__main__":
    match sys.argv[1]:
        case "ours":
            ours()
        case "bare":
            bare(drawn)
        case "nothing":
            pass
        case _:
            bare(lambda: None)
