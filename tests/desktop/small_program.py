"""A small window with a tray icon, on which the desktop tests prove that their own hands and eyes work."""

from __future__ import annotations

import sys

from PySide6.QtCore import Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAction, QColor, QIcon, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QScrollArea,
    QSystemTrayIcon,
    QVBoxLayout,
    QWidget,
)


class SmallWindow(QWidget):
    """Greets whoever is named in the field; a button far below is reached by scrolling."""

    def __init__(self, *, with_names: bool) -> None:
        super().__init__()
        self.setWindowTitle("Small window")
        self.field = QLineEdit()
        self.greet = QPushButton("Greet")
        self.paste = QPushButton("Paste")
        self.told = QLabel("Nobody yet")
        self.far = QPushButton("Far below")
        if with_names:
            self.field.setAccessibleName("Who")
        self.greet.setAccessibleDescription("Says hello")
        area = QScrollArea()
        area.setAccessibleName("More")
        area.setWidget(self._tall())
        layout = QVBoxLayout(self)
        for widget in (self.field, self.greet, self.paste, self.told, area):
            layout.addWidget(widget)
        self.greet.clicked.connect(self.say_hello)
        self.paste.clicked.connect(self.field.paste)
        self.far.clicked.connect(self.say_far)

    def _tall(self) -> QWidget:
        tall = QWidget()
        layout = QVBoxLayout(tall)
        layout.addSpacing(1500)
        layout.addWidget(self.far)
        return tall

    @Slot()
    def say_hello(self) -> None:
        self.told.setText(f"Hello {self.field.text()}")
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.told, self.told.text()))

    @Slot()
    def say_far(self) -> None:
        self.told.setText("That was far")

    @Slot()
    def come(self) -> None:
        self.show()
        self.raise_()

    @Slot(QSystemTrayIcon.ActivationReason)
    def poked(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self.told.setText("The tray icon was clicked")


def main() -> int:
    app = QApplication(sys.argv)
    app.setApplicationName("small-program")
    app.setQuitOnLastWindowClosed(False)
    window = SmallWindow(with_names="--forget-a-name" not in sys.argv)
    menu = QMenu()
    state = QAction("Everything works", menu)
    state.setEnabled(False)
    show, leave = QAction("Greet from the tray", menu), QAction("Quit", menu)
    menu.addActions([state, show, leave])
    show.triggered.connect(window.say_hello)
    leave.triggered.connect(app.quit)
    picture = QPixmap(22, 22)
    picture.fill(QColor("teal"))
    icon = QSystemTrayIcon(QIcon(picture))
    icon.setContextMenu(menu)
    icon.activated.connect(window.poked)
    icon.setVisible(QSystemTrayIcon.isSystemTrayAvailable())
    window.resize(400, 300)
    window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
