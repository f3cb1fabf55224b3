"""Reads Claude Desktop's folders into facts: each document's state, the library, other people's profiles."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path, PurePath

from app.domain import claude_settings as claude
from app.domain.facts import (
    Absent,
    Document,
    DocumentState,
    Loaded,
    Malformed,
    Profile,
    Role,
    Root,
    RootFacts,
    Unreadable,
)
from app.domain.findings import Reason
from app.domain.gateway_address import normalise
from app.domain.json_text import Document as JsonDocument
from app.domain.json_text import Json, JsonTextError
from app.domain.model import ApiKey
from app.services import files

_OTHERS = 50
"""So many profiles of other people are looked at; a library of more is not one that a person made."""


def look(roots: Iterable[Root], base_url: str) -> tuple[RootFacts, ...]:
    """What lies in the roots. `base_url`: the goal's gateway, to know a key that is meant for it."""
    return tuple(_look(root, places, base_url) for root, places in claude.all_places(roots))


def _look(root: Root, places: Iterable[tuple[Role, PurePath]], base_url: str) -> RootFacts:
    documents = tuple(Document(role, path, _state(role, path)) for role, path in places)
    library = next((d.state for d in documents if d.role is Role.LIBRARY), None)
    entries = library.entries if isinstance(library, Loaded) else ()
    others = (_profile(root, id, name, base_url) for id, name in entries[:_OTHERS] if claude.valid_id(id))
    cache = root.gateway / "Cache"
    found = tuple(p for p in others if p is not None)
    return RootFacts(root, documents, entries, found, cache if os.path.isdir(cache) else None)  # noqa: PTH112 - never raises


def _state(role: Role, path: PurePath) -> DocumentState:
    if not str(path).isprintable():  # no journal could name it again
        return Unreadable(Reason.OTHER)
    match files.read(Path(path)):
        case files.NoFile():
            return Absent(files.can_be_made(Path(path)))
        case files.Blocked(reason=reason):
            return Unreadable(reason)
        case files.Content(data=data, writable=writable, changed=changed):
            try:
                seen = claude.read(role, data)
            except JsonTextError as error:
                return Malformed(error.line, error.reason, files.digest(data))
            return Loaded(files.digest(data), seen.members, seen.width, writable, seen.entries, changed)


def _profile(root: Root, id: str, name: str, base_url: str) -> Profile | None:
    if id == claude.PROFILE_ID:
        return None
    path = claude.profile_path(root, id)
    match files.read(Path(path)):
        case files.Content(data=data, writable=writable):
            values, digest = _values(data), files.digest(data)
        case _:
            return Profile(id, name, None, path=path)
    address, provider = values.get("inferenceGatewayBaseUrl"), values.get("inferenceProvider")
    kind = provider if isinstance(provider, str) else None
    if (key := _key(values)) is None:
        return Profile(id, name, kind, path=path, digest=digest, writable=writable)
    same = kind == "gateway" and isinstance(address, str) and normalise(address) == base_url
    return Profile(id, name, kind, key.hint, same, path, digest, key.digest, writable)


def clear_key(root: Root, id: str) -> ApiKey | None:
    """The key that lies in clear in that profile; read only when a person said yes to its use."""
    return key_in(Path(claude.profile_path(root, id)))


def key_in(profile: Path) -> ApiKey | None:
    """Likewise for a profile by its file."""
    match files.read(profile):
        case files.Content(data=data):
            return _key(_values(data))
        case _:
            return None


def own_copy(roots: Iterable[Root]) -> ApiKey | None:
    """The key that our own profile holds, where a person chose that it does."""
    return next((key for root in roots if (key := clear_key(root, claude.PROFILE_ID)) is not None), None)


def _key(values: dict[str, Json]) -> ApiKey | None:
    key = values.get(claude.SECRET)
    return ApiKey(key.strip()) if isinstance(key, str) and key.strip() else None


def _values(data: bytes) -> dict[str, Json]:
    try:
        value = JsonDocument.parse(data).value
    except JsonTextError:
        return {}
    return value if isinstance(value, dict) else {}
