"""The practice Claude Desktop's own window: it shows live what this launch found, and closing it is quitting."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Thread

from PySide6 import QtGui
from PySide6.QtCore import QByteArray, QMessageLogContext, QSize, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

import app.practice.counted_values  # noqa: F401 - needed as soon as Qt is there
from app.practice import claude_words as words
from app.practice.claude_colours import DARK, LIGHT, Colours, sheet
from app.practice.claude_ending import Ending, Phase
from app.practice.claude_state import State
from app.practice.claude_words import Tone

_ICONS = Path(__file__).resolve().parents[2] / "resources" / "icons"
_EVERY = 40
"""Milliseconds between two looks at the state; Python hears signals only then, too."""


def live(ending: Ending, front: Path, version: str) -> int:
    """Runs `ending` beside the window. Where Qt finds no screen, it runs alone."""

    def on_message(kind: QtMsgType, _: QMessageLogContext, text: str | None) -> None:
        if kind == QtMsgType.QtFatalMsg:  # Qt would end the process now, so what is left to do is done here
            os._exit(ending.run())
        sys.stderr.write(f"{text}\n")

    qInstallMessageHandler(on_message)
    app = QApplication(["practice-claude-desktop"])
    qInstallMessageHandler(None)
    app.setApplicationDisplayName(words.TITLE)
    app.setQuitOnLastWindowClosed(False)
    app.setStyle("Fusion")
    ended: list[int] = []
    worker = Thread(target=lambda: ended.append(ending.run()), daemon=True)
    worker.start()
    window = ClaudeWindow(ending, worker, front, version)
    window.show()
    app.exec()
    return ended[0] if ended else 1


class ClaudeWindow(QWidget):
    """Looks at the state and the phase again and again; `worker` ends when the app has quit."""

    def __init__(self, ending: Ending, worker: Thread, front: Path, version: str) -> None:
        super().__init__()
        self._ending = ending
        self._worker = worker
        self._front = front
        self._shown: tuple[State, Phase] | None = None
        self._tone = Tone.WORKING
        front.unlink(missing_ok=True)
        self.setWindowTitle(words.TITLE)
        self.setAccessibleName(words.TITLE)
        self._app_sign, self._sign = QLabel(), QLabel()
        self._app_sign.setAccessibleName("Practice")
        self._title, self._text = _label(factor=1.3, strong=True), _label()
        self._found, self._picker = _Rows(), _Picker()
        self._quit = QPushButton("&Quit")
        self._quit.setAccessibleName("Quit")
        self._quit.clicked.connect(self.close)
        QtGui.QShortcut(QtGui.QKeySequence(QtGui.QKeySequence.StandardKey.Quit), self).activated.connect(self.close)
        self._arrange(version)
        self._dress()
        QtGui.QGuiApplication.styleHints().colorSchemeChanged.connect(self._dress)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(_EVERY)
        self._look()

    def closeEvent(self, event: QtGui.QCloseEvent) -> None:
        """The window stays until the app has quit, which may take its time."""
        event.ignore()
        self._ending.ask()

    def _arrange(self, version: str) -> None:
        head, hero, page, line = QWidget(), QFrame(), QWidget(), QFrame()
        for part, name in ((hero, "hero"), (page, "page"), (line, "line")):
            part.setObjectName(name)
        _beside(head, self._app_sign, _label(words.TITLE, factor=1.57, strong=True), _label(words.LEDE, second=True))
        _beside(hero, self._sign, self._title, self._text).setContentsMargins(20, 16, 20, 16)
        body = QVBoxLayout(page)
        body.setContentsMargins(28, 24, 28, 24)
        body.setSpacing(16)
        _add(body, head, hero, self._found, self._picker)
        body.addStretch(1)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(page)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        foot = QHBoxLayout()
        foot.setContentsMargins(28, 12, 28, 12)
        foot.addWidget(_label(f"Version {version}", second=True), 1)
        foot.addWidget(self._quit)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        line.setFixedHeight(1)
        _add(whole, scroll, line)
        whole.addLayout(foot)
        self._quit.setFocus()
        screen = self.screen().availableSize()
        em = self.fontMetrics().height()
        self.resize(QSize(40 * em, 41 * em).boundedTo(screen * 0.9))

    def _dress(self) -> None:
        """Light or dark, as the system is now."""
        colours = _colours()
        palette = QtGui.QPalette(QtGui.QColor(colours.surface), QtGui.QColor(colours.window))
        roles = QtGui.QPalette.ColorRole
        for role, colour in (
            (roles.Base, colours.surface),
            (roles.Highlight, colours.accent),
            (roles.HighlightedText, colours.on_accent),
            (roles.PlaceholderText, colours.second),
        ):
            palette.setColor(role, QtGui.QColor(colour))
        for role in (roles.WindowText, roles.Text, roles.ButtonText):
            palette.setColor(role, QtGui.QColor(colours.text))
            palette.setColor(QtGui.QPalette.ColorGroup.Disabled, role, QtGui.QColor(colours.second))
        QApplication.setPalette(palette)
        self.setStyleSheet(sheet(colours, self._tone))
        height, ratio = self.fontMetrics().height(), self.devicePixelRatioF()
        self._app_sign.setPixmap(_tile(3 * height, colours, ratio))
        self._sign.setPixmap(_drawn(f"status-{self._tone}", colours.tones[self._tone][0], 2 * height, ratio))
        self.setWindowIcon(QtGui.QIcon(_tile(128, colours, 1)))

    def _look(self) -> None:
        if not self._worker.is_alive():
            QApplication.exit()
            return
        now = (self._ending.traces.state, self._ending.phase)
        if now != self._shown:
            self._shown = now
            self._tell(*now)
        if self._front.exists():
            self._front.unlink(missing_ok=True)
            self.showNormal()
            self.raise_()
            self.activateWindow()

    def _tell(self, state: State, phase: Phase) -> None:
        told = words.headline(state, phase)
        self._title.setText(told.title)
        self._text.setText(told.text)
        if told.tone != self._tone:
            self._tone = told.tone
            self._dress()
        self._sign.setAccessibleName(told.tone.word)
        self._found.tell(words.rows(state))
        self._picker.tell(state)
        for control in (self._picker, self._quit):
            control.setEnabled(phase is not Phase.CLOSING)


class _Rows(QFrame):
    """Names and values, filled anew only where they change."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(20, 16, 20, 16)
        self._grid.setHorizontalSpacing(20)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(1, 1)
        self._labels: list[tuple[QLabel, QLabel]] = []

    def tell(self, rows: Sequence[tuple[str, str]]) -> None:
        while len(self._labels) < len(rows):
            name, value = _label(second=True), _label()
            name.setWordWrap(False)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            for column, label in enumerate((name, value)):
                self._grid.addWidget(label, len(self._labels), column, Qt.AlignmentFlag.AlignTop)
            self._labels.append((name, value))
        for number, labels in enumerate(self._labels):
            for label, text in zip(labels, rows[number] if number < len(rows) else ("", ""), strict=True):
                label.setText(text)
                label.setVisible(bool(text))


class _Picker(QFrame):
    """Where one would write to Claude, and below it the picker with its models."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._models: tuple[str, ...] | None = None
        chat = QLineEdit(words.SILENT)
        chat.setAccessibleName("Message to Claude")
        chat.setEnabled(False)
        name, self._box, self._caption = QLabel("&Model picker"), QComboBox(), _label(second=True)
        self._box.setAccessibleName("Model picker")
        self._box.setMinimumHeight(2 * self.fontMetrics().height())
        name.setBuddy(self._box)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(name)
        line.addWidget(self._box, 1)
        body = QVBoxLayout(self)
        body.setContentsMargins(20, 16, 20, 16)
        body.setSpacing(12)
        body.addWidget(chat)
        body.addLayout(line)
        body.addWidget(self._caption)

    def tell(self, state: State) -> None:
        self._caption.setText(words.models(state))
        if state.models == self._models:
            return
        self._models = state.models
        self._box.clear()
        self._box.addItems(list(state.models))
        self._box.setCurrentText(state.default_model or "")
        self._box.setEnabled(bool(state.models))


def _label(text: str = "", *, factor: float = 1, strong: bool = False, second: bool = False) -> QLabel:
    label = QLabel(text, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
    font = QtGui.QFont(label.font())
    font.setPointSizeF(label.fontInfo().pointSizeF() * factor)
    font.setWeight(QtGui.QFont.Weight.DemiBold if strong else QtGui.QFont.Weight.Normal)
    label.setFont(font)
    label.setProperty("second", second)
    return label


def _beside(whole: QWidget, sign: QLabel, *labels: QLabel) -> QHBoxLayout:
    """The sign, and right of it the labels one below the other."""
    line, column = QHBoxLayout(whole), QVBoxLayout()
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(16)
    column.setSpacing(2)
    _add(column, *labels)
    line.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    line.addLayout(column, 1)
    return line


def _add(layout: QVBoxLayout, *widgets: QWidget) -> None:
    for widget in widgets:
        layout.addWidget(widget)


def _colours() -> Colours:
    return DARK if QtGui.QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT


def _drawn(icon: str, colour: str, size: int, ratio: float) -> QtGui.QPixmap:
    picture = QtGui.QPixmap(QSize(size, size) * ratio)
    picture.fill(Qt.GlobalColor.transparent)
    drawing = (_ICONS / f"{icon}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    painter = QtGui.QPainter(picture)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter)
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def _tile(size: int, colours: Colours, ratio: float) -> QtGui.QPixmap:
    """The app's own sign: the flask of practice on a coloured tile."""
    picture = QtGui.QPixmap(QSize(size, size) * ratio)
    picture.fill(Qt.GlobalColor.transparent)
    picture.setDevicePixelRatio(ratio)
    painter = QtGui.QPainter(picture)
    painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QtGui.QColor(colours.accent))
    painter.drawRoundedRect(0, 0, size, size, size * 0.22, size * 0.22)
    inner = round(size * 0.6)
    edge = (size - inner) // 2
    painter.drawPixmap(edge, edge, _drawn("practice", colours.on_accent, inner, ratio))
    painter.end()
    return picture
