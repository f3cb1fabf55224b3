"""Style sheets for the few kinds of widget that Qt must draw itself, put on each of them alone.

Never on the application: there, Qt would match every rule against every widget, which costs more than drawing them.
"""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QWidget

from app.ui.style import tokens
from app.ui.style.tokens import Tokens

_DRESSED = "dressed"
_SHEET = """
QPlainTextEdit,QTextEdit{background:@surface;color:@text;border:1px solid @line;border-radius:8px;padding:6px;
 selection-background-color:@accent;selection-color:@on_accent}
QPlainTextEdit:focus,QTextEdit:focus{border:2px solid @accent;padding:5px}
QTableView,QListView,QTreeView{background:@surface;color:@text;border:none;outline:0;
 selection-background-color:@accent_soft;selection-color:@text}
QHeaderView{background:@subtle;border:none}
QHeaderView::section{background:@subtle;color:@text2;border:none;border-bottom:1px solid @line;padding:0 12px}
QScrollBar{background:transparent;border:none} QScrollBar:vertical{width:10px} QScrollBar:horizontal{height:10px}
QScrollBar::handle{background:@control;border-radius:3px;margin:2px} QScrollBar::handle:vertical{min-height:32px}
QScrollBar::handle:horizontal{min-width:32px} QScrollBar::add-line,QScrollBar::sub-line{width:0;height:0}
QScrollBar::add-page,QScrollBar::sub-page{background:transparent}
"""


def sheet(worn: Tokens) -> str:
    text = _SHEET
    for name in sorted(Tokens.__slots__, key=len, reverse=True):  # the longest first: @text would eat @text2
        text = text.replace(f"@{name}", str(getattr(worn, name)))
    return text


def dress(widget: QWidget) -> None:
    """For a text box, an item view with its header, or a scroll bar: wears our look and follows the theme."""
    widget.setProperty(_DRESSED, True)
    widget.setStyleSheet(sheet(tokens.current()))


def dress_again() -> None:
    """The theme has changed. Qt tells a widget with a style sheet nothing of it."""
    for widget in QApplication.allWidgets():
        if widget.property(_DRESSED):
            dress(widget)
