"""Puts the look on the whole application and follows the system between light, dark and high contrast."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from app.ui.style import tokens
from app.ui.style.focus_ring import FocusRing
from app.ui.style.sheet import sheet
from app.ui.style.tokens import DARK, LIGHT, Tokens


class Theme(QObject):
    """One for the application. It lives as long as the application does."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._hints = QGuiApplication.styleHints()
        self._preferred: Qt.ColorScheme | None = None
        self._wears = ""
        self._hints.colorSchemeChanged.connect(self.apply)
        self._accessibility = self._hints.accessibility()
        self._accessibility.contrastPreferenceChanged.connect(self.apply)
        self._ring = FocusRing(app)

    def apply(self) -> None:
        """Idempotent: wearing the same look again costs nothing."""
        app = self._app
        if not self._wears:
            app.setStyle("Fusion")
        contrast = self._accessibility.contrastPreference() == Qt.ContrastPreference.HighContrast
        tokens.force_system_colours(on=contrast)
        if contrast:
            app.setPalette(QPalette())
            worn = tokens.from_palette(app.palette())
        else:
            worn = DARK if self._scheme() == Qt.ColorScheme.Dark else LIGHT
            app.setPalette(palette(worn))
        look = sheet(worn)
        if look != self._wears:
            self._wears = look
            app.setStyleSheet(look)

    def prefer(self, scheme: Qt.ColorScheme | None) -> None:
        """Light or dark whatever the system says; None follows the system again."""
        self._preferred = scheme
        self._hints.setColorScheme(scheme or Qt.ColorScheme.Unknown)
        self.apply()

    def _scheme(self) -> Qt.ColorScheme:
        return self._preferred or self._hints.colorScheme()


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
