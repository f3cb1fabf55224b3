"""What can go wrong on purpose: the catalogue of faults, and those that are switched on now."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

Value = str | float | None


@dataclass(frozen=True, slots=True)
class Kind:
    """One fault of the catalogue.

    `main` is the parameter that a bare value sets. `network`: it hits every path, not only the API's.
    """

    description: str
    main: str | None = None
    parameters: Mapping[str, Value] = field(default_factory=dict)
    network: bool = False


CATALOGUE: Mapping[str, Kind] = {
    "key-rejected": Kind("every key is unknown: 401 User not found."),
    "key-expired": Kind("every key has expired: 401"),
    "key-expiring": Kind("/v1/key tells an expires_at in so many days", "days", {"days": 3}),
    "unauthorized-missing": Kind("the Authorization header gets lost on the way: 401 Missing Authentication header"),
    "no-credit": Kind("the account's balance is below zero, messages answer 402"),
    "credit-low": Kind("the account's balance is that many USD", "usd", {"usd": 1.2}),
    "too-little-credit": Kind("messages answer 402: requires more credits, or fewer max_tokens"),
    "credits-200": Kind("/v1/credits answers 200 with real numbers, to every key"),
    "credits-403": Kind("/v1/credits answers 403, to every key but a management key"),
    "credit-zero-shape": Kind("/v1/credits answers 200 with both numbers zero"),
    "limit-reached": Kind("the key's limit (a team's budget) is used up, messages answer 403"),
    "guardrail": Kind("messages answer 403: blocked by a guardrail"),
    "region": Kind("messages answer 403: not available in this region"),
    "privacy": Kind("messages answer 404: no provider matches the account's privacy settings"),
    "no-tool-provider": Kind("messages answer 404: no provider supports tools"),
    "model-gone": Kind("that model is no longer offered", "id", {"id": "anthropic/claude-sonnet-4.6"}),
    "models-empty": Kind("the model lists are empty"),
    "models-without-claude": Kind("the model lists have no row that Claude accepts"),
    "code-expired": Kind("a sign-in code is already too old: 403 Authorization code expired"),
    "rate-limit": Kind("429; retry_after null leaves the header out", "count", {"retry_after": 1}),
    "server-error": Kind(
        "a 5xx, 408 or 529; with retry_after the header is sent", "status", {"status": 503, "retry_after": None}
    ),
    "error-in-200": Kind("status 200 whose body is an error"),
    "openrouter-envelope": Kind("errors of messages come in OpenRouter's envelope, not Anthropic's"),
    "chunked-errors": Kind("errors come chunked, without Content-Length"),
    "other-json": Kind("200 with JSON that is not OpenRouter's"),
    "not-json": Kind("200 that says JSON and is not"),
    "huge-body": Kind("an answer of that many megabytes", "megabytes", {"megabytes": 64}),
    "truncated": Kind("the answer breaks off half way"),
    "unknown-enums": Kind("every word from an open list is one that nobody knows yet"),
    "extra-fields": Kind("every object has fields that nobody knows yet"),
    "missing-optional": Kind("every field that is not always there is missing"),
    "incident": Kind("the status feed tells an open incident", "title", {"title": "Elevated errors on messages"}),
    "status-feed-shape": Kind("the status feed has another shape"),
    "slow": Kind("answers after so many seconds", "seconds", {"seconds": 1}, network=True),
    "hang": Kind("does not answer until this fault is cleared", network=True),
    "closed-connection": Kind("the connection closes without an answer", network=True),
    "captive-html": Kind("200 with a login page in HTML, as from a hotel's network", network=True),
    "redirect-other-host": Kind("302 to another host name", network=True),
    "proxy-error-html": Kind(
        "an error page in HTML, as from a company's proxy", "status", {"status": 502}, network=True
    ),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault that is switched on. `paths`: only there (empty: everywhere); `count`: so many times, then no more."""

    kind: Kind
    parameters: Mapping[str, Value]
    paths: tuple[str, ...] = ()
    count: int | None = None

    def matches(self, path: str) -> bool:
        if not self.paths:
            return self.kind.network or path.startswith("/v1") or path == "/status/config.json"
        return any(path == wanted or path.startswith(f"{wanted}/") for wanted in self.paths)

    def number(self, name: str) -> float:
        value = self.parameters[name]
        return value if isinstance(value, (int, float)) else 0

    def text(self, name: str) -> str:
        return str(self.parameters[name])

    def as_document(self) -> dict[str, object]:
        shown: dict[str, object] = dict(self.parameters)
        if self.paths:
            shown["path"] = list(self.paths)
        if self.count is not None:
            shown["count"] = self.count
        return shown


def parse_fault(name: str, value: object) -> Fault:
    """A fault from its name and `true`, its main value, or an object of parameters, `path` and `count`."""
    if name not in CATALOGUE:
        raise ValueError(f"no such fault: {name}")
    kind = CATALOGUE[name]
    match value:
        case True:
            given: dict[str, object] = {}
        case dict():
            given = dict(value)
        case _ if kind.main is not None:
            given = {kind.main: value}
        case _:
            raise ValueError(f"{name} takes true or an object")
    paths, count = given.pop("path", ()), given.pop("count", None)
    if unknown := given.keys() - kind.parameters.keys():
        raise ValueError(f"{name} has no parameter {', '.join(sorted(unknown))}")
    if not (count is None or (isinstance(count, int) and count > 0)):
        raise ValueError(f"{name}: count must be a whole number above 0")
    parameters = {key: _parameter(name, given.get(key, default), default) for key, default in kind.parameters.items()}
    return Fault(kind, parameters, _paths(name, paths), count)


def _parameter(name: str, value: object, default: Value) -> Value:
    match value:
        case str() if isinstance(default, str):
            return value
        case None | int() | float() if not isinstance(default, str) and not isinstance(value, bool):
            return value
    raise ValueError(f"{name}: {value!r} is not a value for it")


def _paths(name: str, value: object) -> tuple[str, ...]:
    given = (value,) if isinstance(value, str) else value
    if not isinstance(given, (list, tuple)) or not all(isinstance(p, str) and p.startswith("/") for p in given):
        raise ValueError(f"{name}: path must be a path such as /v1/key, or a list of them")
    return tuple(given)


class Faults:
    """The faults that are switched on; safe to use from many threads."""

    def __init__(self) -> None:
        self._present: dict[str, Fault] = {}
        self._changed = threading.Condition()
        self._closing = False

    def set(self, name: str, value: object) -> None:
        """Switches a fault on; `False` switches it off."""
        fault = None if value is False else parse_fault(name, value)
        with self._changed:
            self._present.pop(name, None)
            if fault:
                self._present[name] = fault
            self._changed.notify_all()

    def clear(self, *names: str) -> None:
        """Switches these off, or all."""
        with self._changed:
            for name in names or tuple(self._present):
                self._present.pop(name, None)
            self._changed.notify_all()

    def present(self) -> dict[str, Fault]:
        with self._changed:
            return dict(self._present)

    def take(self, name: str, path: str) -> Fault | None:
        """The fault if it is on and meant for this path; one that counts has then happened once more."""
        with self._changed:
            fault = self._present.get(name)
            if fault is None or not fault.matches(path):
                return None
            if fault.count == 1:
                del self._present[name]
            elif fault.count is not None:
                self._present[name] = replace(fault, count=fault.count - 1)
            return fault

    def wait(self, seconds: float) -> None:
        """Waits that long, or until the server closes."""
        with self._changed:
            self._changed.wait_for(lambda: self._closing, seconds)

    def wait_while(self, name: str, path: str) -> None:
        """Waits until the fault is no longer on, or the server closes."""

        def over() -> bool:
            fault = self._present.get(name)
            return self._closing or fault is None or not fault.matches(path)

        with self._changed:
            self._changed.wait_for(over)

    def close(self) -> None:
        """Ends every wait."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()

    def open(self) -> None:
        with self._changed:
            self._closing = False
