"""What proves that a journey came about: Claude's own word, the keychain, and every file on the disk."""

from __future__ import annotations

import hashlib
from pathlib import Path

from app.domain.claude_settings import PROFILE_ID
from tests.desktop.program import Computer, JsonObject
from tests.stories.computer import Snapshot, snapshot, without_folders_of_claude
from tests.stories.starting_states import BY_HAND, DEVELOPER, GATEWAY_CONFIG, META, library, pretty, profile

_OTHERS = {
    META: library(BY_HAND, BY_HAND).replace(b"  ", b"\t"),
    profile(BY_HAND): pretty({"inferenceProvider": "bedrock", "inferenceBedrockRegion": "eu-central-1"}),
    # as Claude writes it itself: it does so again whenever it quits
    GATEWAY_CONFIG: pretty({"mcpServers": {"notes": {"command": "node", "args": ["größe"]}}, "deploymentMode": "1p"}),
    DEVELOPER: b'{\n\t"other": [1,  2]\n}\n',
}
"""Settings that somebody has made in Claude before us, in a spelling of its own."""


def furnish(computer: Computer) -> Snapshot:
    """As if Claude had been used for long. Gives what an undo must bring back."""
    for name, data in _OTHERS.items():
        path = computer.home / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_bytes(data)
        path.chmod(0o600)
    return settings(computer)


def settings(computer: Computer) -> Snapshot:
    """Everything in Claude's folders, by bytes and rights, but its log and its locks."""
    return snapshot(computer.home)


def changed(computer: Computer, before: Snapshot) -> list[str]:
    """Whatever in Claude's folders is another than it was."""
    now = without_folders_of_claude(settings(computer), before)
    return [
        f"{name}: {before.get(name)} became {now.get(name)}"
        for name in before | now
        if before.get(name) != now.get(name)
    ]


def own_profile(computer: Computer) -> Path:
    """The file that we have written for Claude."""
    return computer.home / profile(PROFILE_ID)


def proven_by_claude(computer: Computer) -> JsonObject:
    """By what the practice Claude says of itself, never because we wrote so."""
    told = computer.wait_until_claude_is(running=True, ready=True, mode="gateway", health="healthy")
    assert told["base_url"] == computer.environment["GATEWAY_COMPANION_BASE_URL"]
    assert (told["key_source"], told["key_sha256"]) == ("helper", hashlib.sha256(computer.key.encode()).hexdigest())
    return told


def files_with(computer: Computer, secret: str) -> list[Path]:
    """Each file in which it can be read: in the home folder, in our data, in what programs have printed."""
    files = (path for path in computer.desktop.folder.rglob("*") if path.is_file() and not path.is_symlink())
    return [path for path in files if secret.encode() in path.read_bytes()]
