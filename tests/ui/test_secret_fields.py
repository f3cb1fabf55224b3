"""Every field for a secret, on every screen: no other program reads what is in it, and what was pasted leaves the clipboard."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QWidget

from app.ui.style.theme import Theme
from app.ui.widgets.key_field import KeyField
from tests.ui.screens import SCREENS
from tests.ui.seen import accessible, parts
from tests.ui.stage import Stage
from tests.ui.states import Screen

SECRET = "sk-or-v1-" + "0123456789abcdef" * 4
SOURCE = Path(__file__).resolve().parents[2] / "app"


def made_in_the_source() -> int:
    """How often the program makes such a field."""
    calls = (node for path in SOURCE.rglob("*.py") for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    return sum(isinstance(node, ast.Call) and getattr(node.func, "id", "") == KeyField.__name__ for node in calls)


@pytest.fixture(scope="module")
def stage(session_theme: Theme, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    stage = Stage(tmp_path_factory.mktemp("nowhere"))
    yield stage
    stage.controller.clipboard.clear()
    stage.close()


def told(front: QWidget) -> str:
    """Everything that another program can ask of a window."""
    texts = []
    for part in parts(accessible(front)):
        texts += [part.text(kind) for kind in QAccessible.Text]
        if (text := part.textInterface()) is not None:
            texts.append(text.text(0, text.characterCount()))
    return "\n".join(texts)


def fields(stage: Stage, screen: Screen) -> dict[str, KeyField]:
    """Those in sight, by where they stand."""
    seen = (field for field in stage.show(screen).findChildren(KeyField) if field.isVisible())
    return {f"{type(field.parentWidget()).__name__} {field.accessibleName()}": field for field in seen}


def test_every_field_for_a_secret(stage: Stage) -> None:
    met = set()
    for screen in SCREENS:
        for name, field in fields(stage, screen).items():
            met.add(name)
            leaves_the_clipboard(stage, field, name)
            cannot_be_read(stage, field, name)
            field.wipe()
            field._pause.stop()
    assert len(met) >= made_in_the_source(), met


def leaves_the_clipboard(stage: Stage, field: KeyField, name: str) -> None:
    system, clipboard = QGuiApplication.clipboard(), stage.controller.clipboard
    system.setText(SECRET)
    field.paste()
    field._pause.stop()  # nobody shall be asked about it
    assert clipboard._timer.isActive(), name
    clipboard.clear()
    assert system.text() == "", name


def cannot_be_read(stage: Stage, field: KeyField, name: str) -> None:
    field.put(SECRET)
    field._pause.stop()
    field.show_key()
    assert field.shows, name
    assert SECRET[9:-9] not in told(stage.front), name
    field.hide_key()
