"""A key never shows itself: not in any way in which Python turns a value into text."""

from __future__ import annotations

import copy
import inspect
import json
import logging
import pickle
import pprint
import reprlib
import string
import traceback
from collections.abc import Callable
from dataclasses import asdict, astuple, dataclass, replace

import msgspec
import pytest

from app.domain.model import ApiKey

SECRET = "sk-or-v1-canary0123456789abcdef9f2c"
KEY = ApiKey(SECRET)


@dataclass(frozen=True, slots=True)
class Holder:
    key: ApiKey
    others: tuple[ApiKey, ...] = ()


@pytest.mark.parametrize(
    "show",
    [
        repr,
        str,
        ascii,
        format,
        lambda key: f"{key}",
        lambda key: f"{key!r:>60}",
        lambda key: f"{key:>60}",
        lambda key: f"{key:.9}",
        lambda key: "%s %r" % (key, key),  # noqa: UP031 - this way of formatting is tested too
        lambda key: "{} {!s} {!r}".format(key, key, key),  # noqa: UP032 - see above
        lambda key: repr(Holder(key, (key,))),
        lambda key: str([key, {key: key}]),
        lambda key: str(ValueError("refused", key)),
        lambda key: repr(ValueError(key)),
        lambda key: json.dumps({"key": key}, default=str),
    ],
)
def test_no_text_of_it_shows_the_secret(show: Callable[[ApiKey], str]) -> None:
    shown = show(KEY)
    assert "canary" not in shown
    assert SECRET[9:15] not in shown
    assert KEY.hint[-4:] in shown or shown == KEY.hint[:9]


def test_a_format_is_applied_to_the_hint() -> None:
    assert f"{KEY:>15}|" == f"{KEY.hint:>15}|"


def _fails_with(key: ApiKey) -> None:
    holder = Holder(key)
    raise RuntimeError(f"{key} in {holder}")


def test_no_traceback_shows_it_even_with_its_locals() -> None:
    with pytest.raises(RuntimeError) as caught:
        _fails_with(KEY)
    shown = "".join(traceback.TracebackException.from_exception(caught.value, capture_locals=True).format())
    assert "key = ApiKey(sk-or-…9f2c)" in shown
    assert "holder = Holder(" in shown
    assert SECRET[9:-4] not in shown


def test_no_log_shows_it(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("app").info("%s %r %s", KEY, KEY, Holder(KEY))
    logging.getLogger("app").debug(KEY)
    assert caplog.text.count("sk-or-…9f2c") == 4
    assert "canary" not in caplog.text


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("value", [KEY, Holder(KEY), [KEY]])
def test_it_is_never_pickled(value: object, protocol: int) -> None:
    with pytest.raises(TypeError, match="never pickled") as caught:
        pickle.dumps(value, protocol)
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
def test_a_copy_is_the_very_same(copied: Callable[[object], object]) -> None:
    assert copied(KEY) is KEY
    assert copy.deepcopy([KEY])[0] is KEY
    assert copy.deepcopy(Holder(KEY, (KEY,))).others[0] is KEY


def test_a_dataclass_that_holds_one_becomes_no_text_of_it() -> None:
    as_dictionary, as_tuple = asdict(Holder(KEY, (KEY,))), astuple(Holder(KEY))
    assert as_dictionary["key"] is as_tuple[0] is KEY
    assert "canary" not in f"{as_dictionary} {as_tuple} {replace(Holder(KEY), others=(KEY,))}"


def test_its_state_is_not_given_away() -> None:
    with pytest.raises(TypeError, match="never pickled"):
        KEY.__getstate__()
    with pytest.raises(TypeError):
        vars(KEY)
    with pytest.raises(TypeError):
        bytes(KEY)  # type: ignore[call-overload]
    with pytest.raises(TypeError):
        list(KEY)  # type: ignore[call-overload]


@pytest.mark.parametrize(
    "encode",
    [
        msgspec.json.encode,
        msgspec.msgpack.encode,
        msgspec.to_builtins,
        lambda value: msgspec.json.encode(value, enc_hook=str),
        lambda value: msgspec.to_builtins(value, enc_hook=str),
        lambda value: msgspec.json.encode({"key": value}),
    ],
)
@pytest.mark.parametrize("value", [KEY, Holder(KEY), [KEY], {KEY: KEY}], ids=repr)
def test_msgspec_never_shows_it(encode: Callable[[object], object], value: object) -> None:
    try:
        shown = str(encode(value))
    except TypeError as error:
        shown = str(error)
    assert "canary" not in shown
    assert shown


def test_no_schema_lets_one_be_read_from_json() -> None:
    with pytest.raises((TypeError, msgspec.ValidationError)) as caught:
        msgspec.json.decode(json.dumps({"key": SECRET}), type=Holder)
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize(
    "show",
    [
        pprint.pformat,
        reprlib.repr,
        lambda value: string.Template("$key").substitute(key=value),
        lambda value: " ".join(str(member) for member in inspect.getmembers(value, lambda m: not callable(m))[:-1]),
    ],
)
def test_no_tool_for_looking_at_values_shows_it(show: Callable[[object], str]) -> None:
    assert "canary" not in show(Holder(KEY)) + show([KEY])


def test_a_log_record_with_extras_shows_it_not(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("app").info("stored", extra={"key": KEY, "held": Holder(KEY)})
    try:
        _fails_with(KEY)
    except RuntimeError:
        logging.getLogger("app").info("it failed", exc_info=True)
    assert "canary" not in caplog.text + " ".join(str(vars(record)) for record in caplog.records)


def test_an_exception_that_carries_one() -> None:
    error = RuntimeError(KEY, Holder(KEY))
    error.add_note(f"with {KEY}")
    group = ExceptionGroup("several", [error])
    shown = "".join(traceback.format_exception(group)) + repr(error.args) + str(group)
    assert "canary" not in shown
    assert "sk-or-…9f2c" in shown


def test_it_has_no_dictionary_and_is_no_json() -> None:
    assert not hasattr(KEY, "__dict__")
    with pytest.raises(TypeError, match="ApiKey") as caught:
        json.dumps(KEY)
    assert "canary" not in str(caught.value)


def test_the_one_door() -> None:
    assert KEY.reveal() == SECRET


def test_equal_keys_are_equal() -> None:
    same = ApiKey(SECRET)
    assert same == KEY
    assert {KEY, same} == {KEY}
    assert same != ApiKey(SECRET + "0")
    assert same != SECRET


@pytest.mark.parametrize(
    "text, hint",
    [
        (SECRET, "sk-or-…9f2c"),
        ("a" * 20 + "wxyz", "sk-or-…wxyz"),
        ("a" * 19 + "wxyz", "sk-or-…"),  # four of so few characters would tell too much
        ("short", "sk-or-…"),
        ("", "sk-or-…"),
    ],
)
def test_the_hint_tells_the_end_of_a_long_key_only(text: str, hint: str) -> None:
    assert ApiKey(text).hint == hint
