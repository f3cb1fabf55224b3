"""How the practice Claude Desktop ends: it waits to be told, takes its time, and writes its settings from memory."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from queue import SimpleQueue

from app.practice.claude_behaviour import Behaviour, read_behaviour
from app.practice.claude_json import stringify
from app.practice.claude_log import Log
from app.practice.claude_places import Places, make_folder
from app.practice.claude_settings import Gateway, Settings, read_config
from app.practice.claude_traces import Traces
from app.practice.waiting import next_of

BEHAVIOUR_FILE = "behaviour.json"
CHOICE_FILE = "choice"
"""There since a person chose something in Claude itself: its memory is then what the config says, until it quits."""


class Phase(StrEnum):
    """What a window tells while it lives. `STUCK`: asked to quit, and hangs."""

    OPEN = "open"
    STUCK = "stuck"
    CLOSING = "closing"


@dataclass(slots=True)
class Ending:
    """`run()` goes on until the app has quit; a window lets it run in a thread and shows its `phase`."""

    events: SimpleQueue[str]
    home: Path
    settings: Settings
    places: Places
    log: Log
    traces: Traces
    helpers: Sequence[subprocess.Popen[bytes]]
    phase: Phase = Phase.OPEN

    def ask(self) -> None:
        """As a person does by closing the window."""
        self.events.put("quit")

    def run(self) -> int:
        """The exit status: 0, after a crash 1."""
        event, parting = self._wait()
        self.phase = Phase.CLOSING
        self.traces.seal()
        for helper in self.helpers:
            helper.kill()
        if event == "quit":
            time.sleep(parting.quit_seconds)
            self._rewrite(parting)
        self.traces.ended()
        return 1 if event == "crash" else 0

    def _wait(self) -> tuple[str, Behaviour]:
        """What ends the app, and how it shall behave while it ends."""
        while True:
            event, behaviour = next_of(self.events), read_behaviour(self.home / BEHAVIOUR_FILE)
            if event == "crash" or not behaviour.hang:
                return event, behaviour
            self.phase = Phase.STUCK

    def _rewrite(self, behaviour: Behaviour) -> None:
        """Writes from memory: what somebody else wrote since the launch is lost.

        The config is written where there was a sound one at launch, and always in gateway mode; the applied profile
        only where there are toggles to put in. A config that could not be read is left alone.
        """
        if not behaviour.rewrite:
            return
        config, in_gateway_mode = self._config(), isinstance(self.settings.mode, Gateway)
        if config is None and in_gateway_mode and not self.places.gateway_config.exists():
            config = {}
        if config is not None:
            self._write(self.places.gateway_config, config)
        if self.settings.applied and behaviour.toggles and in_gateway_mode:
            self._write(self.settings.applied.path, self.settings.applied.document | dict(behaviour.toggles))

    def _config(self) -> dict[str, object] | None:
        choice = self.home / CHOICE_FILE
        if not choice.exists():
            return self.settings.config
        choice.unlink()
        return read_config(self.places.gateway_config)

    def _write(self, path: Path, document: dict[str, object]) -> None:
        try:
            make_folder(path.parent)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
                file.write(stringify(document))
        except OSError as error:
            self.log.write("error", f"Could not save {path.name}: {error.strerror}")
