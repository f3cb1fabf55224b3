"""Claude Desktop's documents as they were seen: each file's state, the library, and other people's profiles."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from app.domain.findings import Reason

Address = tuple[str, ...]
"""Where a member lies in a document: `("appliedId",)`, or in an array of objects by id: `("entries", "<id>")`."""


@dataclass(frozen=True, slots=True)
class Root:
    """One pair of Claude Desktop folders. `shadow`: a Windows package copy, which hides the real one."""

    gateway: PurePath
    normal: PurePath
    log: PurePath
    shadow: bool = False


class Role(StrEnum):
    """What a document of Claude Desktop is for."""

    LIBRARY = "library"
    PROFILE = "profile"
    GATEWAY_CONFIG = "gateway-config"
    NORMAL_CONFIG = "normal-config"
    DEVELOPER = "developer"
    OTHER_PROFILE = "other-profile"


@dataclass(frozen=True, slots=True)
class Absent:
    """There is no such file. `writable`: it could be made."""

    writable: bool = True


@dataclass(frozen=True, slots=True)
class Loaded:
    """A sound document: the SHA-256 of its bytes, and the canonical JSON text of each member we care for.

    `width`: how many members it has in all, at the top level. `entries`: of a library, its ids and names in order.
    `changed`: when it was last written, in seconds since the epoch. `exposed`: other people on this computer can read it.
    """

    digest: str
    members: tuple[tuple[Address, str], ...]
    width: int
    writable: bool = True
    entries: tuple[tuple[str, str], ...] = ()
    changed: float = 0.0
    exposed: bool = False

    def get(self, *address: str) -> str | None:
        """The canonical JSON text at that address, or None."""
        return dict(self.members).get(address)


@dataclass(frozen=True, slots=True)
class Malformed:
    """Not valid JSON, or not the shape that Claude reads. `line` is 1-based; `digest` as for `Loaded`."""

    line: int
    text: str
    digest: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    reason: Reason


DocumentState = Absent | Loaded | Malformed | Unreadable


@dataclass(frozen=True, slots=True)
class Document:
    """One of the files that Claude Desktop reads."""

    role: Role
    path: PurePath
    state: DocumentState


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile of Claude's library that is not ours, without its secret.

    `clear_key_hint`: it holds a key in clear, shown as its hint. `same_gateway`: that key is for the goal's gateway.
    `key_digest`: SHA-256 of the key. `single`: there is one key, no second one of the same name. `listed`: Claude's list
    has it; one that we took a key out of is looked at either way.
    """

    id: str
    name: str
    provider: str | None
    clear_key_hint: str | None = None
    same_gateway: bool = False
    path: PurePath = PurePath()  # noqa: RUF009 - immutable, so it can be shared
    state: DocumentState = Absent()
    key_digest: str = ""
    single: bool = True
    listed: bool = True


@dataclass(frozen=True, slots=True)
class RootFacts:
    """One root as it was seen. `entries` are the library's ids and names in order; `cache` is Claude's model cache.

    A document that lies in two roots is told with the first one only.
    """

    root: Root
    documents: tuple[Document, ...]
    entries: tuple[tuple[str, str], ...] = ()
    others: tuple[Profile, ...] = ()
    cache: PurePath | None = None

    def document(self, role: Role) -> Document:
        return next(d for d in self.documents if d.role is role)

    def has(self, role: Role) -> bool:
        """Whether there is such a file, sound or not."""
        return any(d.role is role and not isinstance(d.state, Absent) for d in self.documents)

    def member(self, role: Role, *address: str) -> str | None:
        state = next((d.state for d in self.documents if d.role is role), None)
        return state.get(*address) if isinstance(state, Loaded) else None
