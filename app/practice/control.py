"""The control page: switches faults on and off, tells the practice Claude how to behave, shows what was asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from app.practice.claude_behaviour import Behaviour, read_behaviour, write_behaviour
from app.practice.faults import CATALOGUE, Faults, parse_fault
from app.practice.http_service import Answer, Request, json_answer


class Control:
    """GET shows; POST takes `set`, `clear` and `claude`, all or nothing, and then shows."""

    def __init__(self, faults: Faults, seen: Callable[[], dict[str, object]], behaviour: Path | None) -> None:
        self._faults = faults
        self._seen = seen
        self._behaviour = behaviour

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
            "requests": self._seen(),
        }

    def _change(self, wanted: object) -> None:
        if not isinstance(wanted, dict) or wanted.keys() - {"set", "clear", "claude"}:
            raise ValueError("an object with set, clear or claude is expected")
        to_set, to_clear = _object(wanted.get("set", {})), _names(wanted.get("clear", []))
        for name, value in to_set.items():
            if value is not False:
                parse_fault(name, value)
        if "claude" in wanted:
            self._behave(_object(wanted["claude"]))
        if to_clear:
            self._faults.clear(*(() if to_clear == ["all"] else to_clear))
        for name, value in to_set.items():
            self._faults.set(name, value)

    def _behave(self, changes: dict[str, object]) -> None:
        if self._behaviour is None:
            raise ValueError("there is no practice Claude Desktop here")
        now = read_behaviour(self._behaviour).as_document()
        write_behaviour(self._behaviour, Behaviour.from_document(now | changes))


def _object(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise TypeError("an object is expected")
    return value


def _names(value: object) -> list[str]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(name in CATALOGUE or name == "all" for name in names):
        raise ValueError("clear takes names of faults, or all")
    return names
