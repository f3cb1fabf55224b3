"""What can be wrong with how a window is laid out and worded, found by measuring what is really there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations, pairwise

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QFocusFrame,
    QLabel,
    QLineEdit,
    QRadioButton,
    QScrollArea,
    QWidget,
)

from app.ui.widgets.details import Details
from app.ui.widgets.page import Footer
from app.ui.widgets.phrase import Phrase
from app.ui.wizard.review import _Box
from tests.ui.seen import name_of
from tests.words.catalogues import JARGON

_PATH = re.compile(r"\S*[/\\]\S+|\w+\.json")
_PRICES = re.compile(r"[Aa] million tokens|per million tokens|\d,\d+")


def shown(of: QWidget) -> Iterator[QWidget]:
    """All that is to be seen in a window but what lies in windows of its own."""
    yield from (w for w in of.findChildren(QWidget) if w.isVisible() and w.window() is of)


def text_of(widget: QWidget) -> str:
    match widget:
        case Phrase():
            return widget.words()
        case QLabel() | QAbstractButton():
            return widget.text()
        case QLineEdit():
            return widget.text() or widget.placeholderText()
        case _:
            return ""


def texts(of: QWidget) -> list[str]:
    return [text for w in shown(of) if (text := text_of(w))]


def clipped(of: QWidget) -> list[str]:
    """Words that have less room than they need."""
    return [f"{text_of(w)!r} in {w.size().toTuple()}" for w in shown(of) if text_of(w) and _has_no_room(w)]


def _has_no_room(widget: QWidget) -> bool:
    if isinstance(widget, QLineEdit):
        return widget.width() < widget.minimumSizeHint().width() or widget.height() < widget.sizeHint().height()
    if widget.hasHeightForWidth():
        least = widget.minimumSizeHint().width()
        return widget.width() < least or widget.height() < widget.heightForWidth(widget.width())
    needed = widget.sizeHint()
    return widget.width() < needed.width() or widget.height() < needed.height()


def overlapping(of: QWidget) -> list[str]:
    """Neighbours that share pixels, and parts that reach out of what holds them."""
    found = []
    for parent in (of, *shown(of)):
        if isinstance(parent, QAbstractScrollArea | QLineEdit) or parent.objectName() == "qt_scrollarea_viewport":
            continue  # what scrolls is larger than its place
        children = parent.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        seen = [c for c in children if c.isVisible() and c.window() is of and not isinstance(c, QFocusFrame)]
        found += [f"{_named(a)} and {_named(b)}" for a, b in combinations(seen, 2) if _share(a, b)]
        found += [f"{_named(c)} leaves {_named(parent)}" for c in seen if not parent.rect().contains(c.geometry())]
    return found


def _share(one: QWidget, other: QWidget) -> bool:
    return one.geometry().intersects(other.geometry())


def _named(widget: QWidget) -> str:
    return f"{type(widget).__name__} {text_of(widget)[:30]!r} {widget.geometry().getRect()}"


def sideways(of: QWidget) -> list[str]:
    """What would have to be scrolled sideways to be read."""
    areas = (w for w in shown(of) if isinstance(w, QScrollArea))
    return [type(a).__name__ for a in areas if a.horizontalScrollBar().maximum() > 0]


def footer_outside(of: QWidget) -> list[str]:
    """Buttons of a footer that are not wholly in the window."""
    buttons = (b for f in shown(of) if isinstance(f, Footer) for b in f.findChildren(QAbstractButton) if b.isVisible())
    return [text_of(b) for b in buttons if not of.rect().contains(QRect(b.mapTo(of, QPoint(0, 0)), b.size()))]


def jargon(of: QWidget) -> list[str]:
    """Words of developers, where nobody opened Details; a path is a name and a price has its unit."""
    words = (text_of(w) for w in shown(of) if not _in_details(w))
    return [text for text in words if JARGON.search(_PATH.sub("", _PRICES.sub("", text)))]


def _in_details(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, _Box) or (isinstance(parent.parentWidget(), Details)):
            return True
        parent = parent.parentWidget()
    return False


def stops(of: QWidget) -> list[QWidget]:
    """What the Tab key has to reach; of radio buttons the chosen one, from which the arrow keys go on."""
    return [
        w
        for w in shown(of)
        if w.isEnabled()
        and w.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (isinstance(w, QRadioButton) and w.group() is not None and not w.isChecked())
    ]


def unnamed(of: QWidget) -> list[str]:
    return [_named(w) for w in stops(of) if not name_of(w)]


def places(of: QWidget) -> dict[QWidget, QRect]:
    """Where each stop is, before anything scrolls; a footer comes after all of its page."""
    return {w: QRect(w.mapTo(of, QPoint(0, 100_000 if _in_footer(w) else 0)), w.size()) for w in stops(of)}


def _in_footer(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    return parent is not None and (isinstance(parent, Footer) or _in_footer(parent))


def out_of_order(reached: list[QWidget], at: dict[QWidget, QRect]) -> list[str]:
    """Steps of the Tab key that go up the window again, or back in a line."""
    first = min(reached, key=lambda w: (at[w].y() // 8, at[w].x()), default=None)
    start = reached.index(first) if first is not None else 0
    order = reached[start:] + reached[:start]
    return [f"{_named(a)} then {_named(b)}" for a, b in pairwise(order) if _goes_back(at[a], at[b])]


def _goes_back(at: QRect, then: QRect) -> bool:
    level = abs(at.center().y() - then.center().y()) < min(at.height(), then.height()) / 2
    return then.center().x() < at.center().x() if level else then.center().y() < at.center().y()
