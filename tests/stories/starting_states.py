"""Where people come from: the settings folders in which a setup can begin, as data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.claude_settings import PROFILE_ID

META = ".config/Claude-3p/configLibrary/_meta.json"
GATEWAY_CONFIG = ".config/Claude-3p/claude_desktop_config.json"
NORMAL_CONFIG = ".config/Claude/claude_desktop_config.json"
DEVELOPER = ".config/Claude/developer_settings.json"
OWN = f".config/Claude-3p/configLibrary/{PROFILE_ID}.json"
BY_HAND = "3f2b8c1e-6a57-4a0e-9d44-1b5f0c7e2a90"
OLLAMA = "00000000-0000-4000-8000-000000000114"
CC_SWITCH = "00000000-0000-4000-8000-000000157210"


def profile(id: str) -> str:
    return f".config/Claude-3p/configLibrary/{id}.json"


@dataclass(frozen=True, slots=True)
class Link:
    """A symbolic link to a place below the home folder, or to nowhere."""

    to: str


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder where a file is expected."""


@dataclass(frozen=True, slots=True)
class State:
    """One start. `found`: what status says then; `stopped`: a person must act, so setup writes nothing (exit 3).

    `modes`: permission bits by path. `behaviour`: of the practice Claude. `managed`: what an IT department set.
    """

    name: str
    files: Mapping[str, bytes | Link | Folder] = field(default_factory=dict)
    found: str = "not-set-up"
    stopped: bool = False
    modes: Mapping[str, int] = field(default_factory=dict)
    behaviour: Mapping[str, object] = field(default_factory=dict)
    managed: bytes | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    with_key: bool = True

    def __str__(self) -> str:
        return self.name.replace(" ", "-")


def pretty(value: object, indent: int | str = 2) -> bytes:
    return json.dumps(value, indent=indent, ensure_ascii=False).encode()


def library(applied: str | None, *ids: str, **more: object) -> bytes:
    entries = [{"id": id, "name": f"Profile {number}"} for number, id in enumerate(ids)]
    return pretty({**({"appliedId": applied} if applied else {}), "entries": entries, **more})


def by_hand(key: str = "sk-or-v1-" + "0" * 64, base: str = "https://openrouter.ai/api") -> bytes:
    return pretty(
        {
            "inferenceProvider": "gateway",
            "inferenceGatewayBaseUrl": base,
            "inferenceGatewayApiKey": key,
            "inferenceGatewayAuthScheme": "bearer",
            "inferenceCredentialKind": "static",
            "isMyOwnToggle": True,
        }
    )


BEDROCK = pretty({"inferenceProvider": "bedrock", "inferenceBedrockRegion": "eu-central-1", "chatTabEnabled": True})
RICH = {
    "mcpServers": {"notes": {"command": "node", "args": ["a.js"], "env": {"TOKEN": "own-secret"}}},
    "preferences": {"größe": 1.50, "emoji": "🧭", "path": "C:\\x\\y"},
    "scale": 1e3,
}
SPELLED = b'{"big":123456789012345678901234567890,"e":1.50E+2,"u":"\\u00e9\\/","deep":[[[{}]]],"a":1,"a":2}'

STATES = [
    State("empty"),
    State("Claude never opened, folders there", {".config/Claude-3p/configLibrary": Folder()}),
    State("Developer Mode on", {DEVELOPER: pretty({"allowDevTools": True})}),
    State("Developer Mode with other switches", {DEVELOPER: b'{\n\t"other": [1,  2],\n\t"allowDevTools": false\n}\n'}),
    State("made by hand, same gateway, no key typed", {META: b"{}", profile(BY_HAND): b"{}"}, with_key=False),
    State("made by hand with a static key", {META: library(BY_HAND, BY_HAND), profile(BY_HAND): by_hand()}),
    State("Bedrock", {META: library(BY_HAND, BY_HAND), profile(BY_HAND): BEDROCK, GATEWAY_CONFIG: pretty(RICH)}),
    State(
        "Ollama",
        {META: library(OLLAMA, OLLAMA), profile(OLLAMA): by_hand("ollama", "http://127.0.0.1:11434")},
    ),
    State(
        "cc-switch",
        {
            META: library(CC_SWITCH, BY_HAND, CC_SWITCH),
            profile(CC_SWITCH): by_hand("cc", "http://127.0.0.1:15721"),
            profile(BY_HAND): by_hand(),
            GATEWAY_CONFIG: pretty({"deploymentMode": "3p"}),
            NORMAL_CONFIG: pretty({"deploymentMode": "3p", **RICH}),
        },
    ),
    State("left-over 1p", {GATEWAY_CONFIG: pretty({**RICH, "deploymentMode": "1p"})}),
    State(
        "left-over 1p in both folders",
        {GATEWAY_CONFIG: pretty({"deploymentMode": "1p"}), NORMAL_CONFIG: pretty({"deploymentMode": "1p", **RICH}, 4)},
    ),
    State("hybridPointer", {META: library(BY_HAND, BY_HAND, hybridPointer={"to": BY_HAND}), profile(BY_HAND): BEDROCK}),
    State(
        "unknown keys everywhere",
        {
            META: pretty({"schema": 7, "entries": [{"id": BY_HAND, "name": "D", "colour": "red"}], "z": None}),
            profile(BY_HAND): BEDROCK,
            GATEWAY_CONFIG: SPELLED,
            DEVELOPER: pretty({"x": {"y": []}}),
        },
    ),
    State("tabs", {META: library(None).replace(b"  ", b"\t"), GATEWAY_CONFIG: pretty(RICH, "\t")}),
    State("CRLF", {META: library(None).replace(b"\n", b"\r\n"), GATEWAY_CONFIG: pretty(RICH).replace(b"\n", b"\r\n")}),
    State("BOM", {META: b"\xef\xbb\xbf" + library(None), GATEWAY_CONFIG: b"\xef\xbb\xbf" + pretty(RICH)}),
    State("one line", {META: b'{"entries":[]}', GATEWAY_CONFIG: b'{"a":1}', DEVELOPER: b"{}"}),
    State(
        "final new lines and space", {META: library(None) + b"\n\n", GATEWAY_CONFIG: b" \n" + pretty(RICH) + b"\n \n"}
    ),
    State("comma first", {GATEWAY_CONFIG: b'{ "a" : 1\n, "b" : 2\n}'}),
    State("non-ASCII", {GATEWAY_CONFIG: pretty({"ключ": "значение", "名": "🧭"}), META: library(None, note="Grüße")}),
    State("5 MB", {GATEWAY_CONFIG: pretty({"list": [{"n": n, "text": "x" * 40} for n in range(60_000)]})}),
    State(
        "links",
        {
            "dotfiles/config.json": pretty(RICH),
            GATEWAY_CONFIG: Link("dotfiles/config.json"),
            "dotfiles/library/_meta.json": library(None),
            ".config/Claude-3p/configLibrary": Link("dotfiles/library"),
        },
    ),
    State("a link to nothing", {GATEWAY_CONFIG: Link("dotfiles/not-yet.json"), "dotfiles/other": b"kept"}),
    State("modes", {GATEWAY_CONFIG: pretty(RICH), META: library(None)}, modes={GATEWAY_CONFIG: 0o640, META: 0o664}),
    State("another's upper-case id", {META: library(None, BY_HAND.upper())}, "bad-entry-id", stopped=True),
    State("a damaged own entry", {META: library(None, PROFILE_ID.upper())}),
    State("list malformed", {META: b'{"entries": [}'}, "settings-malformed", stopped=True),
    State("list of another shape", {META: b'{"entries": {}}'}, "settings-malformed", stopped=True),
    State("config malformed", {GATEWAY_CONFIG: b'{"a": 1,}'}, "settings-malformed", stopped=True),
    State("config with comments", {NORMAL_CONFIG: b'{"a": 1 /* x */}'}, "settings-malformed", stopped=True),
    State("config no object", {GATEWAY_CONFIG: b"[]"}, "settings-malformed", stopped=True),
    State("config empty", {GATEWAY_CONFIG: b""}, "settings-malformed", stopped=True),
    State("developer settings malformed", {DEVELOPER: b"{'a': 1}"}, "settings-malformed", stopped=True),
    State("not UTF-8", {GATEWAY_CONFIG: b'{"a": "\xff"}'}, "settings-malformed", stopped=True),
    State("a folder in place of a file", {GATEWAY_CONFIG: Folder()}, "settings-unreadable", stopped=True),
    State("unreadable", {META: library(None)}, "settings-unreadable", stopped=True, modes={META: 0o000}),
    State("read-only", {META: library(None)}, "not-set-up", stopped=True, modes={META: 0o400}),
    State("links in a circle", {META: Link(META)}, "settings-unreadable", stopped=True),
    State(
        "managed in full",
        {META: library(None)},
        "managed-configuration",
        stopped=True,
        managed=pretty({"inferenceProvider": "bedrock", "disableAutoUpdates": True}),
    ),
    State("managed, updates only", {META: library(None)}, managed=pretty({"disableAutoUpdates": True})),
    State("one folder for all", environment={"CLAUDE_USER_DATA_DIR": "one folder"}),
    State("slow to close", behaviour={"quit_seconds": 0.4}),
    State("toggles while quitting", behaviour={"toggles": {"someToggle": True, "size": 3}}),
    State("no key anywhere", found="not-set-up", stopped=True, with_key=False),
]
"""The first state with `with_key=False` and a profile by hand gets the gateway and the key filled in by the test."""
