"""Walks through the main job on the practice OpenRouter and the practice Claude Desktop; nothing of this computer is touched."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path


class Walk:
    """Shows a sentence and a command, runs it, and remembers which commands ended otherwise than they should."""

    def __init__(self, program: str, environment: Mapping[str, str]) -> None:
        self._program = program
        self._environment = {**os.environ, **environment}
        self.surprises: list[str] = []

    def step(self, sentence: str, command: str, *, status: int = 0, key: str | None = None) -> None:
        say(sentence)
        print(f"  $ {'(the key) | ' if key else ''}gateway-companion {command}\n", flush=True)
        ended = subprocess.run(
            [self._program, *shlex.split(command)], input=key, env=self._environment, text=True, check=False
        )
        if ended.returncode != status:
            self.surprises.append(f"`gateway-companion {command}` gave {ended.returncode} instead of {status}")


def main() -> int:
    program = shutil.which("gateway-companion", path=str(Path(sys.executable).parent))
    if program is None:
        sys.exit("gateway-companion is not installed beside this Python: python3 packaging/dev.py run")
    practice = subprocess.Popen([program, "practice", "--serve"], stdout=subprocess.PIPE, text=True)
    try:
        line = practice.stdout.readline() if practice.stdout else ""
        if not line:
            sys.exit("The practice stand-ins did not start.")
        told = json.loads(line)
        walk = Walk(program, told["env"])
        show(walk, told["keys"]["ordinary"], Path(told["env"]["HOME"]), Path(told["claude_state"]))
    finally:
        practice.terminate()  # it ends the practice Claude Desktop and removes its folder
        practice.wait()
    for surprise in walk.surprises:
        print(f"UNEXPECTED: {surprise}")
    return 1 if walk.surprises else 0


def show(walk: Walk, key: str, home: Path, claude_state: Path) -> None:
    walk.step("A practice Claude Desktop is installed and knows nothing of OpenRouter yet.", "status", status=1)
    walk.step("The one command that connects it, with the key from standard input.", "setup --key-stdin --yes", key=key)
    say("What the practice Claude Desktop says of itself:")
    state = json.loads(claude_state.read_text("utf-8"))
    for name in ("mode", "base_url", "key_source", "default_model", "models", "health"):
        print(f"{name}: {state[name]}")
    walk.step("And what we see of it.", "status")
    profile = damage(home)
    walk.step(f"Now something breaks: {profile} is gone.", "status", status=1)
    walk.step("Repair finds out what is wrong, says what it will do, and does it.", "repair --yes")
    walk.step("Everything works again.", "status")
    walk.step("And everything can be undone.", "undo --yes")
    walk.step("Claude Desktop is as it was before.", "status", status=1)


def damage(home: Path) -> Path:
    """Removes our profile, as an update of Claude Desktop or another tool may do."""
    profile = next(file for file in home.rglob("configLibrary/*.json") if file.name != "_meta.json")
    profile.unlink()
    return profile


def say(sentence: str) -> None:
    print(f"\n\n--- {sentence}\n", flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
