"""What `packaging/dev.py package` has made, and an earlier version of it, made here."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import app

DIST = Path(__file__).resolve().parents[3] / "dist"
NAME = "gateway-companion"
PLACE = f"/usr/lib/{NAME}"
EARLIER = "0.0.1"
ONLY_EARLIER = "_internal/only-in-the-earlier-one"
_SHIFT = 4096


@dataclass(frozen=True, slots=True)
class Built:
    package: Path
    archive: Path


def built() -> Built:
    found = Built(
        DIST / f"{NAME}_{app.__version__}_amd64.deb",
        DIST / f"{NAME}-{app.__version__}-linux-x86_64.tar.gz",
    )
    assert found.package.exists(), "there is no package: `python3 packaging/dev.py package` makes it"
    assert found.archive.exists(), "there is no archive: `python3 packaging/dev.py package` makes it"
    return found


def earlier_package(package: Path, folder: Path) -> Path:
    """The same program with a lower version, a file more, and its parts at other places of its programs."""
    tree = folder / "earlier"
    subprocess.run(["dpkg-deb", "--raw-extract", package, tree], check=True)
    make_earlier(tree / PLACE.lstrip("/"))
    control = tree / "DEBIAN" / "control"
    control.write_text(re.sub(r"^Version: .*$", f"Version: {EARLIER}", control.read_text(), flags=re.MULTILINE))
    target = folder / f"{NAME}_{EARLIER}_amd64.deb"
    command = ["dpkg-deb", "--root-owner-group", "-Zgzip", "-z1", "--build", str(tree), str(target)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["rm", "-rf", tree], check=True)
    return target


def make_earlier(programs: Path) -> None:
    (programs / ONLY_EARLIER).write_text("gone after the upgrade\n")
    for program in (programs / "Gateway Companion", programs / NAME):
        if not program.is_symlink():
            moved(program)


def moved(program: Path) -> None:
    """What PyInstaller has put behind its start program begins further back: its modules are where nobody else's are."""
    shown = subprocess.run(["objdump", "-h", program], capture_output=True, text=True, check=True).stdout
    found = re.search(r"^\s*\d+ pydata(?:\s+[0-9a-f]+){3}\s+([0-9a-f]+)", shown, re.MULTILINE)
    assert found, shown
    start, content, mode = int(found[1], 16), program.read_bytes(), program.stat().st_mode
    program.unlink()
    program.write_bytes(content[:start] + bytes(_SHIFT) + content[start:])
    program.chmod(mode)
