"""Makes `gateway-companion-<version>-linux-x86_64.tar.gz` of the bundle, for people without administrator rights:

    python packaging/linux/tarball.py BUNDLE FOLDER

Whoever unpacks it runs `install.sh` in it, which needs nothing but a shell.
"""

from __future__ import annotations

import gzip
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
NAME = "gateway-companion"
SCRIPTS = ("install.sh", "uninstall.sh")


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        print(__doc__)
        return 2
    bundle, folder = map(Path, arguments)
    version, moment = program("share.py", "fill", HERE / "version.txt").split()
    name = f"{NAME}-{version}-linux-x86_64"
    with tempfile.TemporaryDirectory(prefix="tar-") as place:
        tree = Path(place) / name
        files(tree, bundle)
        target = folder / f"{name}.tar.gz"
        pack(tree, target, int(moment))
    print(f"{target.name}: {target.stat().st_size / 1e6:.1f} MB")
    return 0


def files(tree: Path, bundle: Path) -> None:
    shutil.copytree(bundle, tree / "program", symlinks=True)
    program("search_paths.py", tree / "program")
    program("share.py", "write", tree / "share")
    # `install.sh` names what the system lacks, by file and by Debian package.
    pairs = [line.split()[:2] for line in program("needs.py", bundle).splitlines()]
    (tree / "needs.txt").write_text("".join(f"{library} {package}\n" for library, package in pairs))
    shutil.copy(ROOT / "LICENSE", tree)
    for name in SCRIPTS:
        shutil.copy(HERE / name, tree)
        (tree / name).chmod(0o755)


def pack(tree: Path, target: Path, moment: int) -> None:
    """Belongs to nobody in particular, and building it again gives the same bytes."""

    def plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = "root"
        entry.mtime = moment
        runs = entry.isdir() or entry.mode & 0o100
        entry.mode = 0o755 if runs else 0o644
        return entry

    target.parent.mkdir(parents=True, exist_ok=True)
    with (
        target.open("wb") as file,
        gzip.GzipFile("", "wb", 9, file, moment) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.GNU_FORMAT) as tar,
    ):
        tar.add(tree, tree.name, filter=plain)


def program(name: str, *arguments: str | Path) -> str:
    """What one of the programs beside this one prints."""
    done = subprocess.run([sys.executable, HERE / name, *arguments], stdout=subprocess.PIPE, text=True, check=False)
    return done.stdout if done.returncode == 0 else sys.exit(done.returncode)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
