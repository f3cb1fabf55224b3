"""Writes THIRD-PARTY-LICENCES.txt into a bundle, of what really is in it; the build fails for what no licence is known of:

    .venv/bin/python packaging/licences/write.py dist/gateway-companion
    .venv/bin/python packaging/licences/write.py "dist/Gateway Companion.app"

Each file of the bundle and each module in its programs belongs to a Python distribution, whose licence is taken from its
own metadata, or to a component of components.toml. The same bundle gives the same text.
"""

from __future__ import annotations

import platform
import re
import ssl
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from PyInstaller.archive.readers import (  # type: ignore[import-untyped]
    ArchiveReadError,
    CArchiveReader,
    NotAnArchiveError,
)

HERE = Path(__file__).resolve().parent
TEXTS = HERE / "texts"
NAME = "THIRD-PARTY-LICENCES.txt"
PROJECT = "gateway-companion"
LICENCE_FILE = re.compile(r"(?:LICEN[CS]E|COPYING|NOTICE)[^/]*", re.IGNORECASE)
# Of PyInstaller itself, which each program begins with.
STARTS_PROGRAMS = re.compile(r"_pyi_|pyi_|pyimod|pyiboot")
INTRODUCTION = """Gateway Companion is free software under the MIT licence. It is made with the work of many others,
which is listed here with the licence of each.
"""


@dataclass(frozen=True, slots=True)
class Component:
    """Something that may be in a bundle beside Python distributions."""

    name: str
    licence: str
    source: str = ""
    copyright: str = ""
    files: str = r"(?!)"
    texts: tuple[str, ...] = ()
    distribution: str = ""
    always: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What components.toml says."""

    permitted: frozenset[str]
    own: re.Pattern[str]
    distributions: dict[str, str]
    components: tuple[Component, ...]

    def permits(self, licence: str) -> bool:
        """Whether one of the alternatives can be kept, in all of its parts."""
        alternatives = (re.split(r"\s+AND\s+", each.strip("() ")) for each in re.split(r"\s+OR\s+", licence))
        return any(all(part.strip("() ") in self.permitted for part in parts) for parts in alternatives)

    def component(self, file: str) -> Component | None:
        return next((each for each in self.components if re.fullmatch(each.files, file)), None)


@dataclass(frozen=True, slots=True)
class Entry:
    """One section of the text."""

    title: str
    licence: str
    text: str


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or not (bundle := Path(arguments[0])).is_dir():
        print(__doc__)
        return 2
    known = read_known(HERE / "components.toml")
    entries, problems = looked_at(bundle, known)
    if problems:
        print("\n".join(["This may not be shipped:", *problems]), file=sys.stderr)
        return 1
    target = bundle / "Contents" / "Resources" if bundle.suffix == ".app" else bundle / "_internal"
    (target / NAME).write_text(whole(entries), "utf-8", newline="\n")
    if bundle.suffix == ".app" and not (link := bundle / "Contents" / "Frameworks" / NAME).is_symlink():
        link.symlink_to(Path("..", "Resources", NAME))  # where a program of a bundle finds its files
    print(f"{NAME} tells of {len(entries)} components")
    return 0


def read_known(file: Path) -> Known:
    said = tomllib.loads(file.read_text("utf-8"))
    components = [Component(**{**each, "texts": tuple(each.get("texts", ()))}) for each in said["component"]]
    return Known(frozenset(said["permitted"]), re.compile(said["own"]), said["distributions"], tuple(components))


def looked_at(bundle: Path, known: Known) -> tuple[list[Entry], list[str]]:
    """A section for all that is in the bundle, and what speaks against shipping it."""
    files = sorted(files_of(bundle))
    components, names, problems = owners(files, modules_of(bundle), known)
    entries = [of_component(each, files) for each in components]
    entries += [of_distribution(name, known) for name in names]
    problems += [f"{each.title}: {each.licence or 'no licence'}" for each in entries if not known.permits(each.licence)]
    problems += [f"{name}: it brings no text of its licence" for name in names if not brings_text(name)]
    return sorted(entries, key=lambda each: each.title.casefold()), sorted(problems)


def owners(files: list[str], modules: set[str], known: Known) -> tuple[set[Component], set[str], list[str]]:
    """The components and distributions that all of it belongs to, and what belongs to none."""
    components = {each for each in known.components if each.always}
    # Of these each file has to be known, as their wheels hold the work of many.
    by_file = {each.distribution for each in known.components} | {PROJECT, "shiboken6"}
    distributions = metadata.packages_distributions()
    names: set[str] = set()
    problems: list[str] = []
    for file in files:
        if known.own.fullmatch(file):
            continue
        found = distributions.get(file.split("/")[0], ()) if "/" in file else ()
        if component := known.component(file):
            components.add(component)
        elif by_file.issuperset(found):
            problems.append(f"{file}: no licence is known for it")
        names |= set(found)
    for module in modules:
        if module not in distributions and module not in sys.stdlib_module_names and not STARTS_PROGRAMS.match(module):
            problems.append(f"the module {module}: it belongs to no distribution")
        names |= set(distributions.get(module, ()))
    return components, names - by_file, problems


def files_of(bundle: Path) -> Iterator[str]:
    """Where each file lies that the programs use, below the folder that they look in."""
    folders = ("Frameworks", "Resources") if bundle.suffix == ".app" else ("_internal",)
    for name in folders:
        folder = bundle / "Contents" / name if bundle.suffix == ".app" else bundle / name
        # macOS wants no dots in the names of folders, and PyInstaller writes them otherwise.
        found = (file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
        yield from (file.replace("__dot__", ".") for file in found if not (folder / file).is_symlink())


def modules_of(bundle: Path) -> set[str]:
    """The top names of all Python modules that are packed into the programs."""
    folder = bundle / "Contents" / "MacOS" if bundle.suffix == ".app" else bundle
    found: set[str] = set()
    programs = 0
    for file in folder.iterdir():
        if not file.is_file():
            continue
        try:
            archive = CArchiveReader(str(file))
        except (ArchiveReadError, NotAnArchiveError):
            continue
        programs += 1
        found |= {name.split(".")[0] for name in archive.open_embedded_archive("PYZ.pyz").toc}
    if programs == 0:
        sys.exit(f"There is no program in {folder}")
    return found


def of_component(component: Component, files: list[str]) -> Entry:
    texts = [(TEXTS / name).read_text("utf-8").strip() for name in component.texts]
    if component.distribution and not component.texts:
        texts = licence_texts(metadata.distribution(component.distribution))
    if component.name == "Qt":
        texts[0] = qt_notice(texts[0], files)
    parts = [part for part in (component.copyright, component.source) if part]
    return Entry(f"{component.name} {version_of(component)}".strip(), component.licence, "\n\n".join([*parts, *texts]))


def version_of(component: Component) -> str:
    match component.name:
        case "Python":
            return platform.python_version()
        case "OpenSSL":
            return ssl.OPENSSL_VERSION.split()[1]
        case _:
            return metadata.version(component.distribution) if component.distribution else ""


def qt_notice(text: str, files: list[str]) -> str:
    """Which parts of Qt are there, and where they can be replaced."""
    version = metadata.version("PySide6_Essentials")
    libraries = (
        re.fullmatch(r"(PySide6/(?:.*/)?)(?:lib)?Qt6?([A-Z]\w*)(?:\.framework|\.so|\.dll).*", f) for f in files
    )
    found = [match for match in libraries if match]
    modules = ", ".join(sorted({f"Qt {match[2]}" for match in found}))
    folder = " and ".join(sorted({match[1].split(".framework")[0].rpartition("/")[0] for match in found}))
    series = ".".join(version.split(".")[:2])
    return text.format(version=version, series=series, modules=modules, folder=folder)


def of_distribution(name: str, known: Known) -> Entry:
    distribution = metadata.distribution(name)
    said = distribution.metadata
    stated = [*(said.get_all("License-Expression") or ()), *(said.get_all("License") or ()), ""]
    pages = [url.split(", ")[1] for url in said.get_all("Project-URL") or () if url.startswith("Source")]
    parts = [*pages[:1], *licence_texts(distribution)]
    return Entry(f"{name} {distribution.version}", known.distributions.get(name, stated[0]), "\n\n".join(parts))


def brings_text(name: str) -> bool:
    return any(licence_texts(metadata.distribution(name)))


def licence_texts(distribution: metadata.Distribution) -> list[str]:
    files = [file for file in distribution.files or () if LICENCE_FILE.fullmatch(file.name)]
    own = sorted(file for file in files if ".dist-info" in file.parts[0])
    return [Path(str(file.locate())).read_text("utf-8").strip() for file in own]


def whole(entries: list[Entry]) -> str:
    lines = [INTRODUCTION, *(f"  {entry.title}: {entry.licence}" for entry in entries), ""]
    for entry in entries:
        lines += ["=" * 78, entry.title, f"Licence: {entry.licence}", "", entry.text, ""]
    return "\n".join(line.rstrip() for line in "\n".join(lines).splitlines()) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
