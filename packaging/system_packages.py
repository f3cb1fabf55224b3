"""Checks for the programs and libraries that pip cannot bring, and installs what is missing (Linux only):

    python3 packaging/system_packages.py window            what a window needs
    python3 packaging/system_packages.py tests             what the tests need: a desktop of their own as well
    python3 packaging/system_packages.py installers        what building and trying the installers needs
    python3 packaging/system_packages.py pictures          what the screenshots need
    python3 packaging/system_packages.py PACKAGE...        these Debian packages, known to be missing

Where installing would take a password, it says the one command to type. Standard library only; `dev.py` runs it as a
program of its own, as it loads libraries to see whether they are there.
"""

from __future__ import annotations

import ctypes
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

FONTS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
DATA = ("/usr/share", "/usr/local/share")


class Need(NamedTuple):
    """One thing that must be there, how to see it, and the Debian package that has it."""

    what: str
    is_there: Callable[[str], bool]
    package: str


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def is_program(name: str) -> bool:
    return shutil.which(name) is not None


def is_bus_service(name: str) -> bool:
    return any((Path(folder) / f"dbus-1/services/{name}.service").exists() for folder in DATA)


def is_font(name: str) -> bool:
    """`name`: how its file begins; empty for any font at all."""
    folders = (Path(folder).expanduser() for folder in FONTS)
    return any(next(folder.rglob(f"{name}*.[ot]t[fc]"), None) is not None for folder in folders)


# What the libraries of PySide6 and its plugin for X11 are linked against and a small Debian lacks, by `ldd`.
WINDOW = (
    Need("libEGL.so.1", loads, "libegl1"),
    Need("libGL.so.1", loads, "libgl1"),
    Need("libX11.so.6", loads, "libx11-6"),
    Need("libX11-xcb.so.1", loads, "libx11-xcb1"),
    Need("libdbus-1.so.3", loads, "libdbus-1-3"),
    Need("libfontconfig.so.1", loads, "libfontconfig1"),
    Need("libglib-2.0.so.0", loads, "libglib2.0-0"),
    Need("libgssapi_krb5.so.2", loads, "libgssapi-krb5-2"),
    Need("libxcb-cursor.so.0", loads, "libxcb-cursor0"),
    Need("libxcb-glx.so.0", loads, "libxcb-glx0"),
    Need("libxcb-icccm.so.4", loads, "libxcb-icccm4"),
    Need("libxcb-image.so.0", loads, "libxcb-image0"),
    Need("libxcb-keysyms.so.1", loads, "libxcb-keysyms1"),
    Need("libxcb-randr.so.0", loads, "libxcb-randr0"),
    Need("libxcb-render-util.so.0", loads, "libxcb-render-util0"),
    Need("libxcb-shape.so.0", loads, "libxcb-shape0"),
    Need("libxcb-sync.so.1", loads, "libxcb-sync1"),
    Need("libxcb-xfixes.so.0", loads, "libxcb-xfixes0"),
    Need("libxcb-xkb.so.1", loads, "libxcb-xkb1"),
    Need("libxkbcommon-x11.so.0", loads, "libxkbcommon-x11-0"),
    Need("libxkbcommon.so.0", loads, "libxkbcommon0"),
    Need("a font", lambda _: is_font(""), "fonts-dejavu-core"),
)
INTER = Need("Inter", is_font, "fonts-inter")  # the font that the design was drawn with
TESTS = (
    *WINDOW,
    INTER,
    Need("Xvfb", is_program, "xvfb"),
    Need("openbox", is_program, "openbox"),
    Need("trayer", is_program, "trayer"),
    Need("xdotool", is_program, "xdotool"),
    Need("xclip", is_program, "xclip"),
    Need("xwininfo", is_program, "x11-utils"),
    Need("import", is_program, "imagemagick"),
    Need("org.a11y.Bus", is_bus_service, "at-spi2-core"),
    Need("dbus-daemon", is_program, "dbus"),
    Need("gnome-keyring-daemon", is_program, "gnome-keyring"),
    Need("kwalletd5", is_program, "libkf5wallet-bin"),
    Need("secret-tool", is_program, "libsecret-tools"),
    Need("chromium", is_program, "chromium"),
    Need("xdg-open", is_program, "xdg-utils"),
    Need("desktop-file-validate", is_program, "desktop-file-utils"),
    Need("appstreamcli", is_program, "appstream"),
    Need("groff", is_program, "groff-base"),
    Need("objdump", is_program, "binutils"),
    Need("shellcheck", is_program, "shellcheck"),
    Need("makensis", is_program, "nsis"),
)
INSTALLERS = (
    *TESTS,
    Need("dpkg-deb", is_program, "dpkg-dev"),
    Need("strip", is_program, "binutils"),
    Need("lintian", is_program, "lintian"),
    Need("mmdebstrap", is_program, "mmdebstrap"),
    Need("wine", is_program, "wine"),
)
PICTURES = (*WINDOW, INTER)
GROUPS = {"window": WINDOW, "tests": TESTS, "installers": INSTALLERS, "pictures": PICTURES}


def main(arguments: list[str]) -> int:
    if not arguments:
        print(__doc__)
        return 2
    if sys.platform != "linux":
        return 0  # all of it is part of the system
    needs = [need for name in arguments for need in GROUPS.get(name, ())]
    missing = [need for need in needs if not need.is_there(need.what)]
    known = [name for name in arguments if name not in GROUPS]
    if packages := sorted({*known, *(need.package for need in missing)}):
        install(packages)
        # A package may not have brought what was looked for.
        missing = [need for need in missing if not need.is_there(need.what)]
    if missing:
        sys.exit(f"Still missing: {', '.join(need.what for need in missing)}")
    return 0


def install(packages: list[str]) -> None:
    """Where that takes no password; else says what to type."""
    if not is_program("apt-get"):
        sys.exit(f"Please install what is missing. Debian's packages for it are: {' '.join(packages)}")
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if root and not succeeds([*root, "true"]):
        sys.exit(f"Something is missing. Please type:  sudo apt-get install {shlex.join(packages)}")
    print(f"Installing {' '.join(packages)} ...", flush=True)
    apt_get = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    command = [*apt_get, "install", "-y", "--no-install-recommends", *packages]
    if not succeeds(command):
        call([*apt_get, "update"])  # a fresh system knows no packages, an old one has stale lists
        call(command)


def succeeds(command: list[str]) -> bool:
    try:
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    except OSError:
        return False
    return done.returncode == 0


def call(command: list[str]) -> None:
    if subprocess.call(command) != 0:
        sys.exit(f"This failed: {shlex.join(command)}")


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
