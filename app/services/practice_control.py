"""Switches faults of practice mode on and off, over HTTP on loopback; it refuses every other address."""

from __future__ import annotations

import asyncio
import json
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from app.domain.errors import failure
from app.domain.exercises import PLACES, Exercise, Place, Training
from app.domain.findings import Because, FindingId, Reason
from app.domain.gateway_address import is_loopback

_PATH = "/practice/control"
_PATIENCE = 5.0
"""Seconds; the other side runs on this computer."""


class PracticeControl:
    """`base_url`: the practice gateway's. Every method raises `AppError` (gateway-unreachable)."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url

    async def look(self) -> Training:
        return await asyncio.to_thread(self._ask, None)

    async def switch(self, exercise: Exercise, *, on: bool) -> Training:
        return await asyncio.to_thread(self._ask, _wish(exercise, on=on))

    def _ask(self, wish: dict[str, object] | None) -> Training:
        if not is_loopback(self._base_url):
            raise failure(FindingId.GATEWAY_UNREACHABLE, Because(Reason.REFUSED))
        connection = HTTPConnection(urlsplit(self._base_url).netloc, timeout=_PATIENCE)
        try:
            if wish is None:
                connection.request("GET", _PATH)
            else:
                connection.request("POST", _PATH, json.dumps(wish), {"Content-Type": "application/json"})
            return _training(json.loads(connection.getresponse().read()))
        except (OSError, HTTPException, ValueError):
            raise failure(FindingId.GATEWAY_UNREACHABLE, Because(Reason.REFUSED)) from None
        finally:
            connection.close()


def _wish(exercise: Exercise, *, on: bool) -> dict[str, object]:
    match PLACES[exercise]:
        case Place.GATEWAY:
            return {"set": {exercise.value: True}} if on else {"clear": [exercise.value]}
        case Place.COMPUTER:
            return {"damage" if on else "mend": [exercise.value]}
        case Place.CLAUDE:
            return {"claude": {exercise.value: on}}


def _training(told: object) -> Training:
    """From the control's document, or from its refusal."""
    document = told if isinstance(told, dict) else {}
    if "error" in document:
        return Training(refused=str(document["error"]))
    claude = document.get("claude") or {}
    on = {
        *document.get("faults", {}),
        *document.get("damaged", ()),
        *(name for name, is_on in claude.items() if is_on is True),
    }
    key = document.get("keys", {}).get("ordinary", "")
    return Training(frozenset(e for e in Exercise if e.value in on), str(key))
