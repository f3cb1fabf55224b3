"""Where our own data lies. A module of its own, and quick to load: each time Claude asks for the key, the helper asks it too."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def own_folder(environment: Mapping[str, str]) -> Path:
    """It need not exist yet."""
    if folder := environment.get("GATEWAY_COMPANION_HOME"):
        return Path(folder).absolute()
    from platformdirs import user_data_path

    return user_data_path("gateway-companion", appauthor=False)
