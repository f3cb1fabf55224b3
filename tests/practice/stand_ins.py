"""Talks to the practice OpenRouter over HTTP, and starts, watches and quits the practice Claude Desktop."""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.practice.openrouter import PracticeOpenRouter
from app.practice.serve import end_claude, prepare

LINE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \[(info|warn|error)\] (.*)")
PROFILE_ID = "0f0e0d0c-0b0a-4090-8807-060504030201"


def until(condition: Callable[[], bool], *, within: float = 20) -> None:
    """Polls with a deadline."""
    never, end = threading.Event(), time.monotonic() + within
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        never.wait(0.005)


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def document(self) -> dict[str, object]:
        document = json.loads(self.body)
        assert isinstance(document, dict)
        return document

    @property
    def data(self) -> dict[str, object]:
        data = self.document["data"]
        assert isinstance(data, dict)
        return data

    @property
    def rows(self) -> list[dict[str, object]]:
        rows = self.document["data"]
        assert isinstance(rows, list)
        return rows

    @property
    def message(self) -> str:
        error = self.document["error"]
        assert isinstance(error, dict)
        return str(error["message"])


class Site:
    """Asks one server, each time over a new connection."""

    def __init__(self, server: PracticeOpenRouter) -> None:
        self.server = server

    def ask(
        self,
        path: str,
        *,
        key: str | None = None,
        method: str = "GET",
        body: object = None,
        headers: Mapping[str, str] | None = None,
        timeout: float = 20,
    ) -> Reply:
        """`key`: the name of a kind, or a key's text."""
        sent = dict(headers or {})
        if key is not None:
            sent["Authorization"] = f"Bearer {self.server.keys.get(key, key)}"
        payload = body if body is None or isinstance(body, str) else json.dumps(body)
        connection = http.client.HTTPConnection(self.server.origin.removeprefix("http://"), timeout=timeout)
        try:
            connection.request(method, path, payload, sent)
            answer = connection.getresponse()
            return Reply(answer.status, {n.lower(): v for n, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def message(self, key: str | None = "ordinary", **changes: object) -> Reply:
        """One message of one token."""
        text = {"role": "user", "content": "Hi"}
        body = {"model": "anthropic/claude-haiku-4.5", "max_tokens": 1, "messages": [text], **changes}
        return self.ask("/api/v1/messages", key=key, method="POST", body=body)

    def control(self, **wanted: object) -> Reply:
        return self.ask("/practice/control", method="POST", body=wanted)


class Practice:
    """A practice folder with the stand-in program in it."""

    def __init__(self, folder: Path, server: PracticeOpenRouter) -> None:
        self.folder = folder
        self.site = Site(server)
        self.env = prepare(folder, server.origin)
        self.key = server.keys["ordinary"]
        self.program = Path(self.env["GATEWAY_COMPANION_CLAUDE"])
        self.root = Path(self.env["XDG_CONFIG_HOME"]) / "Claude-3p"
        self.normal_root = Path(self.env["XDG_CONFIG_HOME"]) / "Claude"
        self.config = self.root / "claude_desktop_config.json"
        self.profile = self.root / "configLibrary" / f"{PROFILE_ID}.json"
        self.helper = self.folder / "helper"
        self._processes: list[subprocess.Popen[bytes]] = []

    def behave(self, **behaviour: object) -> None:
        assert self.site.control(claude={"managed": None, **behaviour}).status == 200

    def apply(self, **changes: object) -> None:
        """Applies a profile that hands the key over by a helper; a value of None takes that key out."""
        self.write_helper(f"echo {self.key}")
        values: dict[str, object] = {
            "inferenceProvider": "gateway",
            "inferenceGatewayBaseUrl": self.env["GATEWAY_COMPANION_BASE_URL"],
            "inferenceGatewayAuthScheme": "bearer",
            "inferenceCredentialKind": "helper-script",
            "inferenceCredentialHelper": str(self.helper),
            "inferenceModels": [{"name": "anthropic/claude-sonnet-4.6"}, {"name": "anthropic/claude-haiku-4.5"}],
            "modelDiscoveryEnabled": False,
            **changes,
        }
        self.profile.parent.mkdir(parents=True, exist_ok=True)
        self.profile.write_text(json.dumps({name: value for name, value in values.items() if value is not None}))
        entries = [{"id": PROFILE_ID, "name": "OpenRouter"}]
        (self.profile.parent / "_meta.json").write_text(json.dumps({"appliedId": PROFILE_ID, "entries": entries}))

    def write_helper(self, script: str) -> None:
        self.helper.write_text(f"#!/bin/sh\n{script}\n")
        self.helper.chmod(0o700)

    def start(self, **environment: str) -> subprocess.Popen[bytes]:
        """Starts the program and does not wait."""
        process = subprocess.Popen([self.program], env={**os.environ, **self.env, **environment})
        self._processes.append(process)
        return process

    def launch(self, **environment: str) -> subprocess.Popen[bytes]:
        """Starts the program and waits until the launch has done all that it does."""
        before = self.state()["launches"] if (self.folder / "claude-desktop/state.json").exists() else 0
        process = self.start(**environment)
        until(lambda: self._is_ready(before))
        return process

    def _is_ready(self, before: object) -> bool:
        if not (self.folder / "claude-desktop/state.json").exists():
            return False
        state = self.state()
        return state["launches"] != before and state["ready"] is True

    def quit(self, process: subprocess.Popen[bytes]) -> int:
        process.terminate()
        return process.wait(20)

    def state(self) -> dict[str, object]:
        state = json.loads((self.folder / "claude-desktop/state.json").read_text())
        assert isinstance(state, dict)
        return state

    def log(self, root: Path | None = None) -> list[str]:
        return (root or self.root).joinpath("logs/main.log").read_text().splitlines()

    def end(self) -> None:
        """Ends Claude, whoever started it."""
        end_claude(self.program.parent)

    def close(self) -> None:
        """Nothing that was started here lives on."""
        self.end()
        for process in self._processes:
            process.kill()
            process.wait(20)


def said(practice: Practice, root: Path | None = None) -> list[str]:
    """The log without its times, each line checked for its shape; what varies is a 0."""
    lines = []
    for line in practice.log(root):
        matched = LINE.fullmatch(line)
        assert matched
        lines.append(re.sub(r"elapsed=\d+ms|in \d+ms", "0ms", matched[2]))
    return lines
