"""What the window opens, copies and shows outside of itself."""

from __future__ import annotations

from pathlib import Path, PurePath

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from app.domain.errors import AppError
from app.domain.gateway_address import person_link
from app.flows.parts import Parts

_DOWNLOAD = "https://claude.ai/download"
_HELP = Path(__file__).resolve().parents[2] / "resources" / "help" / "help.html"


class Outside(QObject):
    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self._parts = parts

    def open_page(self, page: str) -> None:
        """A page for people at the gateway, such as `/keys`, in the browser; a gateway without such pages has none."""
        try:
            link = person_link(self._parts.goal().base_url, page)
        except AppError:
            return
        if link:
            QDesktopServices.openUrl(QUrl(link))

    def open_help(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(_HELP)))

    def open_download(self) -> None:
        QDesktopServices.openUrl(QUrl(_DOWNLOAD))

    def show_in_folder(self, file: str) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(PurePath(file).parent)))

    def copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)

    @property
    def backup_folder(self) -> str:
        """Where what was there before our first write is kept."""
        return str(self._parts.data.path / "journal")
