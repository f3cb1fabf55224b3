"""Claude Desktop asks for the key: the key and nothing else, or one line that says what to do."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app import credential_helper
from tests.stories.helper_process import (
    HANDED_OVER,
    HELPER,
    KEY,
    complaint,
    practice_folder,
    run,
    run_at_once,
)

HEAVY = {"PySide6", "qasync", "httpx", "asyncio", "keyring", "msgspec", "ssl"}


@dataclass
class Hanging:
    """A keychain that waits for a person at its prompt."""

    answered: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None

    def get(self, account: str) -> str | None:
        self.thread = threading.current_thread()
        self.answered.wait(60)
        return KEY

    def set(self, account: str, text: str) -> None: ...

    def delete(self, account: str) -> None: ...


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hanging]:
    store = Hanging()
    monkeypatch.setattr("app.services.secrets.secret_store", lambda *_, **__: store)
    yield store
    store.answered.set()
    if store.thread is not None:
        store.thread.join(20)


def test_it_prints_the_key_and_nothing_else(tmp_path: Path) -> None:
    data = practice_folder(tmp_path / "data")
    assert run(HELPER, {"GATEWAY_COMPANION_HOME": str(data)}) == HANDED_OVER


def test_without_a_key_it_says_what_to_do(tmp_path: Path) -> None:
    data = practice_folder(tmp_path / "data", key=None)
    line = complaint(run(HELPER, {"GATEWAY_COMPANION_HOME": str(data)}))
    assert line == "Gateway Companion: No OpenRouter key is stored. Open Gateway Companion and connect again."


@pytest.mark.parametrize("damage", [b"", b"{", b"[1]", b"\xff"], ids=str)
def test_with_a_damaged_keychain_it_says_what_to_do(tmp_path: Path, damage: bytes) -> None:
    data = practice_folder(tmp_path / "data")
    (data / "practice-keychain.json").write_bytes(damage)
    line = complaint(run(HELPER, {"GATEWAY_COMPANION_HOME": str(data)}))
    assert line.startswith("Gateway Companion: ")
    assert line.count(". ") >= 1  # what is wrong, then what to do
    assert "keychain" in line


NO_KEYS = ["two\nlines", "k\0k", f"{KEY}\n", f" {KEY}", "sk or", "schlüssel", "\ud800", "\x7f", "\x1b[2J", "\t"]


@pytest.mark.parametrize("stored", NO_KEYS, ids=repr)
def test_what_cannot_be_a_key_is_not_handed_over(tmp_path: Path, stored: str) -> None:
    data = practice_folder(tmp_path / "data", key=stored)
    line = complaint(run(HELPER, {"GATEWAY_COMPANION_HOME": str(data)}))
    told = "What is stored as the OpenRouter key is no key. Open Gateway Companion and connect again."
    assert line == f"Gateway Companion: {told}"


@pytest.mark.parametrize("stored", ["!", "~", "sk-or-v1-" + "x" * 10_000], ids=len)
def test_whatever_could_be_one_is(tmp_path: Path, stored: str) -> None:
    data = practice_folder(tmp_path / "data", key=stored)
    assert run(HELPER, {"GATEWAY_COMPANION_HOME": str(data)}).out == stored.encode()


def test_twenty_ask_at_once(tmp_path: Path) -> None:
    data = practice_folder(tmp_path / "data")
    assert run_at_once(20, HELPER, {"GATEWAY_COMPANION_HOME": str(data)}) == [HANDED_OVER] * 20


def test_what_the_keychain_does_not_answer_in_time_is_given_up(
    hanging: Hanging, capsys: pytest.CaptureFixture[str]
) -> None:
    assert credential_helper.main(deadline=0.05) == 1
    shown = capsys.readouterr()
    said = "Gateway Companion: The computer's keychain did not answer. Unlock it, then try again.\n"
    assert (shown.out, shown.err) == ("", said)


def test_a_surprise_is_one_line_too(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError(KEY)

    monkeypatch.setattr("app.services.secrets.secret_store", fails)
    assert credential_helper.main() == 1
    shown = capsys.readouterr()
    said = "The key could not be read (RuntimeError). Open Gateway Companion and choose Repair."
    assert (shown.out, shown.err) == ("", f"Gateway Companion: {said}\n")


@pytest.mark.parametrize("key, status", [(KEY, 0), (None, 1)], ids=["handed over", "missing"])
def test_it_loads_nothing_heavy(tmp_path: Path, key: str | None, status: int) -> None:
    data = practice_folder(tmp_path / "data", key)
    python, *rest = HELPER
    ended = run([python, "-X", "importtime", *rest], {"GATEWAY_COMPANION_HOME": str(data)})
    loaded = {line.rpartition("|")[2].strip() for line in ended.err.splitlines()}
    assert ended.status == status
    assert "app.services.practice_secrets" in loaded
    assert loaded & HEAVY == set()


@pytest.mark.parametrize("content", ["", "{", "[]", "\0", None], ids=str)
def test_whatever_the_mark_of_a_practice_folder_holds(tmp_path: Path, content: str | None) -> None:
    data = practice_folder(tmp_path / "data")
    mark = data / "practice.json"
    mark.unlink()
    mark.mkdir() if content is None else mark.write_text(content)
    assert run(HELPER, {"GATEWAY_COMPANION_HOME": str(data)}) == HANDED_OVER


@pytest.mark.parametrize("context", ["interactive", "mid-session-refresh", "background", "scheduled-task", "new", ""])
def test_in_every_context(tmp_path: Path, context: str) -> None:
    data = practice_folder(tmp_path / "data")
    environment = {"GATEWAY_COMPANION_HOME": str(data), "CLAUDE_HELPER_CONTEXT": context}
    assert run(HELPER, environment) == HANDED_OVER


@pytest.mark.parametrize(
    "context, allowed",
    [
        ("interactive", True),
        ("setup-test", True),
        ("mid-session-refresh", False),
        ("background", False),
        ("scheduled-task", False),
        ("Interactive ", False),
        ("", False),
        (None, False),
    ],
)
def test_the_keychain_may_ask_a_person_only_where_one_is_there(
    hanging: Hanging, monkeypatch: pytest.MonkeyPatch, context: str | None, *, allowed: bool
) -> None:
    hanging.answered.set()
    told = list[object]()

    def store(*_: object, may_prompt: bool) -> Hanging:
        told.append(may_prompt)
        return hanging

    monkeypatch.setattr("app.services.secrets.secret_store", store)
    monkeypatch.delenv("CLAUDE_HELPER_CONTEXT", raising=False)
    if context is not None:
        monkeypatch.setenv("CLAUDE_HELPER_CONTEXT", context)
    assert credential_helper.main() == 0
    assert told == [allowed]
