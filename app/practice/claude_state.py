"""What the practice Claude Desktop says of itself, in a file of its own, so that a test need not believe our product."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class State:
    """`ready`: the launch has done all that it does. Never the key, only its SHA-256."""

    pid: int
    running: bool
    launches: int
    started_at: float
    mode: str
    why: str | None
    profile_id: str | None
    base_url: str | None
    environment: tuple[str, ...]
    ready: bool = False
    key_sha256: str | None = None
    key_source: str | None = None
    models: tuple[str, ...] = ()
    default_model: str | None = None
    health: str | None = None


def write_state(path: Path, state: State) -> None:
    """Whole or not at all."""
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(asdict(state), indent=2), encoding="utf-8")
    beside.replace(path)


def launches_before(path: Path) -> int:
    try:
        return int(json.loads(path.read_bytes())["launches"])
    except FileNotFoundError:
        return 0
