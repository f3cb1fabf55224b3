"""Edits of Claude Desktop's documents: what gets in, out or back, with every other byte left as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from app.domain.claude_settings import PROFILE_NAME, entries
from app.domain.documents import Address
from app.domain.journal import Cut
from app.domain.json_text import Document, Json, canonical, layout
from app.domain.model import ApiKey
from app.domain.secret_ref import SECRET, SecretAt

_NEW = b"{\n}\n"
"""What a new document begins as, so that it is laid out like Claude's own."""


@dataclass(frozen=True, slots=True)
class SetMember:
    """Give a member this value, as JSON text."""

    address: Address
    text: str


@dataclass(frozen=True, slots=True)
class DropMember:
    """Take a member out."""

    address: Address


@dataclass(frozen=True, slots=True)
class RestoreMember:
    """Give a member the text it had before us, as it was spelled."""

    address: Address
    text: str


@dataclass(frozen=True, slots=True)
class SetSecret:
    """Give a member the secret that lies there."""

    address: Address
    secret: SecretAt


@dataclass(frozen=True, slots=True)
class CutSecret:
    """Take a secret out, which is kept there from then on."""

    address: Address
    secret: SecretAt


@dataclass(frozen=True, slots=True)
class RestoreSecret:
    """Put a secret back that was cut. `cut`: to the byte, as nobody wrote since."""

    address: Address
    secret: SecretAt
    cut: Cut | None = None


Edit = SetMember | DropMember | RestoreMember | SetSecret | CutSecret | RestoreSecret
Secrets = Mapping[str, ApiKey]
"""By their SHA-256."""


def edited(data: bytes | None, edits: Iterable[Edit], secrets: Secrets = MappingProxyType({})) -> bytes:
    """The document's bytes after the edits; all other bytes stay. None = there was no file.

    Raises `LookupError` for an edit whose secret is not among these.
    """
    document = Document.parse(_NEW if data is None else data)
    for edit in edits:
        document = _edit(document, edit, secrets)
    return document.to_bytes()


def _edit(document: Document, edit: Edit, secrets: Secrets) -> Document:
    match edit:
        case RestoreSecret(secret=SecretAt(digest=digest), cut=Cut(at=int(at), lead=lead, tail=tail)):
            data, secret = document.to_bytes(), secrets[digest].reveal()
            return Document.parse(data[:at] + f"{lead}{secret}{tail}".encode() + data[at:])
        case SetSecret((key,), SecretAt(digest=digest)) if document.count(key) > 1:
            return document.without_member(key).with_member(key, canonical(secrets[digest].reveal()))
        case SetSecret((key,), SecretAt(digest=digest)) | RestoreSecret((key,), SecretAt(digest=digest)):
            return document.with_member(key, canonical(secrets[digest].reveal()))
        case CutSecret((key,)):
            return document.without_member(key)
        case SetMember(("entries", id)):
            return _with_entry(document, id, None)
        case RestoreMember(("entries", id), text):
            return _with_entry(document, id, text)
        case DropMember(("entries", id)):
            return _without_entry(document, id)
        case SetMember((key,), text):
            return document.with_member(key, _laid_out(text, document) if text[0] in "[{" else text)
        case RestoreMember((key,), text):
            return document.with_member(key, text)
        case DropMember((key,)):
            return document.without_member(key) if document.raw((key,)) is not None else document
    raise LookupError(edit.address)


def _laid_out(text: str, document: Document) -> str:
    return layout(Document.parse(text.encode()).value, document, 1)


def _with_entry(document: Document, id: str, text: str | None) -> Document:
    """With the entry as it was spelled, or a new one of ours; one that is there stays as it is."""
    if document.raw(("entries",)) is None:
        return document.with_member("entries", f"[{text}]" if text else layout([_entry(id)], document, 1))
    if id in (one for one, _ in entries(document.value)):
        return document
    return document.with_item(text or layout(_entry(id), document, 2), ("entries",))


def _without_entry(document: Document, id: str) -> Document:
    """Every entry of that id goes."""
    ids = [one for one, _ in entries(document.value)]
    for index in reversed([index for index, one in enumerate(ids) if one == id]):
        document = document.without_item(index, ("entries",))
    return document


def _entry(id: str) -> Json:
    return {"id": id, "name": PROFILE_NAME}


def cut_between(before: bytes, after: bytes, secret: ApiKey, name: str) -> Cut:
    """How to get from the bytes after a secret was cut out to those before."""
    at = next((n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), len(after))
    gone = before[at : at + len(before) - len(after)]
    text = secret.reveal().encode()
    lead, found, tail = gone.rpartition(text)  # the last: the member's own name may contain it
    told = Cut(name, secret.digest)
    if (
        not found
        or gone.count(SECRET.encode()) > 1
        or text in lead + tail
        or after != before[:at] + before[at + len(gone) :]
    ):
        return told
    try:
        return replace(told, at=at, lead=lead.decode(), tail=tail.decode())
    except UnicodeDecodeError:  # in the middle of a letter
        return told


def raw_member(data: bytes | None, address: Address) -> str | None:
    """A member as it is spelled in the document, for the journal; None where it is absent."""
    if data is None:
        return None
    document = Document.parse(data)
    if len(address) == 1:
        return document.raw((address[0],))
    ids = [id for id, _ in entries(document.value)]
    return document.raw(("entries", ids.index(address[1]))) if address[1] in ids else None
