"""Which package brings a keychain on this Linux distribution and desktop, and how it is installed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from app.domain.findings import Installable

_RELEASE = ("etc/os-release", "usr/lib/os-release")
_INSTALL = {
    "debian": "sudo apt install",
    "ubuntu": "sudo apt install",
    "fedora": "sudo dnf install",
    "rhel": "sudo dnf install",
    "suse": "sudo zypper install",
    "opensuse": "sudo zypper install",
    "arch": "sudo pacman -S",
}


def keychain_package(environment: Mapping[str, str], root: Path = Path("/")) -> Installable:
    """The distributions call both packages alike; one that is not known gets no command. `root`: the file system's."""
    on_kde = "KDE" in environment.get("XDG_CURRENT_DESKTOP", "").split(":")
    package = "kwalletmanager" if on_kde else "gnome-keyring"  # either brings what runs in the background
    command = next((_INSTALL[name] for name in _names(root) if name in _INSTALL), None)
    return Installable(package, f"{command} {package}" if command else None)


def _names(root: Path) -> list[str]:
    """The distribution's own name, then those that it is like; openSUSE's are `opensuse-leap` and the like."""
    told = _release(root)
    names = [told.get("ID", ""), *told.get("ID_LIKE", "").split()]
    return [name.split("-")[0] for name in names]


def _release(root: Path) -> dict[str, str]:
    """What the distribution says of itself, as os-release(5) has it."""
    for name in _RELEASE:
        try:
            lines = (root / name).read_text("utf-8", "replace").splitlines()
        except OSError:
            continue
        pairs = (line.partition("=") for line in lines if "=" in line)
        return {key.strip(): value.strip().strip("\"'") for key, _, value in pairs}
    return {}
