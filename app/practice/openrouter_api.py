"""OpenRouter's REST API under `/v1`: who may ask, and what is answered."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from app.practice import openrouter_messages
from app.practice.faults import Faults
from app.practice.http_service import Answer, Request, json_answer
from app.practice.openrouter_activity import activity
from app.practice.openrouter_errors import refusal
from app.practice.openrouter_keys import BALANCES, KeyKind, KeyRing, key_document, key_hash
from app.practice.openrouter_messages import Messages
from app.practice.openrouter_models import Row, all_models, endpoints
from app.practice.openrouter_sign_in import Refused, SignIn

_PAGE_LIMIT = 1000
_CLAUDE_WORDS = ("claude", "anthropic", "sonnet", "opus", "haiku", "fable", "mythos")


@dataclass(frozen=True, slots=True)
class _Caller:
    """A known key that is good."""

    text: str
    kind: KeyKind


def bearer(request: Request) -> str | None:
    scheme, _, text = request.headers.get("authorization", "").partition(" ")
    return text.strip() if scheme.lower() == "bearer" and text.strip() else None


class Api:
    """Answers every request under `/v1`; the path comes without `/api`."""

    def __init__(self, faults: Faults, keys: KeyRing, sign_in: SignIn, clock: Callable[[], float]) -> None:
        self._faults = faults
        self._keys = keys
        self._sign_in = sign_in
        self._clock = clock
        self._messages = Messages(faults, clock, self._is_offered)
        self._public: dict[tuple[str, str], Callable[[Request], Answer]] = {
            ("GET", "/v1/models"): self._model_page,
            ("GET", "/v1/models/count"): lambda _: json_answer(200, {"data": {"count": len(self._models())}}),
            ("POST", "/v1/auth/keys"): self._exchange,
        }
        self._private: dict[tuple[str, str], Callable[[Request, _Caller], Answer]] = {
            ("GET", "/v1/key"): self._key,
            ("GET", "/v1/credits"): self._credits,
            ("GET", "/v1/models/user"): lambda request, _: self._model_page(request),
            ("GET", "/v1/activity"): self._activity,
            ("GET", "/v1/generation"): lambda request, c: self._messages.generation(
                request.query.get("id", ""), c.text
            ),
            ("POST", "/v1/messages"): lambda request, c: self._messages.create(request.body, c.text, c.kind),
        }

    def answer(self, request: Request, path: str) -> Answer:
        if public := self._public.get((request.method, path)):
            return public(request)
        if any(path == known for _, known in self._public):
            return refusal(405, "Method Not Allowed")
        is_endpoints = path.startswith("/v1/models/") and path.endswith("/endpoints")
        if is_endpoints and "authorization" not in request.headers:
            return self._endpoints(path, with_latency=False)
        caller = self._authenticate(request, path)
        if isinstance(caller, Answer):
            return caller
        if is_endpoints and request.method == "GET":
            return self._endpoints(path, with_latency=True)
        if private := self._private.get((request.method, path)):
            return private(request, caller)
        known = is_endpoints or any(path == known for _, known in self._private)
        return refusal(405, "Method Not Allowed") if known else refusal(404, "Not Found")

    def _authenticate(self, request: Request, path: str) -> _Caller | Answer:
        text = bearer(request)
        kind = self._keys.kind(text) if text else None
        if self._faults.take("unauthorized-missing", path):
            message = "Missing Authentication header"
        elif text is None:
            message = "No auth credentials found"
        elif kind in (None, KeyKind.DISABLED) or self._faults.take("key-rejected", path):
            message = "User not found."
        elif kind is KeyKind.EXPIRED or self._faults.take("key-expired", path):
            message = "API key has expired."
        elif kind is not None:
            return _Caller(text, kind)
        return self._messages.refuse(401, message) if path == openrouter_messages.PATH else refusal(401, message)

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._clock(), UTC)

    def _key(self, _: Request, caller: _Caller) -> Answer:
        used_up = self._faults.take("limit-reached", "/v1/key") is not None
        expiring = self._faults.take("key-expiring", "/v1/key")
        days = expiring.number("days") if expiring else None
        data = key_document(caller.text, caller.kind, self._now(), used_up=used_up, expires_in=days)
        return json_answer(200, {"data": data})

    def _credits(self, _: Request, caller: _Caller) -> Answer:
        path, balance = "/v1/credits", BALANCES.get(caller.kind)
        if self._faults.take("credit-zero-shape", path):
            balance = (0, 0)
        elif self._faults.take("no-credit", path):
            balance = BALANCES[KeyKind.NO_CREDIT]
        elif low := self._faults.take("credit-low", path):
            balance = (60, round(60 - low.number("usd"), 6))
        elif self._faults.take("credits-200", path):
            balance = BALANCES[KeyKind.MANAGEMENT]
        elif caller.kind is not KeyKind.MANAGEMENT and self._faults.take("credits-403", path):
            balance = None
        if balance is None:
            return refusal(403, "Only management keys can perform this operation")
        return json_answer(200, {"data": {"total_credits": balance[0], "total_usage": balance[1]}})

    def _is_offered(self, id: str) -> bool:
        return any(row["id"] == id for row in self._models())

    def _models(self, path: str = "/v1/models") -> list[Row]:
        if self._faults.take("models-empty", path):
            return []
        gone = self._faults.take("model-gone", path)
        rows = [row for row in all_models() if gone is None or row["id"] != gone.text("id")]
        if self._faults.take("models-without-claude", path):
            rows = [row for row in rows if not any(word in str(row["id"]) for word in _CLAUDE_WORDS)]
        return rows

    def _model_page(self, request: Request) -> Answer:
        rows = self._models(request.path.removeprefix("/api"))
        limit, offset = request.query.get("limit", "1000000"), request.query.get("offset", "0")
        paged = bool(request.query.keys() & {"limit", "offset"})
        if not (limit.isdecimal() and offset.isdecimal()) or (
            "limit" in request.query and not 1 <= int(limit) <= _PAGE_LIMIT
        ):
            return refusal(400, f"limit must be 1 to {_PAGE_LIMIT}, offset 0 or more")
        end = int(offset) + min(int(limit), _PAGE_LIMIT) if paged else len(rows)
        next_page = f"{request.path}?offset={end}&limit={limit}" if end < len(rows) else None
        page = {"data": rows[int(offset) : end], "links": {"next": next_page}, "total_count": len(rows)}
        return json_answer(200, page)

    def _endpoints(self, path: str, *, with_latency: bool) -> Answer:
        id = path.removeprefix("/v1/models/").removesuffix("/endpoints")
        row = next((row for row in self._models() if row["id"] == id), None)
        if row is None:
            return refusal(404, f"Model {id} not found")
        found = [e if with_latency else e | {"latency_last_30m": None} for e in endpoints(row)]
        return json_answer(200, {"data": row | {"endpoints": found}})

    def _activity(self, request: Request, caller: _Caller) -> Answer:
        if caller.kind is not KeyKind.MANAGEMENT:
            return refusal(403, "Only management keys can perform this operation")
        rows = activity(self._keys, self._now(), request.query.get("api_key_hash"))
        return refusal(404, "API key not found") if rows is None else json_answer(200, {"data": rows})

    def _exchange(self, request: Request) -> Answer:
        try:
            body = json.loads(request.body)
        except ValueError:
            body = None
        if not isinstance(body, dict):
            return refusal(400, "Invalid JSON")
        expired = self._faults.take("code-expired", "/v1/auth/keys") is not None
        outcome = self._sign_in.redeem(
            body.get("code"), body.get("code_verifier"), body.get("code_challenge_method"), expired=expired
        )
        if isinstance(outcome, Refused):
            return refusal(outcome.status, outcome.message)
        key = self._keys.issue()
        self._sign_in.issued[key_hash(key)] = outcome.label
        return json_answer(200, {"key": key, "user_id": "user_practice"})
