"""The control page: switches faults, breaks the computer, tells the practice Claude how to behave, shows what was asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from app.practice.claude_behaviour import Behaviour, read_behaviour, write_behaviour
from app.practice.damage import DAMAGES
from app.practice.damages import Damages
from app.practice.faults import CATALOGUE, Faults, parse_fault
from app.practice.http_service import Answer, Request, json_answer


class Control:
    """GET shows; POST takes `set`, `clear`, `claude`, `damage` and `mend`, all or nothing, and then shows.

    `keys`: practice keys by kind, for a person to copy; they are worth nothing.
    """

    def __init__(
        self,
        faults: Faults,
        seen: Callable[[], dict[str, object]],
        keys: Callable[[], dict[str, str]],
        behaviour: Path | None,
        damages: Damages | None,
    ) -> None:
        self._faults = faults
        self._seen = seen
        self._keys = keys
        self._behaviour = behaviour
        self._damages = damages

    def answer(self, request: Request) -> Answer:
        if request.method == "POST":
            try:
                self._change(json.loads(request.body))
            except (ValueError, TypeError) as error:
                return json_answer(400, {"error": str(error)})
        return json_answer(200, self._shown())

    def _shown(self) -> dict[str, object]:
        return {
            "faults": {name: fault.as_document() for name, fault in self._faults.present().items()},
            "all": {name: kind.description for name, kind in CATALOGUE.items()},
            "claude": read_behaviour(self._behaviour).as_document() if self._behaviour else None,
            "damages": {name: damage.description for name, damage in DAMAGES.items()},
            "damaged": self._damages.present() if self._damages else (),
            "keys": self._keys(),
            "requests": self._seen(),
        }

    def _change(self, wanted: object) -> None:
        if not isinstance(wanted, dict) or wanted.keys() - {"set", "clear", "claude", "damage", "mend"}:
            raise ValueError("an object with set, clear, claude, damage or mend is expected")
        to_set, to_clear = _object(wanted.get("set", {})), _names(wanted.get("clear", []), CATALOGUE)
        to_break, to_mend = _names(wanted.get("damage", []), DAMAGES), _names(wanted.get("mend", []), DAMAGES)
        for name, value in to_set.items():
            if value is not False:
                parse_fault(name, value)
        behaviour = self._behaviour_with(_object(wanted["claude"])) if "claude" in wanted else None
        self._break(to_break, to_mend)
        if self._behaviour and behaviour:
            write_behaviour(self._behaviour, behaviour)
        if to_clear:
            self._faults.clear(*to_clear)
        for name, value in to_set.items():
            self._faults.set(name, value)

    def _behaviour_with(self, changes: dict[str, object]) -> Behaviour:
        if self._behaviour is None:
            raise ValueError("there is no practice Claude Desktop here")
        return Behaviour.from_document(read_behaviour(self._behaviour).as_document() | changes)

    def _break(self, to_break: Sequence[str], to_mend: Sequence[str]) -> None:
        if not (to_break or to_mend):
            return
        if self._damages is None:
            raise ValueError("there is no practice computer here")
        self._damages.take_back(to_mend)
        self._damages.do(to_break)


def _object(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise TypeError("an object is expected")
    return value


def _names(value: object, known: Mapping[str, object]) -> list[str]:
    names = list(known) if value in ("all", ["all"]) else [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(name in known for name in names):
        raise ValueError(f"names are expected, each one of {', '.join(known)}; or all")
    return names
