"""Letter sizes as parts of the system's own size, so that a person's text size holds everywhere."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from PySide6.QtGui import QFont, QGuiApplication

_SMALLEST = 9.0  # points; smaller only where the system's own text is smaller still


class Role(StrEnum):
    NUMBER = "number"
    FINISH = "finish"
    TITLE = "title"
    DIALOG = "dialog"
    HEADING = "heading"
    BODY = "body"
    SMALL = "small"
    CAPTION = "caption"
    CODE = "code"


_FACTOR = {
    Role.NUMBER: 2.3,
    Role.FINISH: 1.85,
    Role.TITLE: 1.57,
    Role.DIALOG: 1.3,
    Role.HEADING: 1.07,
    Role.BODY: 1.0,
    Role.SMALL: 0.93,
    Role.CAPTION: 0.86,
    Role.CODE: 0.93,
}
_HEAVY = {Role.NUMBER, Role.FINISH, Role.TITLE, Role.DIALOG, Role.HEADING}


def font(role: Role, *, strong: bool = False) -> QFont:
    """The font of a role; `strong` is the emphasis inside running text."""
    base = QGuiApplication.font()
    result = _even() if role is Role.CODE else QFont(base)
    if (points := base.pointSizeF()) > 0:
        result.setPointSizeF(max(points * _FACTOR[role], min(points, _SMALLEST)))
    else:
        result.setPixelSize(round(base.pixelSize() * _FACTOR[role]))
    if role in _HEAVY:
        result.setWeight(QFont.Weight.DemiBold)
    elif strong:
        result.setWeight(_emphasis(base.family()))
    if role is Role.NUMBER:
        result.setFeature(QFont.Tag("tnum"), 1)
    return result


def _even() -> QFont:
    """The system's font of even width."""
    from PySide6.QtGui import QFontDatabase  # only details need it

    return QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)


@cache
def _emphasis(family: str) -> QFont.Weight:
    """A family without a medium weight would show it as if nothing were stressed."""
    from PySide6.QtGui import QFontDatabase, QFontInfo  # the first picture stresses nothing

    family = QFontInfo(QFont(family)).family()  # that which the system takes for it
    weights = {QFontDatabase.weight(family, style) for style in QFontDatabase.styles(family)}
    return QFont.Weight.Medium if QFont.Weight.Medium in weights or not weights else QFont.Weight.DemiBold
