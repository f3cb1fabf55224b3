"""How the practice Claude Desktop shall behave: a JSON file, read at launch and again when it is asked to quit."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Self

MANAGED_ON_LINUX = "/etc/claude-desktop/managed-settings.json"


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Every field may be left out of the file.

    `toggles`: members that Claude writes into the applied profile while it quits. `not_testable`: it declines to probe
    a key that came from a helper. `managed`: the managed settings file, null = none. `window`: it has one, where there
    is a screen.
    """

    version: str = "1.52386.0"
    managed: str | None = MANAGED_ON_LINUX if sys.platform.startswith("linux") else None
    managed_owner: int = 0
    start_seconds: float = 0
    quit_seconds: float = 0
    toggles: Mapping[str, object] = field(default_factory=dict)
    hang: bool = False
    old: bool = False
    no_helper: bool = False
    crash: bool = False
    silent: bool = False
    rotate: bool = False
    rewrite: bool = True
    stale_cache: bool = False
    code_tab_401: bool = False
    not_testable: bool = False
    window: bool = False

    @classmethod
    def from_document(cls, document: object) -> Self:
        """Refuses unknown names and wrong types, so that a misspelt test cannot pass."""
        if not isinstance(document, dict):
            raise TypeError("behaviour: an object is expected")
        if unknown := document.keys() - _TYPES.keys():
            raise ValueError(f"behaviour: unknown {', '.join(sorted(unknown))}")
        for name, value in document.items():
            right = isinstance(value, _TYPES[name]) and isinstance(value, bool) == (_TYPES[name] == (bool,))
            if not right:
                raise ValueError(f"behaviour: {name} cannot be {value!r}")
        return cls(**document)

    def as_document(self) -> dict[str, object]:
        return {f.name: getattr(self, f.name) for f in fields(self)}


_TYPES: dict[str, tuple[type, ...]] = {
    name: {
        "version": (str,),
        "managed": (str, type(None)),
        "managed_owner": (int,),
        "start_seconds": (int, float),
        "quit_seconds": (int, float),
        "toggles": (dict,),
    }.get(name, (bool,))
    for name in (f.name for f in fields(Behaviour))
}


def read_behaviour(path: Path) -> Behaviour:
    try:
        return Behaviour.from_document(json.loads(path.read_bytes()))
    except FileNotFoundError:
        return Behaviour()


def write_behaviour(path: Path, behaviour: Behaviour) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(behaviour.as_document(), indent=2))
    beside.replace(path)
