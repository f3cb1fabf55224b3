"""Claude Desktop on Windows: an MSIX package or an older installer's folder, with redirected settings and policy."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.documents import Root
from app.domain.facts import Installation, ManagedSource
from app.platforms.base import ProcessTable, Runner
from app.platforms.desktop import Desktop
from app.platforms.managed import locking
from app.platforms.preseed_file import NAME, PreseedFile, read
from app.platforms.recognition import Places
from app.platforms.registry import Hive, Registry

_FAMILIES = ("Claude_", "AnthropicPBC.Claude_")
_PACKAGES = r"Software\Classes\Local Settings\Software\Microsoft\Windows\CurrentVersion\AppModel\Repository\Packages"
_POLICIES = r"SOFTWARE\Policies\Claude"
_HIVES: tuple[Hive, ...] = ("HKLM", "HKCU")
_HELPER = "gateway-credential.exe"


@dataclass(frozen=True, slots=True)
class _Package:
    """An MSIX package that is registered for this user. Its fourth version number, always 0, is not Claude's."""

    folder: Path
    family: str
    version: str

    @property
    def program(self) -> Path:
        return self.folder / "app" / "Claude.exe"


class Windows(Desktop):
    """`executable` is the program that runs us: the helper lies beside it, and so does what is prepared for us."""

    def __init__(
        self,
        environment: Mapping[str, str],
        runner: Runner,
        table: ProcessTable,
        *,
        registry: Registry,
        executable: Path = Path(sys.executable),
    ) -> None:
        super().__init__(environment, runner, table)
        self._registry = registry
        self._executable = executable

    def managed(self) -> ManagedSource | None:
        """The first of the two hives that sets anything decides."""
        for hive in _HIVES:
            if values := self._registry.values(hive, _POLICIES):
                owner = "CC Desktop Switch" if "ccds_managed" in values else None
                return locking(rf"{hive}\{_POLICIES}", values, owner)
        return None

    def preseed(self) -> PreseedFile | None:
        """Not where everybody may make files (ProgramData), but where one must be allowed to replace the program."""
        return read(self._executable.parent / NAME, None)

    def helper_path(self, data: Path) -> Path:  # noqa: ARG002 - Platform's
        folder = self._executable.parent
        scripts = folder / "Scripts" / _HELPER
        return scripts if scripts.is_file() else folder / _HELPER

    def _own_roots(self) -> tuple[Root, ...]:
        """The real folders, and each package copy of the gateway's that exists."""
        caches = [family / "LocalCache" for family in self._package_folders()]
        real = self._folder("APPDATA", self._profile / "AppData" / "Roaming") / "Claude"
        gateway = self._local / "Claude-3p"
        roots = [_root(gateway, real)]
        for cache in caches:
            copy = _normal_copy(cache)
            copies = [place for kind in ("Local", "Roaming") if (place := cache / kind / "Claude-3p").is_dir()]
            if copy.is_dir():
                roots += [_root(place, copy, shadow=True) for place in copies or [gateway]]
            else:
                roots += [_root(place, real, shadow=True) for place in copies]
        return tuple(roots)

    def _installed(self) -> Installation | None:
        if packages := self._packages():
            newest = packages[-1]
            launch = ("explorer.exe", rf"shell:AppsFolder\{newest.family}!Claude")
            return Installation(newest.program, version=None, launch=launch)
        if self._older_program.is_file():
            return Installation(self._older_program.resolve(), version=None, launch=(str(self._older_program),))
        return None

    def _installed_version(self, installation: Installation) -> str | None:
        for package in self._packages():
            if package.program == installation.program:
                return package.version
        versions = [path.name.removeprefix("app-") for path in Path(installation.program).parent.glob("app-*")]
        return max(versions, key=_numbers, default=None)

    def _places(self, installation: Installation) -> Places:
        """Every installed copy: an older one can still run after an update. The bare name says nothing here."""
        programs = frozenset({Path(installation.program).resolve()})
        folders = (self._older_program.parent, *(package.folder for package in self._packages()))
        return Places(programs, frozenset(folder.resolve() for folder in folders))

    def _quit(self, pids: Sequence[int]) -> None:
        for pid in pids:
            self._runner.run(("taskkill", "/PID", str(pid)), timeout=10)

    @property
    def _profile(self) -> Path:
        return self._folder("USERPROFILE", Path.home())

    @property
    def _local(self) -> Path:
        return self._folder("LOCALAPPDATA", self._profile / "AppData" / "Local")

    @property
    def _older_program(self) -> Path:
        return self._local / "AnthropicClaude" / "claude.exe"

    def _package_folders(self) -> list[Path]:
        """The data folders of Claude's packages; each is named as the package's family."""
        return sorted(path for family in _FAMILIES for path in (self._local / "Packages").glob(f"{family}*"))

    def _packages(self) -> list[_Package]:
        """The registered packages, the newest last."""
        return sorted(self._registered(), key=lambda package: _numbers(package.version))

    def _registered(self) -> Iterator[_Package]:
        for full_name in self._registry.subkeys("HKCU", _PACKAGES):
            match full_name.split("_"):
                case [name, version, _, _, publisher] if full_name.startswith(_FAMILIES):
                    values = self._registry.values("HKCU", rf"{_PACKAGES}\{full_name}") or {}
                    if folder := values.get("PackageRootFolder"):
                        yield _Package(Path(str(folder)), f"{name}_{publisher}", version.removesuffix(".0"))


def _root(gateway: Path, normal: Path, *, shadow: bool = False) -> Root:
    return Root(gateway=gateway, normal=normal, log=gateway / "logs" / "main.log", shadow=shadow)


def _normal_copy(cache: Path) -> Path:
    return cache / "Roaming" / "Claude"


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version))
