"""Reads and writes JSON as JavaScript does, so that a file that the practice Claude wrote looks like the real one's."""

from __future__ import annotations

import json
import math
import re

_ARRAY_INDEX = re.compile(r"0|[1-9][0-9]{0,9}")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_MAX_ARRAY_INDEX = 4294967294


class NotJson(ValueError):  # noqa: N818 - it names what the text is
    """The text is not what JSON.parse accepts."""


def parse(data: bytes) -> object:
    """What JSON.parse makes of it: one leading byte order mark is allowed, every number is a float."""
    try:
        text = data.decode().removeprefix("\ufeff")
        parsed: object = json.loads(text, parse_int=float, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise NotJson(str(error)) from error
    return parsed


def _refuse(constant: str) -> object:
    raise NotJson(f"{constant} is not JSON")


def stringify(value: object) -> str:
    """JSON.stringify(value, null, 2)."""
    return _written(value, "\n")


def _written(value: object, line: str) -> str:
    inner = f"{line}  "
    match value:
        case None | True | False:
            return {None: "null", True: "true", False: "false"}[value]
        case int() | float():
            return _number(float(value))
        case str():
            return _LONE_SURROGATE.sub(lambda found: f"\\u{ord(found[0]):x}", json.dumps(value, ensure_ascii=False))
        case list():
            items = [f"{inner}{_written(item, inner)}" for item in value]
            return f"[{','.join(items)}{line}]" if items else "[]"
        case dict():
            members = [f"{inner}{_written(str(n), '')}: {_written(m, inner)}" for n, m in _in_order(value)]
            return f"{{{','.join(members)}{line}}}" if members else "{}"
    raise TypeError(f"JSON has no {type(value).__name__}")


def _in_order(members: dict[str, object]) -> list[tuple[str, object]]:
    """JavaScript puts names that look like array indexes first, in the order of their numbers."""
    indexes = sorted((n for n in members if _ARRAY_INDEX.fullmatch(n) and int(n) <= _MAX_ARRAY_INDEX), key=int)
    return [(n, members[n]) for n in indexes] + [(n, m) for n, m in members.items() if n not in indexes]


def _number(value: float) -> str:
    """Number::toString of ECMAScript."""
    if not math.isfinite(value):
        return "null"
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, power = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    all_digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(power or 0) - (len(whole + fraction) - len(all_digits))
    digits = all_digits.rstrip("0")
    if len(digits) <= point <= 21:
        return f"{sign}{digits}{'0' * (point - len(digits))}"
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    tail = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{tail}e{point - 1:+d}"
