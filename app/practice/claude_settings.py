"""Which mode a launch takes, decided from the settings files by the rules of the real Claude Desktop, once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from app.practice.claude_behaviour import Behaviour
from app.practice.claude_json import NotJson, parse
from app.practice.claude_managed import Managed, ManagedUnreadable, NotManaged, read_managed
from app.practice.claude_places import Places
from app.practice.claude_profile import GatewayProfile, Ignored, Values, gateway_profile, sound_values

_ID = re.compile(r"[a-f0-9-]{36}")


@dataclass(frozen=True, slots=True)
class Gateway:
    """`profile_id` None: from managed settings."""

    profile: GatewayProfile
    profile_id: str | None


@dataclass(frozen=True, slots=True)
class OtherProvider:
    """Third-party inference that is not a gateway, such as Bedrock."""

    provider: str
    profile_id: str | None


@dataclass(frozen=True, slots=True)
class FirstParty:
    why: str


@dataclass(frozen=True, slots=True)
class Void:
    """A settings file makes all local settings void: Claude starts as first party."""

    why: str


Mode = Gateway | OtherProvider | FirstParty | Void
Document = dict[str, object]


@dataclass(frozen=True, slots=True)
class Applied:
    """The applied profile as it was read."""

    id: str
    path: Path
    document: Document


@dataclass(frozen=True, slots=True)
class Settings:
    """What was read at launch. `config`: the gateway root's `claude_desktop_config.json`, None if there is none to keep.

    `remarks`: further warnings for the log, as they are.
    """

    mode: Mode
    ignored: tuple[Ignored, ...] = ()
    remarks: tuple[str, ...] = ()
    config: Document | None = None
    applied: Applied | None = None


def read_settings(places: Places, behaviour: Behaviour) -> Settings:
    if behaviour.old:
        return Settings(FirstParty("this version knows no gateway settings"))
    config = read_config(places.gateway_config)
    says_first_party = config is not None and config.get("deploymentMode") == "1p"
    match read_managed(behaviour.managed, behaviour.managed_owner):
        case ManagedUnreadable(why):
            remark = f"Managed MDM config detected but unreadable: {why}"
            return Settings(Void(f"managed but unreadable: {why}"), remarks=(remark,), config=config)
        case Managed(values, ignored):
            first_party = says_first_party and values.get("disableDeploymentModeChooser") is not True
            mode, remarks = _mode(values, None, first_party=first_party)
            return Settings(mode, ignored, ("Managed MDM config detected", *remarks), config)
        case NotManaged(remarks):
            return _read_local(places, behaviour, config, remarks, first_party=says_first_party)


def _read_local(
    places: Places, behaviour: Behaviour, config: Document | None, said: tuple[str, ...], *, first_party: bool
) -> Settings:
    applied = _applied(places.library)
    if not isinstance(applied, Applied):
        return Settings(applied, remarks=said, config=config)
    values, ignored = sound_values(applied.document, knows_helper=not behaviour.no_helper)
    mode, remarks = _mode(values, applied.id, first_party=first_party)
    return Settings(mode, ignored, (*said, *remarks), config, applied)


def _mode(values: Values, profile_id: str | None, *, first_party: bool) -> tuple[Mode, tuple[str, ...]]:
    """The mode, and what the log says of it."""
    provider = values.get("inferenceProvider")
    if not isinstance(provider, str):
        return FirstParty("no inferenceProvider"), ()
    if first_party:
        return FirstParty('deploymentMode is "1p"'), ()
    if provider != "gateway":
        return OtherProvider(provider, profile_id), ()
    match gateway_profile(values):
        case str(missing):
            return FirstParty(missing), (f"[custom-3p] {missing}",)
        case profile:
            return Gateway(profile, profile_id), ()


def _applied(library: Path) -> Applied | FirstParty | Void:
    meta = _read(library / "_meta.json")
    if not isinstance(meta, dict):
        return meta
    entries = meta.get("entries", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        return Void("_meta.json: entries is not a list of objects")
    ids = [entry.get("id") for entry in entries]
    applied_id = meta.get("appliedId")
    for id in [*ids, applied_id] if applied_id is not None else ids:
        if not isinstance(id, str) or not _ID.fullmatch(id):
            return Void(f"_meta.json: bad entry id {id!r}")
    if "hybridPointer" in meta:
        return FirstParty("hybridPointer is set")
    if not isinstance(applied_id, str):
        return FirstParty("no profile is applied")
    path = library / f"{applied_id}.json"
    document = _read(path)
    return Applied(applied_id, path, document) if isinstance(document, dict) else document


def _read(path: Path) -> Document | FirstParty | Void:
    try:
        document = parse(path.read_bytes())
    except FileNotFoundError:
        return FirstParty(f"there is no {path.name}")
    except (OSError, NotJson) as error:
        return Void(f"{path.name}: {error}")
    return document if isinstance(document, dict) else Void(f"{path.name}: not an object")


def read_config(path: Path) -> Document | None:
    config = _read(path)
    return config if isinstance(config, dict) else None


def mode_name(mode: Mode) -> str:
    match mode:
        case Gateway():
            return "gateway"
        case OtherProvider():
            return "other-provider"
        case FirstParty():
            return "first-party"
        case Void():
            return "void"
