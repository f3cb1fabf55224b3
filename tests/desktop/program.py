"""Our program on a practice computer: its window on the desktop, the practice OpenRouter and the practice Claude Desktop."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.secret_ref import KEY
from app.platforms.secrets import LinuxSecrets
from app.practice.claude_behaviour import Behaviour, read_behaviour, write_behaviour
from app.practice.claude_desktop import RUNNING_FILE, STATE_FILE
from app.practice.claude_ending import BEHAVIOUR_FILE
from app.practice.claude_lock import holder
from app.practice.openrouter import PracticeOpenRouter
from app.practice.serve import end_claude, prepare
from app.services.practice_secrets import PracticeSecrets
from app.services.secrets import SecretStore
from tests.desktop.session import Desktop, Running
from tests.desktop.waiting import until

JsonObject = dict[str, Any]
_SECONDS = 60


@dataclass(slots=True)
class Computer:
    """Where our program finds everything. `keychain`: where it keeps the key; `key`: one that OpenRouter accepts."""

    desktop: Desktop
    folder: Path
    environment: dict[str, str]
    openrouter: PracticeOpenRouter
    keychain: SecretStore
    key: str

    @property
    def home(self) -> Path:
        return Path(self.environment["HOME"])

    @property
    def data(self) -> Path:
        return Path(self.environment["GATEWAY_COMPANION_HOME"])

    @property
    def claude_folder(self) -> Path:
        return Path(self.environment["GATEWAY_COMPANION_CLAUDE"]).parent

    def open_window(self, *arguments: str) -> Running:
        """Our program, as a person starts it: without arguments."""
        return self.desktop.start_python("-m", "app", *arguments, **self.environment)

    def open_altered_window(self, *, notice: float = 15, close: float = 30) -> Running:
        """As `altered_program.py` says."""
        program = str(Path(__file__).with_name("altered_program.py"))
        return self.desktop.start_python(program, str(notice), str(close), str(self.etc), **self.environment)

    @property
    def etc(self) -> Path:
        """Where an IT department leaves its settings, for an altered window and for Claude once it is told so."""
        return self.folder / "etc"

    def behave(self, **changes: object) -> None:
        """How Claude shall behave from its next start on, or when it is asked to quit."""
        path = self.claude_folder / BEHAVIOUR_FILE
        write_behaviour(path, Behaviour.from_document(read_behaviour(path).as_document() | changes))

    def end_claude(self) -> None:
        """As when a person closes it."""
        end_claude(self.claude_folder)
        until(lambda: holder(self.claude_folder / RUNNING_FILE) is None, what="Claude to be closed")

    def open_claude(self) -> Running:
        return self.desktop.start(self.environment["GATEWAY_COMPANION_CLAUDE"], **self.environment)

    def claude(self) -> JsonObject:
        """What the practice Claude Desktop says of itself; empty before it was ever opened."""
        try:
            told: JsonObject = json.loads((self.claude_folder / STATE_FILE).read_text("utf-8"))
        except FileNotFoundError:
            return {}
        return told

    def wait_until_claude_is(self, **state: object) -> JsonObject:
        """Such as `running=True, mode="gateway", health="healthy"`."""

        def so() -> JsonObject | None:
            told = self.claude()
            return told if told.items() >= state.items() else None

        return until(so, what=lambda: f"{state} in {self.claude()}")

    def stored_key(self) -> str | None:
        return self.keychain.get(KEY)

    def command_line(self, *arguments: str, typed: str = "") -> JsonObject:
        """What the command line reports with `--json`: a second witness, and a way to start from a set-up computer."""
        done = subprocess.run(
            [sys.executable, "-m", "app", *arguments, "--json"],
            input=typed,
            capture_output=True,
            text=True,
            cwd=self.folder,
            env={**self.desktop.environment, **self.environment},
            timeout=_SECONDS,
            check=False,
        )
        assert done.stdout, done.stderr
        told: JsonObject = json.loads(done.stdout)
        return told

    def set_up(self) -> JsonObject:
        """As if somebody had been through the five steps already."""
        return self.command_line("setup", "--key-stdin", "--yes", typed=self.key)


@contextmanager
def practice_computer(desktop: Desktop, *, real_keychain: bool) -> Iterator[Computer]:
    """`real_keychain`: the data folder is not marked for practising, so the key goes into the desktop's keychain."""
    folder = desktop.folder / "p"
    with PracticeOpenRouter() as openrouter:
        environment = prepare(folder, openrouter.origin)
        data = Path(environment["GATEWAY_COMPANION_HOME"])
        if real_keychain:
            (data / "practice.json").unlink()
        keychain = LinuxSecrets(desktop.environment) if real_keychain else PracticeSecrets(data)
        computer = Computer(desktop, folder, environment, openrouter, keychain, openrouter.keys["ordinary"])
        try:
            yield computer
        finally:
            desktop.end_programs()  # first, so that none of them opens Claude again
            computer.end_claude()
