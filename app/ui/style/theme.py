"""Puts the look on the whole application and follows the system between light, dark and high contrast."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QToolTip

from app.ui.style import tokens
from app.ui.style.focus_ring import FocusRing
from app.ui.style.sheet import dress_again
from app.ui.style.tokens import DARK, LIGHT, Tokens


class Theme(QObject):
    """One for the application. It lives as long as the application does."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._hints = QGuiApplication.styleHints()
        self._preferred: Qt.ColorScheme | None = None
        self._wears: Tokens | None = None
        self._hints.colorSchemeChanged.connect(self.apply)
        self._accessibility = self._hints.accessibility()
        self._accessibility.contrastPreferenceChanged.connect(self.apply)
        app.fontChanged.connect(self._pass_on)
        self._ring = FocusRing(app)

    def apply(self) -> None:
        """Idempotent: wearing the same look again costs nothing."""
        app = self._app
        if self._wears is None:
            app.setStyle("Fusion")
        contrast = self._accessibility.contrastPreference() == Qt.ContrastPreference.HighContrast
        tokens.force_system_colours(on=contrast)
        if contrast:
            app.setPalette(QPalette())  # the system's own
        worn = tokens.from_palette(app.palette()) if contrast else self._ours()
        if worn == self._wears:
            return
        self._wears = worn
        if not contrast:
            app.setPalette(palette(worn))
        QToolTip.setPalette(app.palette())
        dress_again()

    def prefer(self, scheme: Qt.ColorScheme | None) -> None:
        """Light or dark whatever the system says; None follows the system again."""
        self._preferred = scheme
        self._hints.setColorScheme(scheme or Qt.ColorScheme.Unknown)
        self.apply()

    def _pass_on(self) -> None:
        """The system has another text size. Qt tells only windows; words with a size of their own hear of it here."""
        for widget in self._app.allWidgets():
            widget.changeEvent(QEvent(QEvent.Type.ApplicationFontChange))

    def _ours(self) -> Tokens:
        scheme = self._preferred or self._hints.colorScheme()
        return DARK if scheme == Qt.ColorScheme.Dark else LIGHT


def palette(worn: Tokens) -> QPalette:
    """Qt's roles in our colours, for what is drawn by the style itself."""
    role = QPalette.ColorRole
    result = QPalette(QColor(worn.surface), QColor(worn.window))
    for place, value in (
        (role.Window, worn.window),
        (role.Base, worn.surface),
        (role.AlternateBase, worn.subtle),
        (role.Button, worn.surface),
        (role.ToolTipBase, worn.surface),
        (role.WindowText, worn.text),
        (role.Text, worn.text),
        (role.ButtonText, worn.text),
        (role.ToolTipText, worn.text),
        (role.PlaceholderText, worn.text2),
        (role.Link, worn.accent),
        (role.LinkVisited, worn.accent),
        (role.Accent, worn.accent),
        (role.Highlight, worn.accent),
        (role.HighlightedText, worn.on_accent),
    ):
        result.setColor(place, QColor(value))
    for place in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        result.setColor(QPalette.ColorGroup.Disabled, place, QColor(worn.disabled))
    return result
