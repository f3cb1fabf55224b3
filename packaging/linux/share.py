"""Fills version, date and page into what a Linux package has beside the programs:

    python packaging/linux/share.py write FOLDER    as in /usr/share: menu entry, metainfo, man pages, icons
    python packaging/linux/share.py fill FILE       only that file, to standard output

Icons are there once packaging/icons/draw.py has drawn them.
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
ICONS = ROOT / "build" / "icons" / "hicolor"
PLACES = {
    "gateway-companion.desktop": "applications",
    "org.gatewaycompanion.GatewayCompanion.metainfo.xml": "metainfo",
    "man/gateway-companion.1": "man/man1",
    "man/gateway-credential.1": "man/man1",
}


def main(arguments: list[str]) -> int:
    match arguments:
        case ["write", folder]:
            write(Path(folder))
        case ["fill", file]:
            print(filled(Path(file).read_text("utf-8")), end="")
        case _:
            print(__doc__)
            return 2
    return 0


def write(folder: Path) -> None:
    for name, place in PLACES.items():
        text = filled((HERE / name).read_text("utf-8")).encode()
        target = folder / place / Path(name).name
        if place.startswith("man"):
            target, text = target.with_name(f"{target.name}.gz"), gzip.compress(text, mtime=0)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text)
    if ICONS.is_dir():
        shutil.copytree(ICONS, folder / "icons" / "hicolor", dirs_exist_ok=True)


def filled(text: str) -> str:
    values = {
        "VERSION": named("app/__init__.py", "__version__"),
        "PAGE": named("app/project.py", "PAGE"),
        "DATE": time.strftime("%Y-%m-%d", time.gmtime(moment())),
        "MOMENT": str(moment()),
    }
    return re.sub("@([A-Z]+)@", lambda found: values.get(found[1], found[0]), text)


def named(file: str, name: str) -> str:
    """The value of that name, read without running the program."""
    found = re.search(rf'^{name} = "(.+)"$', (ROOT / file).read_text("utf-8"), re.MULTILINE)
    return found[1] if found else sys.exit(f"{file} names no {name}")


def moment() -> int:
    """When this version was made: of its commit, so that building it again gives the same."""
    if told := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(told)
    command = ["git", "-c", f"safe.directory={ROOT}", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    shown = subprocess.run(command, capture_output=True, text=True, check=False)
    return int(shown.stdout) if shown.returncode == 0 else int(time.time())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
