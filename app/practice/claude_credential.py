"""Gets the key as Claude Desktop does: from the profile, or by running the helper with next to no environment."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from app.practice.claude_profile import HelperScript, StaticKey


@dataclass(frozen=True, slots=True)
class Credential:
    """`report` is what the log says of it."""

    token: str = field(repr=False)
    source: Literal["static", "helper"]
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    report: str | None = None


@dataclass(frozen=True, slots=True)
class NoCredential:
    """`report` tells in the log what happened, `reason` is the short word for it."""

    reason: str
    report: str


def obtain(
    source: StaticKey | HelperScript,
    environment: Mapping[str, str],
    started: Callable[[subprocess.Popen[bytes]], None],
) -> Credential | NoCredential:
    """`started` is told of the helper's process."""
    match source:
        case StaticKey(token):
            return Credential(token, "static")
        case HelperScript(path, timeout):
            return _run(path, timeout, environment, started)


def _run(
    path: str, timeout: float, environment: Mapping[str, str], started: Callable[[subprocess.Popen[bytes]], None]
) -> Credential | NoCredential:
    begin = time.monotonic()
    try:
        process = subprocess.Popen(
            [path],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd="/",
            env=_minimal(environment),
        )
    except OSError as error:
        return NoCredential("spawn-failed", f"helper could not be started: {error.strerror}")
    started(process)
    try:
        output, complaint = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return NoCredential("timeout", f"helper timed out after {timeout:g}s")
    took = f"(elapsed={round((time.monotonic() - begin) * 1000)}ms stdoutBytes={len(output)})"
    if process.returncode != 0:
        first_line = next(iter(complaint.decode(errors="replace").splitlines()), "")
        return NoCredential("non-zero-exit", f'helper exited code={process.returncode} {took} stderr="{first_line}"')
    return _parse(output, took) or NoCredential("parse", f"helper printed no token {took}")


def _minimal(environment: Mapping[str, str]) -> dict[str, str]:
    """No variable of ours: the helper must need none but where this login session has its things."""
    names = ("SYSTEMROOT", "USERPROFILE", "PATH") if sys.platform == "win32" else ("XDG_RUNTIME_DIR",)
    kept = {name: environment[name] for name in names if name in environment}
    if sys.platform != "win32":
        kept |= {"PATH": "/usr/bin:/bin", "HOME": environment.get("HOME", "/")}
    return kept | {"CLAUDE_HELPER_CONTEXT": "background"}


def _parse(output: bytes, took: str) -> Credential | None:
    """A bare token, or an object with `token` and perhaps `headers`."""
    report = f"helper ok {took}"
    try:
        text = output.decode("ascii").strip()
        document = json.loads(text) if text.startswith("{") else {"token": text}
    except ValueError:
        return None
    token, headers = document.get("token"), document.get("headers", {})
    if (
        not isinstance(token, str)
        or not token
        or not token.isprintable()
        or " " in token
        or not isinstance(headers, dict)
    ):
        return None
    if not all(isinstance(value, str) for value in headers.values()):
        return None
    return Credential(token, "helper", tuple(headers.items()), report)
