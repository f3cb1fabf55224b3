"""The system's wish to end the program asks first; every other event goes its way."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from app.ui.application import Application


def test_the_wish_to_end_it_takes_the_way_of_whoever_knows_more(
    qt_app: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[None] = []
    ended: list[None] = []
    monkeypatch.setattr(qt_app, "_leave", None)
    qt_app.leave_by(lambda: left.append(None))

    def over() -> None:
        ended.append(None)

    qt_app.aboutToQuit.connect(over)
    QCoreApplication.sendEvent(qt_app, QEvent(QEvent.Type.Quit))
    QCoreApplication.sendEvent(qt_app, QEvent(QEvent.Type.LanguageChange))
    qt_app.aboutToQuit.disconnect(over)
    assert (len(left), ended) == (1, [])
