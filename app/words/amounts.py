"""Money in words: always with its currency, and always labelled as what it is."""

from __future__ import annotations

from decimal import Decimal

from app.domain.model import Credit, CreditKind
from app.words.speech import Speech

_CENT = Decimal("0.01")
_MILLION = 1_000_000


def money(amount: Decimal, speech: Speech) -> str:
    """US dollars with two decimals, such as `$1,234.50`; less than a cent is never shown as nothing."""
    if 0 < amount < _CENT:
        return speech.say("under $0.01")
    if -_CENT < amount < 0:
        return speech.say("just below zero")
    if amount < 0:
        return speech.say("-${amount}", amount=f"{amount.copy_abs():,.2f}")
    return speech.say("${amount}", amount=f"{amount.copy_abs():,.2f}")


def credit(credit: Credit, speech: Speech) -> str:
    """The one credit figure with its label."""
    if credit.kind is CreditKind.USAGE:
        return speech.say("{amount} used this month, no limit on this key", amount=money(credit.amount, speech))
    return _left(credit, speech) if credit.amount > 0 else _used_up(credit, speech)


def label(credit: Credit, speech: Speech) -> str:
    """What the amount is, where it stands alone in large figures."""
    match credit.kind:
        case CreditKind.USAGE:
            return speech.say("used this month, no limit on this key")
        case CreditKind.ACCOUNT:
            return speech.say("left on your account")
        case CreditKind.BUDGET:
            return speech.say("left in your team's budget")
        case CreditKind.KEY_LIMIT:
            return speech.say("left on this key")


def _left(credit: Credit, speech: Speech) -> str:
    amount = money(credit.amount, speech)
    match credit.kind:
        case CreditKind.ACCOUNT:
            return speech.say("{amount} left on your account", amount=amount)
        case CreditKind.BUDGET:
            return speech.say("{amount} left in your team's budget", amount=amount)
        case _:
            return speech.say("{amount} left on this key", amount=amount)


def _used_up(credit: Credit, speech: Speech) -> str:
    match credit.kind:
        case CreditKind.ACCOUNT if credit.amount <= -_CENT:
            return speech.say("no credit left, your account is at {amount}", amount=money(credit.amount, speech))
        case CreditKind.ACCOUNT:
            return speech.say("no credit left on your account")
        case CreditKind.BUDGET:
            return speech.say("nothing left in your team's budget")
        case _:
            return speech.say("nothing left on this key")


def per_million(price: Decimal | None, speech: Speech) -> str:
    """A price in US dollars per token, as dollars for a million of them, such as `$5` or `$0.80`; the heading says that."""
    if price is None:
        return speech.say("varies")
    if price == 0:
        return speech.say("free")
    return speech.say("${amount}", amount=_exact(price * _MILLION))


def _exact(amount: Decimal) -> str:
    """Whole dollars as such, else two decimals, and more only where the price has more."""
    if amount == amount.to_integral_value():
        return f"{amount:,.0f}"
    rounded = f"{amount:,.2f}"
    return rounded if Decimal(rounded.replace(",", "")) == amount else f"{amount.normalize():,f}"
