"""OpenRouter's errors in their two envelopes."""

from __future__ import annotations

from app.practice.http_service import Answer, json_answer

_TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    429: "rate_limit_error",
    529: "overloaded_error",
}


def refusal(status: int, message: str, *, anthropic: bool = False, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    if anthropic:
        error = {"type": _TYPES.get(status, "api_error"), "message": message}
        return json_answer(status, {"type": "error", "error": error}, headers)
    return json_answer(status, {"error": {"code": status, "message": message}}, headers)
