"""Claude's settings files in a temporary home, read as at a launch."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from app.practice.claude_behaviour import Behaviour
from app.practice.claude_places import Places, find_places, make_folder
from app.practice.claude_settings import Settings, read_settings

ID = "0f0e0d0c-0b0a-4090-8807-060504030201"
OTHER_ID = "00000000-0000-4000-8000-000000000114"
STATIC: dict[str, object] = {
    "inferenceProvider": "gateway",
    "inferenceGatewayBaseUrl": "https://openrouter.ai/api",
    "inferenceGatewayApiKey": "sk-or-v1-abc",
}
META: dict[str, object] = {"appliedId": ID, "entries": [{"id": ID, "name": "OpenRouter"}]}
TEXT = json.dumps


def without(values: Mapping[str, object], *names: str) -> dict[str, object]:
    return {name: value for name, value in values.items() if name not in names}


class Folder:
    """Claude's folders in a temporary home."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.places: Places = find_places({"HOME": str(home)}, "linux")
        self.managed = home / "managed.json"

    def write(self, *, meta: str | None = None, profile: str | None = None, config: str | None = None) -> None:
        make_folder(self.places.library)
        for path, text in (
            (self.places.library / "_meta.json", meta),
            (self.places.library / f"{ID}.json", profile),
            (self.places.gateway_config, config),
        ):
            if text is not None:
                path.write_text(text, encoding="utf-8")

    def read(self, **behaviour: object) -> Settings:
        asked = {"managed": str(self.managed), "managed_owner": os.getuid(), **behaviour}
        return read_settings(self.places, Behaviour.from_document(asked))
