"""Makes `gateway-companion_<version>_amd64.deb` of the bundle:

    python packaging/linux/deb.py BUNDLE FOLDER

What it depends on is what the libraries in the bundle are linked against and the bundle lacks, never a Python.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
from email.utils import formatdate
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
NAME = "gateway-companion"
PROGRAMS = f"usr/lib/{NAME}"
DOCUMENTS = f"usr/share/doc/{NAME}"
LICENCES = "THIRD-PARTY-LICENCES.txt"
FONTS = "fonts-dejavu-core | fonts-liberation | fonts-liberation2 | fonts-noto-core | fonts-cantarell | fonts-ubuntu"
NO_LIBRARIES = ("ca-certificates", FONTS)
"""Needed too: whom this computer trusts, and letters."""


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        print(__doc__)
        return 2
    bundle, folder = map(Path, arguments)
    with tempfile.TemporaryDirectory(prefix="deb-") as place:
        tree = Path(place) / "tree"
        control = fields(bundle)
        files(tree, bundle, control)
        package = folder / f"{NAME}_{value(control, 'Version')}_amd64.deb"
        about(tree, control)
        pack(tree, package)
    print(f"{package.name}: {package.stat().st_size / 1e6:.1f} MB")
    return 0


def fields(bundle: Path) -> str:
    """The control file, but for its size."""
    newest = dict[str, str]()
    for line in program("needs.py", bundle).splitlines():
        _, package, *version = line.split()
        newest[package] = max(newest.get(package, ""), "".join(version), key=in_order)
    libraries = [f"{package} (>= {version})" if version else package for package, version in sorted(newest.items())]
    filled = program("share.py", "fill", HERE / "debian" / "control")
    return filled.replace("@DEPENDS@", ", ".join((*libraries, *NO_LIBRARIES)))


def in_order(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)]


def value(control: str, field: str) -> str:
    found = re.search(rf"^{field}: (.+)$", control, re.MULTILINE)
    return found[1] if found else sys.exit(f"The control file has no {field}")


def files(tree: Path, bundle: Path, control: str) -> None:
    """Everything that the package brings."""
    shutil.copytree(bundle, tree / PROGRAMS, symlinks=True)
    program("search_paths.py", tree / PROGRAMS)
    (tree / "usr" / "bin").mkdir()
    (tree / "usr" / "bin" / NAME).symlink_to(f"../lib/{NAME}/{NAME}")
    program("share.py", "write", tree / "usr" / "share")
    documents = tree / DOCUMENTS
    documents.mkdir(parents=True)
    (documents / "copyright").write_text(copyright_file(), "utf-8")
    (documents / "changelog.gz").write_bytes(gzip.compress(changelog(control).encode(), mtime=0))
    if not (bundle / "_internal" / LICENCES).is_file():
        sys.exit(f"The bundle has no {LICENCES}, without which nothing of it may be handed on")
    (documents / LICENCES).symlink_to(f"../../../lib/{NAME}/_internal/{LICENCES}")
    overrides = tree / "usr" / "share" / "lintian" / "overrides" / NAME
    overrides.parent.mkdir(parents=True)
    shutil.copy(HERE / "debian" / "lintian-overrides", overrides)
    for path in tree.rglob("*"):
        set_mode(path)


def set_mode(path: Path) -> None:
    """Whatever the builder's own mask: everybody may read, nobody but root may write."""
    if path.is_symlink():
        return
    library = ".so" in path.name and PROGRAMS in path.as_posix()
    runs = path.is_dir() or (os.access(path, os.X_OK) and not library)
    path.chmod(0o755 if runs else 0o644)


def copyright_file() -> str:
    """Debian's form of it, with the licence's own text."""
    _, _, *paragraphs = (ROOT / "LICENSE").read_text("utf-8").strip().split("\n\n")
    lines = "\n.\n".join(paragraphs).splitlines()
    return program("share.py", "fill", HERE / "debian" / "copyright") + textwrap.indent("\n".join(lines), " ") + "\n"


def changelog(control: str) -> str:
    """CHANGELOG.md in Debian's form; the version being built is the first there."""
    entries = list[str]()
    date = formatdate(int(moment()))
    for version, text in re.findall(
        r"^## (\d\S*?),?(?: .*)?\n((?:(?!## ).*\n?)*)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE
    ):
        points = [
            textwrap.fill(point, 78, initial_indent="  * ", subsequent_indent="    ")
            for point in re.findall(r"^- (.+)$", text, re.MULTILINE)
        ]
        head, end = f"{NAME} ({version}) stable; urgency=medium", f" -- {value(control, 'Maintainer')}  {date}"
        entries.append("\n\n".join((head, "\n".join(points), end)))
    return "\n\n".join(entries) + "\n"


def about(tree: Path, control: str) -> None:
    """What dpkg is told: fields, sums, and what is said on removal."""
    debian = tree / "DEBIAN"
    present = sorted(path for path in tree.rglob("*"))
    size = sum(-(-path.lstat().st_size // 1024) if path.is_file() and not path.is_symlink() else 1 for path in present)
    sums = [
        f"{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}  {path.relative_to(tree)}\n"
        for path in present
        if path.is_file() and not path.is_symlink()
    ]
    debian.mkdir(mode=0o755)
    (debian / "control").write_text(control.replace("@INSTALLED_SIZE@", str(size)), "utf-8")
    (debian / "md5sums").write_text("".join(sums), "utf-8")
    for script in ("prerm", "postrm"):
        (debian / script).write_bytes((HERE / "debian" / script).read_bytes())
        (debian / script).chmod(0o755)


def pack(tree: Path, package: Path) -> None:
    """Belongs to root, whoever builds; no file is newer than its version, so building it again gives the same bytes."""
    command = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z9", "--build", str(tree), str(package)]
    package.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "SOURCE_DATE_EPOCH": moment()})


def moment() -> str:
    """When this version was made."""
    _, when = program("share.py", "fill", HERE / "version.txt").split()
    return when


def program(name: str, *arguments: str | Path) -> str:
    """What one of the programs beside this one prints."""
    done = subprocess.run([sys.executable, HERE / name, *arguments], stdout=subprocess.PIPE, text=True, check=False)
    return done.stdout if done.returncode == 0 else sys.exit(done.returncode)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
