"""What the window opens, copies and shows outside of itself."""

from __future__ import annotations

from pathlib import Path, PurePath

from PySide6.QtCore import QLoggingCategory, QObject, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from app.domain.errors import AppError
from app.domain.gateway_address import person_link
from app.flows.parts import Parts
from app.platforms.core_dumps import as_it_was_before
from app.services.licences import licences_of_parts, own_licence
from app.ui.about import About, about
from app.ui.clipboard import SecretClipboard

_DOWNLOAD = "https://claude.ai/download"
_HELP = Path(__file__).resolve().parents[2] / "resources" / "help" / "help.html"


class Outside(QObject):
    """`clipboard` is for what is secret; `copy` for all the rest."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        QLoggingCategory.setFilterRules("qt.qpa.services=false")  # Qt would print a link that it cannot open
        self.clipboard = SecretClipboard()
        self._parts = parts

    def open_page(self, page: str) -> None:
        """A page for people at the gateway, such as `/keys`, in the browser; a gateway without such pages has none."""
        try:
            link = person_link(self._parts.goal().base_url, page)
        except AppError:
            return
        if link:
            _open(QUrl(link))

    def open_link(self, link: str) -> bool:
        """Any other page in the browser; False where none could be opened."""
        return _open(QUrl(link))

    def open_help(self) -> None:
        _open(QUrl.fromLocalFile(str(_HELP)))

    def open_download(self) -> None:
        _open(QUrl(_DOWNLOAD))

    def show_in_folder(self, file: str) -> None:
        _open(QUrl.fromLocalFile(str(PurePath(file).parent)))

    def copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)

    @property
    def about(self) -> About:
        return about(self._parts.data.path)

    def licences(self) -> tuple[str, str]:
        """Ours, and those of the parts; the latter is empty where the program runs from source."""
        return own_licence(), licences_of_parts()

    @property
    def backup_folder(self) -> str:
        """Where what was there before our first write is kept."""
        return str(self._parts.data.path / "journal")


def _open(url: QUrl) -> bool:
    with as_it_was_before():
        return QDesktopServices.openUrl(url)
