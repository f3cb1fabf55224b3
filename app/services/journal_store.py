"""Keeps the journal and the bytes it speaks of, each under its SHA-256, so that an undo can bring them back."""

from __future__ import annotations

from app.domain.journal import Journal
from app.services import files
from app.services.data_folder import DataFolder

NAME = "journal/journal.json"


class JournalStore:
    """`load` and `save` the journal as one document, which is replaced whole; contents lie beside it."""

    def __init__(self, data: DataFolder) -> None:
        self._data = data

    def load(self) -> Journal:
        return self._data.load(NAME, Journal) or Journal()

    def save(self, journal: Journal) -> None:
        self._data.save(NAME, journal)

    def keep(self, content: bytes) -> str:
        """Stores these bytes for ever (once) and gives their SHA-256."""
        digest = files.digest(content)
        path = self._data.path / "journal" / "contents" / digest
        match files.read(path):
            case files.Content(data=data) if data == content:
                pass
            case _:
                files.make_folders(path.parent)
                files.overwrite(path, content)
        return digest

    def content(self, digest: str) -> bytes:
        """The bytes with that SHA-256; raises `LookupError` where they are lost or damaged."""
        match files.read(self._data.path / "journal" / "contents" / digest):
            case files.Content(data=data) if files.digest(data) == digest:
                return data
        raise LookupError(digest)
