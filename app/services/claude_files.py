"""Reads Claude Desktop's folders into facts: each document's state, the library, other people's profiles."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path, PurePath

from app.domain import claude_settings as claude
from app.domain.documents import (
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
from app.domain.json_text import JsonTextError
from app.domain.model import ApiKey
from app.domain.secret_ref import SECRET
from app.services import files

_OTHERS = 50
"""So many profiles of other people are looked at; a library of more is not one that a person made."""


def look(roots: Iterable[Root], base_url: str, cut: Collection[PurePath] = ()) -> tuple[RootFacts, ...]:
    """What lies in the roots. `base_url`: the goal's gateway, to know a key that is meant for it. `cut`: the profiles that
    a key was taken out of.
    """
    return tuple(_look(root, places, base_url, cut) for root, places in claude.all_places(roots))


def _look(root: Root, places: Iterable[tuple[Role, PurePath]], base_url: str, cut: Collection[PurePath]) -> RootFacts:
    documents = tuple(Document(role, path, _state(role, path)) for role, path in places)
    library = next((d.state for d in documents if d.role is Role.LIBRARY), None)
    entries = library.entries if isinstance(library, Loaded) else ()
    listed = {id: name for id, name in entries[:_OTHERS] if claude.valid_id(id) and id != claude.PROFILE_ID}
    others = [_profile(root, id, name, base_url) for id, name in listed.items()]
    unlisted = (path.stem for path in cut if path.parent == root.gateway / "configLibrary" and path.stem not in listed)
    others += [replace(_profile(root, id, "", base_url), listed=False) for id in unlisted]
    cache = root.gateway / "Cache"
    found = tuple(others)
    return RootFacts(root, documents, entries, found, cache if os.path.isdir(cache) else None)  # noqa: PTH112 - never raises


def _state(role: Role, path: PurePath) -> DocumentState:
    if not str(path).isprintable():  # no journal could name it again
        return Unreadable(Reason.OTHER)
    match files.read(Path(path)):
        case files.NoFile():
            return Absent(files.can_be_made(Path(path)))
        case files.Blocked(reason=reason):
            return Unreadable(reason)
        case files.Content(data=data, writable=writable, changed=changed) as content:
            try:
                seen = claude.read(role, data)
            except JsonTextError as error:
                return Malformed(error.line, error.reason, files.digest(data))
            return Loaded(
                files.digest(data), seen.members, seen.width, writable, seen.entries, changed, content.exposed
            )


def _profile(root: Root, id: str, name: str, base_url: str) -> Profile:
    path = claude.profile_path(root, id)
    match files.read(Path(path)):
        case files.NoFile():
            return Profile(id, name, None, path=path)
        case files.Blocked(reason=reason):
            return Profile(id, name, None, path=path, state=Unreadable(reason))
        case files.Content(data=data, writable=writable):
            return _held(Profile(id, name, None, path=path), data, base_url, writable=writable)


def _held(profile: Profile, data: bytes, base_url: str, *, writable: bool) -> Profile:
    digest = files.digest(data)
    try:
        document = JsonDocument.parse(data)
    except JsonTextError as error:
        return replace(profile, state=Malformed(error.line, error.reason, digest))
    values = document.value
    if not isinstance(values, dict):
        return replace(profile, state=Malformed(1, "the file does not hold an object", digest))
    address, provider = values.get("inferenceGatewayBaseUrl"), values.get("inferenceProvider")
    kind = provider if isinstance(provider, str) else None
    profile = replace(profile, provider=kind, state=Loaded(digest, (), len(values), writable))
    if (key := claude.key_of(values.get(SECRET))) is None:
        return profile
    same = kind == "gateway" and isinstance(address, str) and normalise(address) == base_url
    single = document.count(SECRET) == 1
    return replace(profile, clear_key_hint=key.hint, same_gateway=same, key_digest=key.digest, single=single)


def clear_key(root: Root, id: str) -> ApiKey | None:
    """The key that lies in clear in that profile; read only when a person said yes to its use."""
    return key_in(Path(claude.profile_path(root, id)))


def key_in(profile: Path) -> ApiKey | None:
    """Likewise for a profile by its file."""
    match files.read(profile):
        case files.Content(data=data):
            try:
                values = JsonDocument.parse(data).value
            except JsonTextError:
                return None
            return claude.key_of(values.get(SECRET)) if isinstance(values, dict) else None
        case _:
            return None


def keeps_copy(roots: Iterable[Root]) -> bool:
    """Whether our own profile says that Claude keeps a copy of the key, and holds one."""
    profiles = (_state(Role.PROFILE, claude.profile_path(root, claude.PROFILE_ID)) for root in roots)
    loaded = [state for state in profiles if isinstance(state, Loaded)]
    return any(s.get("inferenceCredentialKind") == '"static"' and s.get(SECRET) is not None for s in loaded)


def own_copy(roots: Iterable[Root]) -> ApiKey | None:
    """The key that our own profile holds, where a person chose that it does."""
    return next((key for root in roots if (key := clear_key(root, claude.PROFILE_ID)) is not None), None)
