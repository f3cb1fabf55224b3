"""The .deb in a bare root: installed as people install it."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.installers.debian.bare import Root
from tests.installers.debian.built import NAME

ENTRY = f"/usr/share/applications/{NAME}.desktop"


def install(root: Root, package: Path) -> str:
    """All that apt says."""
    shutil.copy(package, root.path("/tmp"))
    return root.apt("install", "--yes", "--no-install-recommends", f"/tmp/{package.name}")
