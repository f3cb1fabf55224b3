"""Bare Debian 12 roots: made once from this computer's own package sources, then copied; entered with mounts of their own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

SUITE = "bookworm"
CACHE = Path(__file__).resolve().parents[3] / ".venv" / "cache"
PERSON, HOME, ID = "anna", "/home/anna", 1000
PATH = "/usr/local/bin:/usr/bin:/bin"
_FRESH = 7 * 24 * 3600
"""Seconds after which a root is made anew, with what Debian has mended since."""
_SOURCES = (Path("/etc/apt/sources.list"), *sorted(Path("/etc/apt/sources.list.d").glob("*")))
_APT = (
    "-o",
    "Dpkg::Options::=--force-unsafe-io",
    "-o",
    "APT::Sandbox::User=root",
    "-o",
    "Binary::apt-get::APT::Keep-Downloaded-Packages=true",
)
_PROXIES = {name: value for name, value in psutil.Process().environ().items() if name.lower().endswith("_proxy")}


@dataclass(frozen=True, slots=True)
class Said:
    """How a command ended, and all that it has said."""

    code: int
    out: str
    err: str


@dataclass(slots=True)
class Root:
    """A running bare Debian. Only `apt` has a network; everything else has what is on this computer.

    `seen`: the same folder as it is inside, where other things are mounted.
    """

    folder: Path
    holder: int
    seen: Path
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def apt(self, *arguments: str, quiet: bool = True) -> str:
        """As root, and never asking; all that it says."""
        options = ("-qq", *_APT) if quiet else _APT
        said = self._run(
            ["apt-get", *options, *arguments], {**_PROXIES, "DEBIAN_FRONTEND": "noninteractive"}, network=True
        )
        assert said.code == 0, said.out + said.err
        return said.out + said.err

    def as_root(self, *command: str) -> Said:
        return self._run(command, {})

    def run(self, *command: str, typed: str = "", folder: str = HOME, **environment: str) -> Said:
        """As an ordinary person, with nothing but these variables, HOME and PATH."""
        return self._run(self._as_person(command, {"HOME": HOME, "PATH": PATH, **environment}, folder), {}, typed)

    def run_with(self, environment: Mapping[str, str], *command: str, typed: str = "") -> Said:
        """As an ordinary person, with exactly these variables."""
        return self._run(self._as_person(command, environment, "/"), {}, typed)

    def start(self, log: Path, *command: str, **environment: str) -> subprocess.Popen[bytes]:
        """A program of that person's, until the root ends; what it says goes into the log."""
        inside = self._as_person(command, {"HOME": HOME, "PATH": PATH, **environment}, HOME)
        with log.open("wb") as file:
            process = subprocess.Popen(
                self._entered(inside), stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT
            )
        self.started.append(process)
        return process

    def path(self, inside: str) -> Path:
        """The same file from outside."""
        return self.seen / inside.lstrip("/")

    def files(self) -> set[str]:
        """Every file, link and folder, but for what is only there while it runs."""
        found = set[str]()
        for place, folders, files in os.walk(self.seen):
            if Path(place) == self.seen:
                folders[:] = [name for name in folders if name not in {"proc", "dev", "run", "sys", "tmp"}]
            found |= {f"/{Path(place, name).relative_to(self.seen)}" for name in (*folders, *files)}
        return found

    def _as_person(self, command: tuple[str, ...], environment: Mapping[str, str], folder: str) -> list[str]:
        variables = [f"{name}={value}" for name, value in environment.items()]
        enter = ["setpriv", f"--reuid={ID}", f"--regid={ID}", "--clear-groups", "--no-new-privs", "--pdeathsig=TERM"]
        return [*enter, "env", "-i", f"--chdir={folder}", *variables, *command]

    def _entered(self, command: list[str] | tuple[str, ...], *, network: bool = False) -> list[str]:
        spaces = ["--mount", "--pid"] if network else ["--mount", "--pid", "--net"]
        return ["nsenter", f"--target={self.holder}", *spaces, "chroot", str(self.folder), *command]

    def _run(
        self,
        command: list[str] | tuple[str, ...],
        environment: Mapping[str, str],
        typed: str = "",
        *,
        network: bool = False,
    ) -> Said:
        done = subprocess.run(
            self._entered(command, network=network),
            input=typed,
            capture_output=True,
            text=True,
            env={"PATH": f"{PATH}:/usr/sbin:/sbin", "LC_ALL": "C.UTF-8", **environment},
            timeout=600,
            check=False,
        )
        return Said(done.returncode, done.stdout, done.stderr)


@contextmanager
def running(folder: Path, *binds: str, below: Path | None = None) -> Iterator[Root]:
    """`binds`: OUTSIDE:INSIDE; `below`: see `holder.py`. What runs in it ends with it; what is mounted there was never seen outside."""
    packages = CACHE / "packages"
    (packages / "partial").mkdir(parents=True, exist_ok=True)
    command = ["unshare", "--mount", "--pid", "--net", "--fork", "--kill-child=KILL", "--propagation=private"]
    command += [sys.executable, str(Path(__file__).with_name("holder.py")), str(folder), str(below or "")]
    with subprocess.Popen(
        [*command, f"{packages}:/var/cache/apt/archives", *binds], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        assert process.stdout.readline() == b"ready\n", "the bare root could not be entered"
        (holder,) = psutil.Process(process.pid).children()
        root = Root(folder, holder.pid, Path(f"/proc/{holder.pid}/root{folder}"))
        try:
            yield root
        finally:
            process.stdin.close()
            process.wait(60)
            for started in root.started:
                started.wait(60)


def need_to_be_root() -> None:
    if os.geteuid() != 0:
        sys.exit("These tests set up a bare Debian and install things in it, which takes root: run them with sudo.")


def made() -> Path:
    """The archive of a bare root, made anew where it is old."""
    archive = CACHE / f"bare-{SUITE}.tar"
    if archive.exists() and time.time() - archive.stat().st_mtime < _FRESH:
        return archive
    CACHE.mkdir(parents=True, exist_ok=True)
    half = archive.with_suffix(".half")
    sources = [str(path) for path in _SOURCES if path.is_file() and _is_of_debian(path)]
    # In a namespace of its own too: somebody who looks through /tmp would keep it from unmounting.
    command = ["unshare", "--mount", "--pid", "--fork", "--kill-child=KILL", "--propagation=private", "mmdebstrap"]
    command += ["--mode=root", "--variant=minbase", "--quiet", "--format=tar", SUITE, str(half), *sources]
    subprocess.run(command, check=True, timeout=900, env={**os.environ, **_PROXIES})
    half.rename(archive)
    return archive


def _is_of_debian(path: Path) -> bool:
    """A list of this computer's that has that very Debian; where there is none, mmdebstrap knows its own."""
    lines = [line.split() for line in path.read_text("utf-8", "replace").splitlines() if not line.startswith("#")]
    return any(SUITE in words and words[0] in {"deb", "Suites:"} for words in lines)


def unpacked(archive: Path, folder: Path) -> Path:
    """A root with one ordinary person, who has what a desktop's first login makes."""
    folder.mkdir()
    subprocess.run(["tar", "-C", folder, "-xpf", archive, "--numeric-owner", "--exclude=./dev/*"], check=True)
    (folder / "etc" / "resolv.conf").write_bytes(Path("/etc/resolv.conf").read_bytes())
    with running(folder) as root:
        assert root.as_root("useradd", "--create-home", f"--uid={ID}", "--shell=/bin/sh", PERSON).code == 0
        root.apt("update")
    return folder


@contextmanager
def copy_of(folder: Path) -> Iterator[Root]:
    """The same root once more, running, to be the ground of others."""
    with short_folder() as place:
        subprocess.run(["cp", "-a", "--reflink=auto", folder, place / "root"], check=True)
        with running(place / "root") as root:
            yield root


@contextmanager
def on_top_of(folder: Path, *binds: str) -> Iterator[Root]:
    """The same root, running; whatever is changed in it is forgotten."""
    with short_folder() as place:
        (place / "root").mkdir()
        with running(place / "root", *binds, below=folder) as root:
            yield root


@contextmanager
def short_folder() -> Iterator[Path]:
    """With a short path, for sockets. Whatever fails, it is removed only once nothing is mounted there."""
    folder = Path(tempfile.mkdtemp(prefix="gc-", dir="/tmp"))
    try:
        yield folder
    finally:
        removed(folder)


def removed(folder: Path) -> None:
    """Never with anything mounted there: what is behind a mount belongs to this computer."""
    here = [line.split()[4] for line in Path("/proc/self/mountinfo").read_text().splitlines()]
    assert not [place for place in here if place == str(folder) or place.startswith(f"{folder}/")]
    subprocess.run(["rm", "-rf", "--one-file-system", folder], check=True)
