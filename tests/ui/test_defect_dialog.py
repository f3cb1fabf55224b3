"""What a person may copy of a defect helps whoever reads it, and shows no key that the program had in its hands."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.domain.model import ApiKey
from app.ui.dialogs.defect_dialog import DefectDialog
from app.ui.style.theme import Theme
from app.words.speech import Speech

SECRET = "sk-or-v1-" + "0123456789abcdef" * 4


def store(key: ApiKey) -> None:
    text, header = key.reveal(), {"Authorization": f"Bearer {key.reveal()}"}
    raise RuntimeError("no room", key, len(text), len(header))


def test_the_details_of_a_defect_hold_no_key(theme: Theme) -> None:
    window = QWidget()
    with pytest.raises(RuntimeError) as caught:
        store(ApiKey(SECRET))
    dialog = DefectDialog(window, caught.value, Speech())
    dialog._copy()
    copied = QGuiApplication.clipboard().text()
    assert "in store" in copied
    assert "RuntimeError" in copied
    assert SECRET[9:-4] not in copied
    QGuiApplication.clipboard().clear()
    window.deleteLater()
