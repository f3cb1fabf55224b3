"""Claude Desktop's documents: which members are ours, and what they should say.

The file format is not documented by the vendor; see the facts in `resources/help/claude-desktop-settings.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from app.domain.documents import Address, Role, Root
from app.domain.goal import ChosenModel, Goal, Handover, Tier
from app.domain.json_text import Document, Json, JsonTextError, canonical
from app.domain.model import ApiKey
from app.domain.secret_ref import SECRET

PROFILE_ID = "9d1f6a1e-5c0b-4b7e-8a43-2f7c6e0d94b5"
"""Fixed for ever, so that our profile is recognised even where our own data folder is lost."""
PROFILE_NAME = "OpenRouter"
ENTRY: Address = ("entries", PROFILE_ID)
HELPER = "inferenceCredentialHelper"
CREDENTIAL_KEYS = frozenset({"inferenceCredentialKind", HELPER})
GATEWAY_MODE, NORMAL_MODE = canonical("3p"), canonical("1p")
SET_ONCE = frozenset(
    {
        "chatTabEnabled",
        "deploymentDisplayName",
        "inferenceCredentialHelperTtlSec",
        "inferenceCredentialHelperTimeoutSec",
    }
)
"""Written where absent; a person may change them in Claude, and they then stay."""
_SECRETIVE = re.compile(r"token|key|secret|password|credential|header", re.IGNORECASE)
_LIKE_A_KEY = re.compile(r"sk-|bearer|basic |eyJ", re.IGNORECASE)
_VALID_ID = re.compile(r"[a-f0-9-]{36}")
_WATCHED: dict[Role, tuple[str, ...]] = {
    Role.LIBRARY: ("appliedId", "hybridPointer"),
    Role.GATEWAY_CONFIG: ("deploymentMode",),
    Role.NORMAL_CONFIG: ("deploymentMode",),
    Role.DEVELOPER: ("allowDevTools",),
}


def profile_path(root: Root, id: str) -> PurePath:
    return root.gateway / "configLibrary" / f"{id}.json"


def places(root: Root) -> tuple[tuple[Role, PurePath], ...]:
    """The files of one root, in the order in which they are written."""
    library = root.gateway / "configLibrary"
    found = [
        (Role.PROFILE, profile_path(root, PROFILE_ID)),
        (Role.GATEWAY_CONFIG, root.gateway / "claude_desktop_config.json"),
        (Role.DEVELOPER, root.normal / "developer_settings.json"),
        (Role.LIBRARY, library / "_meta.json"),
    ]
    if root.normal != root.gateway:
        found.insert(2, (Role.NORMAL_CONFIG, root.normal / "claude_desktop_config.json"))
    return tuple(found)


def all_places(roots: Iterable[Root]) -> Iterator[tuple[Root, tuple[tuple[Role, PurePath], ...]]]:
    """The files of each root; one that lies in two roots, as on Windows, is told with the first."""
    told: set[PurePath] = set()
    for root in roots:
        new = tuple(place for place in places(root) if place[1] not in told)
        told.update(path for _, path in new)
        yield root, new


def valid_id(text: str) -> bool:
    """One id that is not so makes Claude ignore its whole library."""
    return _VALID_ID.fullmatch(text) is not None


def foreign_and_bad(id: str) -> bool:
    """An entry id that voids Claude's library and that is not a misspelt one of ours."""
    return not valid_id(id) and id.lower() != PROFILE_ID


def entries(value: Json) -> tuple[tuple[str, str], ...]:
    """Ids and names of the library's entries; a shape that Claude does not read raises `JsonTextError`."""
    listed = value.get("entries", []) if isinstance(value, dict) else None
    if not isinstance(listed, list):
        raise JsonTextError("the list of profiles is not a list", 1, 1)
    found = []
    for item in listed:
        id = item.get("id") if isinstance(item, dict) else None
        if not isinstance(item, dict) or not isinstance(id, str):
            raise JsonTextError("a profile in the list has no id", 1, 1)
        name = item.get("name")
        found.append((id, name if isinstance(name, str) else ""))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Reading:
    """A sound document as we look at it: the members we care for, how many there are in all, the library's entries."""

    members: tuple[tuple[Address, str], ...]
    width: int
    entries: tuple[tuple[str, str], ...] = ()


def read(role: Role, data: bytes) -> Reading:
    """Members as canonical JSON text; a secret only as its SHA-256.

    Raises `JsonTextError` for what Claude could not read.
    """
    document = Document.parse(data)
    value = document.value
    if not isinstance(value, dict):
        raise JsonTextError("the file does not hold an object", 1, 1)
    names = sorted(OWN_KEYS) if role is Role.PROFILE else _WATCHED[role]
    found: list[tuple[Address, str]] = [
        ((name,), _told(document, name, value[name])) for name in names if name in value
    ]
    listed = entries(value) if role is Role.LIBRARY else ()
    found += [(("entries", id), canonical(id)) for id, _ in listed if id.lower() == PROFILE_ID]
    return Reading(tuple(found), len(value), listed)


def _told(document: Document, name: str, value: Json) -> str:
    if name != SECRET:
        return canonical(value)
    return digest_of(value) if document.count(SECRET) == 1 else canonical("several")


def digest_of(secret: Json) -> str:
    """What facts and the journal say in place of a secret, as canonical JSON text; "" where there is a key of no use."""
    key = key_of(secret)
    return canonical(key.digest if key else "")


def key_of(secret: Json) -> ApiKey | None:
    """The key that a member holds; what could never be sent is none."""
    text = secret.strip() if isinstance(secret, str) else ""
    return ApiKey(text) if text and text.isascii() and text.isprintable() else None


def toggles(data: bytes) -> tuple[tuple[str, str], ...]:
    """What Claude or a person put into our profile beside our own members; nothing that may be a secret."""
    value = Document.parse(data).value
    members = value.items() if isinstance(value, dict) else ()
    return tuple((key, canonical(v)) for key, v in members if key not in OWN_KEYS and not _may_be_secret(key, v))


def _may_be_secret(name: str, value: Json) -> bool:
    match value:
        case str():
            return bool(_SECRETIVE.search(name) or _LIKE_A_KEY.search(value))
        case dict():
            return bool(_SECRETIVE.search(name)) or any(_may_be_secret(key, v) for key, v in value.items())
        case list():
            return bool(_SECRETIVE.search(name)) or any(_may_be_secret("", v) for v in value)
        case _:
            return bool(_SECRETIVE.search(name))


def profile_values(goal: Goal, helper: PurePath) -> dict[str, Json]:
    """What our profile says, but for the key; sources of the names: the vendor's list of configuration keys."""
    by_helper: dict[str, Json] = {
        "inferenceCredentialKind": "helper-script",
        HELPER: str(helper),
        "inferenceCredentialHelperTtlSec": 3600,
        "inferenceCredentialHelperTimeoutSec": 60,
    }
    return {
        "inferenceProvider": "gateway",
        "inferenceGatewayBaseUrl": goal.base_url,
        "inferenceGatewayAuthScheme": "bearer",
        **(by_helper if goal.handover is Handover.HELPER else {"inferenceCredentialKind": "static"}),
        "inferenceModels": _models(goal.models),
        "modelDiscoveryEnabled": False,
        "deploymentDisplayName": PROFILE_NAME,
        "chatTabEnabled": True,
    }


def _models(models: Iterable[ChosenModel]) -> Json:
    listed: list[Json] = []
    tiers: set[Tier] = set()
    for model in models:
        value: dict[str, Json] = {"name": model.id, "labelOverride": model.label}
        if model.tier is not None:
            value["anthropicFamilyTier"] = model.tier.value
            if model.tier not in tiers:
                value["isFamilyDefault"] = True
            tiers.add(model.tier)
        if model.long_context:
            value["supports1m"] = True
        listed.append(value)
    return listed


OWN_KEYS = frozenset({*profile_values(Goal(), PurePath()), SECRET})
"""The members of our profile that we answer for; all others in it are the person's."""
