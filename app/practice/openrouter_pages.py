"""What a browser sees: the consent page, the pages that the product links to, and the status feed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import escape
from urllib.parse import parse_qsl

from app.practice.faults import Faults
from app.practice.http_service import Answer, Request, html_answer, json_answer
from app.practice.openrouter_account import Account
from app.practice.openrouter_html import page
from app.practice.openrouter_keys import KeyRing, iso
from app.practice.openrouter_sign_in import SignIn, what_is_wrong, with_code

_CHAT = "9fb5ccff-0000-4000-8000-59572f8d363a"


class Pages:
    def __init__(self, faults: Faults, keys: KeyRing, sign_in: SignIn, clock: Callable[[], float]) -> None:
        self._faults = faults
        self._account = Account(faults, keys, clock)
        self._sign_in = sign_in
        self._clock = clock

    def answer(self, request: Request) -> Answer:
        match request.method, request.path:
            case "GET", "/auth":
                return self._consent(request)
            case "POST", "/auth":
                return self._approved(dict(parse_qsl(request.body.decode())))
            case "GET", "/status/config.json":
                return self._status_feed()
        return self._account.answer(request) or page("Page not found", "<p>There is no such page here.</p>", status=404)

    def _consent(self, request: Request) -> Answer:
        asked = {
            name: request.query.get(name, "") for name in ("callback_url", "code_challenge", "code_challenge_method")
        }
        if wrong := what_is_wrong(asked["code_challenge"], asked["code_challenge_method"], asked["callback_url"]):
            return page("This sign-in link is not right", f"<p>{escape(wrong)}</p>", status=400)
        fields = "".join(f'<input type=hidden name={name} value="{escape(value)}">' for name, value in asked.items())
        label = escape(request.query.get("key_label", "an app"))
        form = f"<form method=post action=/auth>{fields}<button>Authorize</button></form>"
        return page("Practice sign-in", f"<p>Create a practice key for {label}?</p>{form}")

    def _approved(self, fields: dict[str, str]) -> Answer:
        challenge, callback = fields.get("code_challenge", ""), fields.get("callback_url", "")
        if wrong := what_is_wrong(challenge, fields.get("code_challenge_method", ""), callback):
            return page("This sign-in is not right", f"<p>{escape(wrong)}</p>", status=400)
        code = self._sign_in.new_code(challenge)
        if callback:
            return html_answer(303, "", (("Location", with_code(callback, code)),))
        return page("Your code", f"<p>Copy it into the app:</p><p><code>{code}</code></p>")

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
