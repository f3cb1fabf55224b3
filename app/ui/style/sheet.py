"""The one style sheet: only what Qt draws itself; our own widgets paint from the tokens. Short, since every rule costs time."""

from __future__ import annotations

from app.ui.style.tokens import Tokens

_SHEET = """
QLabel[tone="text2"]{color:@text2} QLabel[tone="accent"]{color:@accent} QLabel[tone="ok"]{color:@ok}
QLabel[tone="warn"]{color:@warn} QLabel[tone="bad"]{color:@bad} QLabel[tone="off"]{color:@off}
QLabel[tone="disabled"]{color:@disabled} QLabel[tone="on_accent"]{color:@on_accent} QLabel:disabled{color:@disabled}
QLineEdit{background:@surface;color:@text;border:1px solid @control;border-radius:8px;padding:6px 9px;min-height:20px;
 selection-background-color:@accent;selection-color:@on_accent}
QLineEdit:focus{border:2px solid @accent;padding:5px 8px}
QLineEdit[tone="bad"]{border-color:@bad} QLineEdit[tone="warn"]{border-color:@warn}
QLineEdit:disabled{background:@subtle;color:@disabled;border-color:@line}
QPlainTextEdit,QTextEdit{background:@surface;color:@text;border:1px solid @line;border-radius:8px;padding:6px}
QPlainTextEdit:focus,QTextEdit:focus{border:2px solid @accent;padding:5px}
QAbstractItemView{background:@surface;color:@text;border:none;outline:0;selection-background-color:@accent_soft;
 selection-color:@text}
QHeaderView::section{background:@subtle;color:@text2;border:none;border-bottom:1px solid @line;padding:0 12px;min-height:30px}
QScrollBar{background:transparent;border:none} QScrollBar:vertical{width:10px} QScrollBar:horizontal{height:10px}
QScrollBar::handle{background:@control;border-radius:3px;margin:2px} QScrollBar::handle:vertical{min-height:32px}
QScrollBar::handle:horizontal{min-width:32px} QScrollBar::add-line,QScrollBar::sub-line{width:0;height:0}
QScrollBar::add-page,QScrollBar::sub-page{background:transparent}
QToolTip{background:@surface;color:@text;border:1px solid @control;padding:4px 8px}
"""


def sheet(tokens: Tokens) -> str:
    text = _SHEET
    for name in sorted(Tokens.__slots__, key=len, reverse=True):  # the longest first: @text would eat @text2
        text = text.replace(f"@{name}", str(getattr(tokens, name)))
    return text
