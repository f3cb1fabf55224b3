"""Everything that is pressed: buttons by weight, links, and small buttons that are only an icon."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolButton, QWidget

from app.ui.style import icons, tokens
from app.ui.style.fonts import Role, font
from app.ui.style.paint import mirrored, rounded
from app.ui.style.ring_radius import set_ring_radius
from app.ui.style.tokens import Tokens

_RADIUS, _GAP = 8, 8
_CENTRED = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextShowMnemonic)


class Kind(StrEnum):
    """How much a button weighs; one PRIMARY (or HERO) on a screen."""

    PRIMARY = "primary"
    TINTED = "tinted"
    PLAIN = "plain"
    QUIET = "quiet"
    LINK = "link"
    DANGER = "danger"
    HERO = "hero"


@dataclass(frozen=True, slots=True)
class _Look:
    fill: str | None
    line: str | None
    ink: str


class Button(QPushButton):
    def __init__(
        self,
        text: str = "",
        kind: Kind = Kind.PLAIN,
        icon: str | None = None,
        *,
        trailing: bool = False,
        tall: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._kind, self._icon, self._trailing, self._tall = kind, icon, trailing, tall
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAutoDefault(False)
        self._dress()

    @property
    def kind(self) -> Kind:
        return self._kind

    def set_kind(self, kind: Kind) -> None:
        if kind is not self._kind:
            self._kind = kind
            self._dress()

    def set_icon(self, icon: str | None) -> None:
        if icon != self._icon:
            self._icon = icon
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.text())
        width = words.width() + 1
        if self._icon:
            width += self._icon_size() + (_GAP if self.text() else 0)
        least = {Kind.LINK: 32, Kind.QUIET: 32, Kind.HERO: 136, Kind.PRIMARY: 112}.get(self._kind, 96)
        return QSize(max(width + 2 * self._pad(), least), max(self._height(), words.height() + 12))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = _look(self._kind, tokens.current(), self._state())
        if look.fill or look.line:
            rounded(painter, self.rect(), look.fill, look.line, _RADIUS)
        self._paint_content(painter, QColor(look.ink))

    def _paint_content(self, painter: QPainter, ink: QColor) -> None:
        space, size = self.rect().adjusted(self._pad(), 0, -self._pad(), 0), self._icon_size()
        words = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.text()).width() + 1
        taken = words + (size + (_GAP if self.text() else 0) if self._icon else 0)
        left = space.left() + (0 if self._kind in (Kind.LINK, Kind.QUIET) else max(0, (space.width() - taken) // 2))
        text = QRect(left, 0, words, self.height())
        if self._icon:
            at = left + words + _GAP if self._trailing else left
            spot = QRect(at, (self.height() - size) // 2, size, size)
            text.moveLeft(left if self._trailing else left + size + _GAP)
            drawn = icons.pixmap(self._icon, ink, size, self.devicePixelRatio())
            painter.drawPixmap(mirrored(self, spot), drawn)
        if self._kind is Kind.LINK and self.underMouse() and self.isEnabled():
            lined = QFont(self.font())
            lined.setUnderline(True)
            painter.setFont(lined)
        painter.setPen(ink)
        painter.drawText(mirrored(self, text), _CENTRED, self.text())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._dress()
        super().changeEvent(event)

    def _dress(self) -> None:
        role = Role.HEADING if self._kind is Kind.HERO else Role.SMALL if self._kind is Kind.LINK else Role.BODY
        self.setFont(font(role, strong=True))
        set_ring_radius(self, 4 if self._kind is Kind.LINK else _RADIUS)
        hand = Qt.CursorShape.PointingHandCursor if self._kind is Kind.LINK else Qt.CursorShape.ArrowCursor
        self.setCursor(hand)
        self.updateGeometry()
        self.update()

    def _pad(self) -> int:
        return {Kind.LINK: 0, Kind.QUIET: 8, Kind.HERO: 28}.get(self._kind, 16)

    def _height(self) -> int:
        return {Kind.LINK: 32, Kind.HERO: 48}.get(self._kind, 40 if self._tall else 36)

    def _icon_size(self) -> int:
        return {Kind.LINK: 16, Kind.HERO: 20}.get(self._kind, 18)

    def _state(self) -> str:
        if not self.isEnabled():
            return "off"
        if self.isDown():
            return "down"
        return "over" if self.underMouse() else "rest"


class IconButton(QToolButton):
    """32 px, its name in the tooltip and for the screen reader."""

    def __init__(self, icon: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self.setFixedSize(32, 32)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        set_ring_radius(self, 6)
        self.set_name(name)

    def set_name(self, name: str) -> None:
        self.setToolTip(name)
        self.setAccessibleName(name)

    def set_icon(self, icon: str) -> None:
        if icon != self._icon:
            self._icon = icon
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        worn = tokens.current()
        if self.isEnabled() and (self.underMouse() or self.isDown()):
            rounded(painter, self.rect(), worn.line if self.isDown() else worn.hover, None, 6)
        ink = QColor(worn.text2 if self.isEnabled() else worn.disabled)
        drawn = icons.pixmap(self._icon, ink, 18, self.devicePixelRatio())
        painter.drawPixmap(QRect((self.width() - 18) // 2, (self.height() - 18) // 2, 18, 18), drawn)


def _look(kind: Kind, worn: Tokens, state: str) -> _Look:
    """Colours of a kind at rest ("rest"), under the mouse ("over"), pressed ("down") and disabled ("off")."""
    if state == "off":
        bare = kind in (Kind.LINK, Kind.QUIET)
        return _Look(None, None, worn.disabled) if bare else _Look(worn.subtle, worn.line, worn.disabled)
    fill = {"over": worn.hover, "down": worn.line}.get(state)
    match kind:
        case Kind.PRIMARY | Kind.HERO:
            strong = {"over": worn.accent_hover, "down": worn.accent_pressed}.get(state, worn.accent)
            return _Look(strong, None, worn.on_accent)
        case Kind.TINTED:
            return _Look(worn.accent_line if state == "down" else worn.accent_soft, worn.accent, worn.accent)
        case Kind.PLAIN:
            return _Look(fill or worn.surface, worn.control, worn.text)
        case Kind.DANGER:
            return _Look(worn.surface if state == "rest" else worn.bad_soft, worn.bad, worn.bad)
        case Kind.QUIET:
            return _Look(fill, None, worn.text)
        case Kind.LINK:
            return _Look(None, None, {"over": worn.accent_hover, "down": worn.accent_pressed}.get(state, worn.accent))
