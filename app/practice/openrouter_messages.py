"""`POST /v1/messages` as Claude Desktop calls it, and `GET /v1/generation`, which tells what a message cost."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from app.practice.faults import Faults
from app.practice.http_service import Answer, json_answer
from app.practice.openrouter_errors import refusal
from app.practice.openrouter_keys import KeyKind, iso

PATH = "/v1/messages"
_PRICE = 0.000018
_BY_FAULT = {
    "limit-reached": (403, "Key limit exceeded (monthly limit). Manage it using https://openrouter.ai/keys"),
    "no-credit": (402, "Insufficient credits. Add more using https://openrouter.ai/credits"),
    "too-little-credit": (402, "This request requires more credits, or fewer max_tokens. You can only afford 0."),
    "guardrail": (403, "Request blocked by a guardrail of your workspace"),
    "region": (403, "This model is not available in your region."),
    "privacy": (404, "No endpoints found matching your data policy. Configure: https://openrouter.ai/settings/privacy"),
    "no-tool-provider": (404, "No endpoints found that support tool use."),
}


@dataclass(frozen=True, slots=True)
class _Order:
    model: str
    max_tokens: int


class Messages:
    """Answers messages and remembers each as a generation of the key that paid for it."""

    def __init__(self, faults: Faults, clock: Callable[[], float], is_offered: Callable[[str], bool]) -> None:
        self._faults = faults
        self._clock = clock
        self._is_offered = is_offered
        self._generations: dict[tuple[str, str], dict[str, object]] = {}

    def create(self, body: bytes, key: str, kind: KeyKind) -> Answer:
        order = _parse(body)
        if isinstance(order, str):
            return self.refuse(400, order)
        if kind is KeyKind.MANAGEMENT:
            return self.refuse(403, "Management keys cannot be used for inference")
        if not self._is_offered(order.model):
            return self.refuse(404, f"No endpoints found for {order.model}.")
        for name, (status, message) in _BY_FAULT.items():
            if self._faults.take(name, PATH):
                return self.refuse(status, message)
        if kind in (KeyKind.NO_CREDIT, KeyKind.FREE):
            return self.refuse(*_BY_FAULT["no-credit"])
        return self._complete(order, key)

    def refuse(self, status: int, message: str) -> Answer:
        return refusal(status, message, anthropic=not self._faults.take("openrouter-envelope", PATH))

    def _complete(self, order: _Order, key: str) -> Answer:
        id = f"gen-{int(self._clock())}-{secrets.token_hex(8)}"
        self._generations[key, id] = self._generation(id, order)
        return json_answer(
            200,
            {
                "id": id,
                "type": "message",
                "role": "assistant",
                "model": order.model,
                "provider": "Anthropic",
                "content": [{"type": "text", "text": "Hello"}],
                "stop_reason": "max_tokens" if order.max_tokens == 1 else "end_turn",
                "stop_sequence": None,
                "usage": {"input_tokens": 8, "output_tokens": 1},
            },
        )

    def _generation(self, id: str, order: _Order) -> dict[str, object]:
        return {
            "id": id,
            "model": order.model,
            "provider_name": "Anthropic",
            "total_cost": _PRICE,
            "usage": _PRICE,
            "latency": 640,
            "generation_time": 120,
            "tokens_prompt": 8,
            "tokens_completion": 1,
            "created_at": iso(datetime.fromtimestamp(self._clock(), UTC)),
        }

    def generation(self, id: str, key: str) -> Answer:
        """Only the key that paid for a generation can ask for it."""
        found = self._generations.get((key, id))
        return json_answer(200, {"data": found}) if found else refusal(404, f"Generation {id} not found")


def _parse(body: bytes) -> _Order | str:
    """What a message asks for, or what is wrong with it."""
    try:
        document = json.loads(body)
    except ValueError:
        return "body: not JSON"
    if not isinstance(document, dict):
        return "body: not an object"
    model, max_tokens, messages = document.get("model"), document.get("max_tokens"), document.get("messages")
    if not isinstance(model, str) or not model:
        return "model: a string is required"
    if not isinstance(max_tokens, int) or isinstance(max_tokens, bool) or max_tokens < 1:
        return "max_tokens: a whole number above 0 is required"
    if not isinstance(messages, list) or not messages or not all(_is_message(m) for m in messages):
        return "messages: at least one, each with role user or assistant and content"
    if document.get("stream"):
        return "stream: practice answers in one piece"
    return _Order(model, max_tokens)


def _is_message(value: object) -> bool:
    if not isinstance(value, dict) or value.get("role") not in ("user", "assistant"):
        return False
    content = value.get("content")
    return bool(content) and isinstance(content, (str, list))
