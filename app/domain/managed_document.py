"""Claude Desktop's settings as an IT department hands them out to many computers, in the spelling of each system.

They come from the same goal as a person's own profile, but never hold a key: each person's own is asked of the helper.
Windows and macOS keep every value as text, lists as JSON in a text; Linux has a JSON file with JSON's own types.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from pathlib import PurePath, PurePosixPath, PureWindowsPath

from app.domain import claude_models, claude_settings
from app.domain.findings import Finding, FindingId, Named, found
from app.domain.gateway_address import normalise
from app.domain.goal import Goal, Handover
from app.domain.json_text import Json


class Format(StrEnum):
    """A configuration profile for macOS, a registry file for Windows, a settings file for Linux."""

    MOBILECONFIG = "mobileconfig"
    REG = "reg"
    JSON = "json"


HELPERS: Mapping[Format, PurePath] = {
    Format.MOBILECONFIG: PurePosixPath("/Applications/Gateway Companion.app/Contents/MacOS/gateway-credential"),
    Format.REG: PureWindowsPath(r"C:\Program Files\Gateway Companion\gateway-credential.exe"),
    Format.JSON: PurePosixPath("/usr/lib/gateway-companion/gateway-credential"),
}
"""Where an installation for everybody on a computer has the program that hands Claude the key."""
REGISTRY_KEY = r"SOFTWARE\Policies\Claude"
_LABEL = "deploymentDisplayName"
_DOMAIN = "com.anthropic.claudefordesktop"
_PROFILE = "org.gatewaycompanion.claude-desktop"
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "gatewaycompanion.org")
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_DOCTYPE = '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n'


def helper_at(format: Format, path: str) -> PurePath:
    """That place, as the system which the format is for spells places."""
    return PureWindowsPath(path) if format is Format.REG else PurePosixPath(path)


def problems(format: Format, goal: Goal, helper: PurePath) -> tuple[Finding, ...]:
    """What Claude Desktop would not take of it; such a document is not written."""
    return tuple(_problems(format, goal, helper))


def _problems(format: Format, goal: Goal, helper: PurePath) -> Iterator[Finding]:
    if normalise(goal.base_url) != goal.base_url:
        yield found(FindingId.GATEWAY_ADDRESS_REFUSED, Named(goal.base_url))
    if not _is_program(format, helper):
        yield found(FindingId.HELPER_PLACE_REFUSED, Named(str(helper)))
    if not goal.models:
        yield found(FindingId.NO_MODELS)
    for model in goal.models:
        if claude_models.accepted(model.id) is not None or not (model.id.isprintable() and model.label.strip()):
            yield found(FindingId.MODEL_NOT_ACCEPTED, Named(model.id), repairable=False)


def _is_program(format: Format, helper: PurePath) -> bool:
    """Claude wants the whole path; on Windows nothing but an .exe can be started without a shell."""
    right_kind = format is not Format.REG or helper.suffix.lower() == ".exe"
    return helper.is_absolute() and ".." not in helper.parts and str(helper).isprintable() and right_kind


def values(format: Format, goal: Goal, helper: PurePath) -> dict[str, Json]:
    """What Claude is told, in JSON's own types: all that a person's own profile says, but for how the key is kept."""
    wanted = claude_settings.profile_values(replace(goal, handover=Handover.HELPER), helper)
    if format is Format.JSON:  # one name that a Claude does not know voids the whole file there, and older ones do not
        del wanted[_LABEL]
    return wanted


def document(format: Format, goal: Goal, helper: PurePath) -> bytes:
    """The whole file. The same goal gives the same bytes."""
    return _WRITERS[format](values(format, goal, helper))


def _json(values: Mapping[str, Json]) -> bytes:
    return json.dumps(values, indent=2).encode() + b"\n"


def _text(value: Json) -> str:
    """How a system that knows only texts spells it."""
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))


def _reg(values: Mapping[str, Json]) -> bytes:
    def quoted(text: str) -> str:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    rows = (f"{quoted(name)}={quoted(_text(value))}" for name, value in values.items())
    head = ("Windows Registry Editor Version 5.00", "", rf"[HKEY_LOCAL_MACHINE\{REGISTRY_KEY}]")
    return "".join(f"{line}\r\n" for line in ("\ufeff" + head[0], *head[1:], *rows, "")).encode("utf-16-le")


def _mobileconfig(values: Mapping[str, Json]) -> bytes:
    """Its identifiers come from its contents: a system takes the same profile for the same, and another one for new."""
    content = json.dumps(values, sort_keys=True)
    settings = {
        "PayloadType": _DOMAIN,
        "PayloadIdentifier": f"{_PROFILE}.settings",
        "PayloadUUID": _uuid("settings", content),
        "PayloadVersion": 1,
        "PayloadDisplayName": "Claude Desktop",
        **{name: _text(value) for name, value in values.items()},
    }
    profile = {
        "PayloadContent": [settings],
        "PayloadDescription": "Connects Claude Desktop to OpenRouter. It holds no key.",
        "PayloadDisplayName": "Claude Desktop with OpenRouter",
        "PayloadIdentifier": _PROFILE,
        "PayloadOrganization": "Gateway Companion",
        "PayloadScope": "System",
        "PayloadType": "Configuration",
        "PayloadUUID": _uuid("profile", content),
        "PayloadVersion": 1,
    }
    body = "".join(f"{line}\n" for line in _plist(profile, ""))
    return f'{_XML}{_DOCTYPE}<plist version="1.0">\n{body}</plist>\n'.encode()


def _uuid(part: str, content: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, f"{part} {content}")).upper()


def _plist(value: object, indent: str) -> Iterator[str]:
    """As lines of a property list."""
    match value:
        case dict():
            yield f"{indent}<dict>"
            for name, item in value.items():
                yield f"{indent}\t<key>{_escaped(name)}</key>"
                yield from _plist(item, f"{indent}\t")
            yield f"{indent}</dict>"
        case list():
            yield f"{indent}<array>"
            for item in value:
                yield from _plist(item, f"{indent}\t")
            yield f"{indent}</array>"
        case int():
            yield f"{indent}<integer>{value}</integer>"
        case _:
            yield f"{indent}<string>{_escaped(str(value))}</string>"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


_WRITERS: Mapping[Format, Callable[[Mapping[str, Json]], bytes]] = {
    Format.MOBILECONFIG: _mobileconfig,
    Format.REG: _reg,
    Format.JSON: _json,
}
