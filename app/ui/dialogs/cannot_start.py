"""What the window says where the program cannot even look at this computer: why, and then it ends."""

from __future__ import annotations

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from app.domain.findings import Finding
from app.ui.dialogs.note_dialog import NoteDialog
from app.ui.main_window import MainWindow
from app.ui.style.theme import Theme
from app.words.findings import finding as sentence
from app.words.sentence import together
from app.words.speech import Speech


def tell_cannot_start(app: QApplication, window: MainWindow, why: Finding, speech: Speech) -> None:
    """Returns once it was read. There is no loop of the flows yet, and nothing that they could do."""
    Theme(app).apply()
    said = sentence(why, speech)
    note = NoteDialog(window, said.title, together(said.detail, said.remedy), speech)
    reading = QEventLoop()
    note.finished.connect(reading.quit)
    window.closing.connect(reading.quit)
    window.show()  # at the login it is hidden
    note.open()
    reading.exec()
