"""Spending day by day in words, for below the chart and for a screen reader."""

from __future__ import annotations

from app.domain.model import DaySpent
from app.domain.spending import Spending
from app.words.amounts import money
from app.words.speech import Speech
from app.words.times import day


def total(spent: Spending, speech: Speech, *, current: bool) -> str:
    """`current`: its last day is today."""
    amount = money(spent.total, speech)
    if current:
        return speech.say("Last 30 days with this key: {amount}", amount=amount)
    return speech.say("30 days to {day}: {amount}", day=day(spent.today.day, speech), amount=amount)


def today(spent: Spending, speech: Speech, *, current: bool) -> str:
    return speech.say("Today {amount}", amount=money(spent.today.amount, speech)) if current else ""


def one_day(spent: DaySpent, speech: Speech, *, today: bool) -> str:
    name = speech.say("Today so far") if today else day(spent.day, speech)
    return speech.say("{day}: {amount}", day=name, amount=money(spent.amount, speech))


def spoken(spent: Spending, speech: Speech, *, current: bool) -> str:
    """All of the chart in one sentence."""
    amount, most = money(spent.total, speech), spent.most
    if not current:
        whole = speech.say(
            "Spending in the 30 days to {day}, {amount} in total", day=day(spent.today.day, speech), amount=amount
        )
    else:
        now = money(spent.today.amount, speech)
        whole = speech.say("Spending in the last 30 days, {amount} in total, today {today}", amount=amount, today=now)
    if not most.amount:
        return whole
    return speech.say(
        "{whole}, most on {day} with {most}", whole=whole, day=day(most.day, speech), most=money(most.amount, speech)
    )
