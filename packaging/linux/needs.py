"""Says which libraries of the system a bundle needs, and which Debian package has each, in a line each:

    python packaging/linux/needs.py BUNDLE         libxcb-cursor.so.0 libxcb-cursor0
                                                   libc.so.6 libc6 2.35

The third word is the oldest version of the package that will do, where its library tells versions apart.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

OPTIONAL = ("libqgtk3.so",)  # takes over GNOME's look where GTK is there anyway; without it Qt goes on
_REQUIRED = re.compile(r"^\s+required from (\S+):\n((?:\s+0x.*\n)+)", re.MULTILINE)


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print(__doc__)
        return 2
    libraries = [path for path in Path(arguments[0]).rglob("*") if is_library(path) and path.name not in OPTIONAL]
    headers = output("objdump", "-p", *map(str, libraries))
    there = {path.name for path in libraries}
    wanted = sorted(set(re.findall(r"^\s+NEEDED\s+(\S+)$", headers, re.MULTILINE)) - there)
    tags = versions(headers)
    found = places(wanted)
    if missing := [name for name in wanted if name not in found]:
        sys.exit(f"These libraries are needed and not on this computer: {' '.join(missing)}")
    packages = owners(found)
    for name in wanted:
        print(*filter(None, (name, packages[name], oldest(packages[name], tags[name]))))
    return 0


def is_library(path: Path) -> bool:
    """Or a program: whatever the loader of the system reads."""
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def versions(headers: str) -> defaultdict[str, set[str]]:
    """The versions that are asked of each library, such as GLIBC_2.35."""
    tags = defaultdict[str, set[str]](set)
    for library, lines in _REQUIRED.findall(headers):
        tags[library] |= {line.split()[-1] for line in lines.splitlines()}
    return tags


def places(names: Iterable[str]) -> dict[str, str]:
    """Where the loader finds each on this computer."""
    known = re.findall(r"^\s+(\S+) \(([^)]*)\) => (\S+)$", output("/sbin/ldconfig", "-p"), re.MULTILINE)
    return {name: place for name, kind, place in reversed(known) if name in names and "x86-64" in kind}


def owners(found: dict[str, str]) -> dict[str, str]:
    """The Debian packages, asked for by each name that a file has where /lib leads to /usr/lib."""
    names = {name: {place, os.path.realpath(place)} for name, place in found.items()}
    for paths in names.values():
        paths |= {path.removeprefix("/usr") for path in paths}
    asked = sorted(path for paths in names.values() for path in paths)
    shown = subprocess.run(["dpkg-query", "-S", *asked], capture_output=True, text=True, check=False).stdout
    has = {path: package for package, path in re.findall(r"^([^:\s]+):\S* (.+)$", shown, re.MULTILINE)}
    packages = {name: has[path] for name, paths in names.items() for path in paths if path in has}
    if missing := sorted(found.keys() - packages):
        sys.exit(f"No package has {' '.join(missing)}")
    return packages


def oldest(package: str, tags: set[str]) -> str:
    """By the package's own list of what came when."""
    listed = subprocess.run(
        ["dpkg-query", "--control-show", package, "symbols"], capture_output=True, text=True, check=False
    )
    came = dict(re.findall(r"^\s(\S+)@\1 (\S+)", listed.stdout, re.MULTILINE))
    return max((came[tag] for tag in tags if tag in came), key=in_order, default="")


def in_order(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)]


def output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, "LC_ALL": "C"}).stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
