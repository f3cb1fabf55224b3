"""The .deb and the archive hold the bundle, whole, for root alone to change, and nothing of the computer that built them."""

from __future__ import annotations

import os
import re
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PyInstaller.archive.readers import CArchiveReader  # type: ignore[import-untyped]

from tests.installers.debian.built import DIST, NAME, PLACE, Built, built

ROOT = Path(__file__).resolve().parents[2]
BUNDLE = DIST / NAME
LICENCES = "THIRD-PARTY-LICENCES.txt"
COMES = re.compile(rf"(?:\.{PLACE}|[^/]+/program)/(?P<name>.+)")


@pytest.fixture(scope="module")
def shipped() -> Built:
    return built()


def entries(file: Path) -> dict[str, tarfile.TarInfo]:
    if file.suffix == ".deb":
        with (
            subprocess.Popen(["dpkg-deb", "--fsys-tarfile", file], stdout=subprocess.PIPE) as unpacked,
            tarfile.open(fileobj=unpacked.stdout, mode="r|") as tar,
        ):
            return {entry.name: entry for entry in tar}
    with tarfile.open(file) as tar:
        return {entry.name: entry for entry in tar}


@pytest.fixture(params=["package", "archive"])
def found(shipped: Built, request: pytest.FixtureRequest) -> dict[str, tarfile.TarInfo]:
    return entries(getattr(shipped, request.param))


def test_it_is_the_bundle(found: dict[str, tarfile.TarInfo]) -> None:
    there = {match["name"]: entry for name, entry in found.items() if (match := COMES.fullmatch(name.rstrip("/")))}
    assert there.keys() == {path.relative_to(BUNDLE).as_posix() for path in BUNDLE.rglob("*")}
    for name in (NAME, "gateway-credential", f"_internal/{LICENCES}", "_internal/base_library.zip"):
        assert there[name].size == (BUNDLE / name).stat().st_size, name
    assert {name for name, entry in there.items() if entry.isfile() and entry.mode & 0o111} >= {NAME}


def test_nobody_but_root_may_change_it(found: dict[str, tarfile.TarInfo]) -> None:
    assert {(entry.uid, entry.gid, entry.uname, entry.gname) for entry in found.values()} == {(0, 0, "root", "root")}
    assert [entry.name for entry in found.values() if not entry.issym() and entry.mode & 0o7022] == []
    kinds = {entry.type for entry in found.values()}
    assert kinds <= {tarfile.REGTYPE, tarfile.DIRTYPE, tarfile.SYMTYPE}


def test_no_link_leads_outside(found: dict[str, tarfile.TarInfo]) -> None:
    links = {entry.name: entry.linkname for entry in found.values() if entry.issym()}
    assert links
    there = {os.path.normpath(name) for name in found}
    assert [name for name, target in links.items() if os.path.normpath(Path(name).parent / target) not in there] == []


def test_the_licences_lie_where_debian_looks(shipped: Built) -> None:
    assert f"./usr/share/doc/{NAME}/{LICENCES}" in entries(shipped.package)


def contents(bundle: Path) -> Iterator[tuple[str, bytes]]:
    """All files, and each module in the programs, which are packed there."""
    for path in bundle.rglob("*"):
        if path.is_file() and not path.is_symlink():
            yield path.name, path.read_bytes()
    for name in (NAME, "gateway-credential"):
        archive = CArchiveReader(str(bundle / name))
        modules = archive.open_embedded_archive("PYZ.pyz")
        for module in modules.toc:
            yield module, modules.extract(module, raw=True) or b""


def test_nothing_tells_where_it_was_built(shipped: Built, tmp_path: Path) -> None:
    subprocess.run(["dpkg-deb", "--extract", shipped.package, tmp_path], check=True)
    checkout = f"{ROOT}/".encode()
    everything = dict(contents(tmp_path / PLACE.lstrip("/")))
    assert len(everything) > 500
    assert [name for name, content in everything.items() if checkout in content] == []
