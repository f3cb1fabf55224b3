"""The practice OpenRouter's pages about the account, which the product links to: each shows what it is for, and can mend it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from app.practice.faults import Faults
from app.practice.http_service import Answer, Request, html_answer
from app.practice.openrouter_activity import activity
from app.practice.openrouter_html import action, page, to_copy
from app.practice.openrouter_keys import BALANCES, KeyKind, KeyRing

_KINDS = {
    KeyKind.NO_CREDIT: "A key whose account has no credit left",
    KeyKind.LIMITED: "A key with a monthly limit of $25",
    KeyKind.TEAM: "A key with a budget in a team",
    KeyKind.FREE: "A key whose account never bought credit",
    KeyKind.EXPIRED: "A key that has expired",
    KeyKind.DISABLED: "A key that was switched off",
    KeyKind.MANAGEMENT: "A management key, which cannot be used for messages",
}
_MENDS: Mapping[str, tuple[str, ...]] = {
    "/credits": ("no-credit", "credit-low", "too-little-credit"),
    "/keys": ("limit-reached",),
    "/settings/privacy": ("privacy",),
}
"""The faults that a person would set right on that page."""


class Account:
    def __init__(self, faults: Faults, keys: KeyRing, clock: Callable[[], float]) -> None:
        self._faults = faults
        self._keys = keys
        self._clock = clock

    def answer(self, request: Request) -> Answer | None:
        """None where it is no page of the account."""
        path = "/keys" if request.path.startswith("/keys/") else request.path
        if request.method == "POST" and path in _MENDS:
            self._faults.clear(*_MENDS[path])
            return html_answer(303, "", (("Location", path),))
        shown = self._pages().get(path) if request.method == "GET" else None
        return shown() if shown else None

    def _pages(self) -> dict[str, Callable[[], Answer]]:
        return {
            "/keys": self._key_page,
            "/credits": self._credits,
            "/activity": self._activity,
            "/settings/preferences": self._preferences,
            "/settings/management-keys": self._management_keys,
            "/settings/privacy": self._privacy,
        }

    def _is_on(self, path: str) -> bool:
        return not self._faults.present().keys().isdisjoint(_MENDS[path])

    def _key_page(self) -> Answer:
        ordinary = (
            "<h2>Your practice key</h2><p>Copy it and paste it where a key is asked for. It is worth nothing.</p>"
            + to_copy("Your practice key", self._keys.texts[KeyKind.ORDINARY])
        )
        limit = "<h2>The limit is used up</h2><p>Practise raising it.</p>" + action("/keys", "Raise the limit")
        others = "".join(
            f"<p><small>{name}</small></p>{to_copy(name, self._keys.texts[k])}" for k, name in _KINDS.items()
        )
        others = f"<h2>Keys to see what can go wrong</h2>{others}"
        return page("Keys", *((limit,) if self._is_on("/keys") else ()), ordinary, others)

    def _credits(self) -> Answer:
        present = self._faults.present()
        bought, spent = BALANCES[KeyKind.NO_CREDIT if "no-credit" in present else KeyKind.ORDINARY]
        left = present["credit-low"].number("usd") if "credit-low" in present else bought - spent
        amount = f"{'-' if left < 0 else ''}${abs(left):.2f}"
        shown = f'<p class="amount">{amount}</p><p><small>left on the practice account</small></p>'
        short = "<h2>Practise topping up</h2><p>The account is full again after this.</p>" + action(
            "/credits", "Add credit"
        )
        full = "<p>With a real account, credit is added on this page.</p>"
        return page("Credits", shown, short if self._is_on("/credits") else full)

    def _activity(self) -> Answer:
        today = datetime.fromtimestamp(self._clock(), UTC)
        days = dict.fromkeys(((today - timedelta(days=ago)).strftime("%Y-%m-%d") for ago in range(1, 8)), 0.0)
        for row in activity(self._keys, today, None) or ():
            if row["date"] in days:
                days[str(row["date"])] += float(str(row["usage"]))
        lines = "".join(f"<tr><td>{day}</td><td>${spent:.2f}</td></tr>" for day, spent in days.items())
        return page(
            "Activity", f"<h2>The last seven days</h2><table><tr><th>Day</th><th>Spent</th></tr>{lines}</table>"
        )

    def _management_keys(self) -> Answer:
        name = "Your practice management key"
        told = "<p>It shows the balance and what was spent each day. It cannot be used for messages.</p>"
        return page("Management keys", f"<h2>{name}</h2>{told}{to_copy(name, self._keys.texts[KeyKind.MANAGEMENT])}")

    @staticmethod
    def _preferences() -> Answer:
        return page(
            "Preferences",
            "<h2>Providers</h2><p>With a real account, put Anthropic first here: then Claude answers from there, "
            "and another provider takes over when it is down.</p>",
        )

    def _privacy(self) -> Answer:
        blocked = "<h2>Your privacy settings rule out every provider</h2><p>Practise allowing them again.</p>" + action(
            "/settings/privacy", "Allow providers"
        )
        told = (
            "<h2>What is kept</h2><p>With a real account, choose here whether your prompts are kept, "
            "and which providers may answer.</p>"
        )
        return page("Privacy", *((blocked,) if self._is_on("/settings/privacy") else ()), told)
