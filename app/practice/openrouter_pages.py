"""What a browser sees: the sign-in, the pages that the product links to, and the status feed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from app.practice.faults import Faults
from app.practice.http_service import Answer, Request, json_answer
from app.practice.openrouter_account import Account
from app.practice.openrouter_consent import Consent
from app.practice.openrouter_html import page
from app.practice.openrouter_keys import KeyRing, iso
from app.practice.openrouter_sign_in import SignIn

_CHAT = "9fb5ccff-0000-4000-8000-59572f8d363a"


class Pages:
    def __init__(self, faults: Faults, keys: KeyRing, sign_in: SignIn, clock: Callable[[], float]) -> None:
        self._faults = faults
        self._account = Account(faults, keys, clock)
        self._consent = Consent(sign_in)
        self._clock = clock

    def answer(self, request: Request) -> Answer:
        match request.method, request.path:
            case "GET", "/status/config.json":
                return self._status_feed()
        shown = self._consent.answer(request) or self._account.answer(request)
        return shown or page("Page not found", "<p>There is no such page here.</p>", status=404)

    def _status_feed(self) -> Answer:
        if self._faults.take("status-feed-shape", "/status/config.json"):
            return json_answer(200, {"page": {"id": "practice"}, "status": {"indicator": "none"}})
        fault = self._faults.take("incident", "/status/config.json")
        now = datetime.fromtimestamp(self._clock(), UTC)
        incidents = [_incident("Degraded video generation API", now - timedelta(days=9), resolved=True)]
        if fault:
            incidents.insert(0, _incident(fault.text("title"), now - timedelta(minutes=20), resolved=False))
        chat = _component(_CHAT, "Chat and messages", "degraded" if fault else "operational")
        components = [
            {"id": "group", "name": "API - Gateway", "position": 0, "type": "ComponentGroup", "components": [chat]},
            _component("web", "Web", "operational"),
        ]
        feed = {
            "id": "practice",
            "name": "OpenRouter",
            "components": components,
            "incidents": incidents,
            "maintenances": None,
        }
        return json_answer(200, feed)


def _component(id: str, name: str, status: str) -> dict[str, object]:
    return {"id": id, "name": name, "position": 0, "status": status, "type": "Component"}


def _incident(title: str, since: datetime, *, resolved: bool) -> dict[str, object]:
    word = "resolved" if resolved else "investigating"
    affected = [_component(_CHAT, "Chat and messages", "operational" if resolved else "degraded")]
    end = iso(since + timedelta(hours=2)) if resolved else None
    update = {
        "id": "update",
        "status": word,
        "description": title,
        "startedAt": iso(since),
        "componentsAffected": affected,
    }
    return {
        "id": f"incident-{int(since.timestamp())}",
        "title": title,
        "currentStatus": word,
        "resolved": resolved,
        "publishedDate": iso(since),
        "resolvedDate": end,
        "componentsAffected": affected,
        "timeline": [update],
    }
