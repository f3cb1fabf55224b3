"""Nothing is shipped without its licence, and nothing that may not be shipped: looked at in bundles of a few files.

The programs in them are real archives of PyInstaller, so that the modules are read as from a real one.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WRITE = ROOT / "packaging" / "licences" / "write.py"
TEXT = "THIRD-PARTY-LICENCES.txt"

LINUX = [
    "LICENSE",
    "base_library.zip",
    "libcrypto.so.3",
    "libffi.so.8",
    "libpython3.11.so.1.0",
    "python3.11/lib-dynload/_json.cpython-311-x86_64-linux-gnu.so",
    "psutil/_psutil_linux.abi3.so",
    "PySide6/QtCore.abi3.so",
    "PySide6/libpyside6.abi3.so.6.12",
    "PySide6/Qt/lib/libQt6Core.so.6",
    "PySide6/Qt/lib/libicudata.so.73",
    "PySide6/Qt/plugins/platforms/libqxcb.so",
    "resources/icons/key.svg",
    "shiboken6/libshiboken6.abi3.so.6.12",
]
WINDOWS = [
    "VCRUNTIME140.dll",
    "_ssl.pyd",
    "libcrypto-3.dll",
    "libffi-8.dll",
    "python3.dll",
    "python313.dll",
    "PySide6/MSVCP140.dll",
    "PySide6/Qt6Core.dll",
    "PySide6/QtCore.pyd",
    "PySide6/plugins/styles/qmodernwindowsstyle.dll",
    "shiboken6/shiboken6.abi3.dll",
]
MACOS = [
    "Frameworks/Python.framework/Versions/3.13/Python",
    "Frameworks/PySide6/Qt/lib/QtCore.framework/Versions/A/QtCore",
    "Frameworks/PySide6/Qt/plugins/platforms/libqcocoa.dylib",
    "Frameworks/libssl.3.dylib",
    "Frameworks/python3__dot__13/lib-dynload/_ssl.cpython-313-darwin.so",
    "Resources/base_library.zip",
    "Resources/gateway-companion.icns",
    "Resources/resources/icons/key.svg",
]


def program(file: Path, modules: list[str]) -> None:
    from PyInstaller.archive.writers import (  # type: ignore[import-untyped]
        CArchiveWriter,
        ZlibArchiveWriter,
    )

    packed = file.with_name("PYZ.pyz")
    codes = {module: compile("", module, "exec") for module in modules}
    ZlibArchiveWriter(str(packed), [(module, module, "PYMODULE") for module in modules], code_dict=codes)
    CArchiveWriter(str(file), [("PYZ.pyz", str(packed), False, "z")], "libpython")
    packed.unlink()


def bundle(folder: Path, files: list[str], modules: tuple[str, ...] = ()) -> Path:
    programs, inside = (folder, folder / "_internal")
    if folder.suffix == ".app":
        programs, inside = folder / "Contents" / "MacOS", folder / "Contents"
    programs.mkdir(parents=True, exist_ok=True)
    for name in files:
        (inside / name).parent.mkdir(parents=True, exist_ok=True)
        (inside / name).touch()
    program(programs / "gateway-companion", ["app", "app.cli", "json", "psutil", *modules])
    return folder


def write(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, WRITE, folder], capture_output=True, text=True, check=False)


def listed(text: str) -> list[str]:
    """The table at the beginning: the first word of each name."""
    lines = text.split("=" * 78, maxsplit=1)[0].splitlines()
    return [line.split()[0].rstrip(":") for line in lines if line.startswith("  ")]


def test_what_is_in_a_bundle_for_linux_is_told(tmp_path: Path) -> None:
    folder = bundle(tmp_path / "b", LINUX, ("httpx", "jeepney.io.blocking"))
    done = write(folder)
    assert done.returncode == 0, done.stderr
    text = (folder / "_internal" / TEXT).read_text("utf-8")
    names = listed(text)
    assert names == "httpx ICU jeepney libffi OpenSSL psutil PyInstaller Python Qt".split()


@pytest.mark.parametrize(
    "said",
    [
        "GNU LESSER GENERAL PUBLIC LICENSE",
        "GNU GENERAL PUBLIC LICENSE",
        "These parts of Qt are in it, unchanged",
        "Qt Core",
        "put your own",
        "PySide6-6.",
        "FreeType",
        "Bootloader Exception",
        "PYTHON SOFTWARE FOUNDATION LICENSE",
        "Jay Loden",
    ],
)
def test_what_the_licences_ask_for_is_in_the_text(tmp_path: Path, said: str) -> None:
    folder = bundle(tmp_path / "b", LINUX)
    assert write(folder).returncode == 0
    assert said.casefold() in (folder / "_internal" / TEXT).read_text("utf-8").casefold()


def test_a_bundle_for_windows_is_known(tmp_path: Path) -> None:
    folder = bundle(tmp_path / "b", WINDOWS)
    done = write(folder)
    assert done.returncode == 0, done.stderr
    assert "Microsoft Visual C++ runtime" in (folder / "_internal" / TEXT).read_text("utf-8")


def test_an_application_for_macos_is_known_and_finds_its_text(tmp_path: Path) -> None:
    folder = bundle(tmp_path / "Gateway Companion.app", MACOS)
    done = write(folder)
    assert done.returncode == 0, done.stderr
    # Where a program looks for its files; only a link there, as a signature covers the folder.
    link = folder / "Contents" / "Frameworks" / TEXT
    assert link.is_symlink()
    assert "Qt Core" in link.read_text("utf-8")


@pytest.mark.parametrize(
    "file, why",
    [
        ("libmystery.so.1", "no licence is known"),
        ("PySide6/libavcodec.so.61", "no licence is known"),
        ("fonts/Nice.ttf", "no licence is known"),
        ("python3.11/lib-dynload/readline.cpython-311-x86_64-linux-gnu.so", "GPL-3.0-or-later"),
        ("libreadline.so.8", "GPL-3.0-or-later"),
        ("libgdbm.so.6", "GPL-3.0-or-later"),
        ("PySide6/Qt/lib/libQt6Charts.so.6", "GPL-3.0-only"),
        ("PySide6/opengl32sw.dll", "Mesa"),
        ("libcrypto.so.1.1", "no licence is known"),
    ],
)
def test_what_may_not_be_shipped_fails_the_build(tmp_path: Path, file: str, why: str) -> None:
    folder = bundle(tmp_path / "b", [*LINUX, file])
    done = write(folder)
    assert done.returncode == 1
    assert why in done.stderr
    assert not (folder / "_internal" / TEXT).exists()


def test_a_module_of_nobody_fails_the_build(tmp_path: Path) -> None:
    done = write(bundle(tmp_path / "b", LINUX, ("surprise",)))
    assert done.returncode == 1
    assert "the module surprise" in done.stderr


def test_a_bundle_without_a_program_fails_the_build(tmp_path: Path) -> None:
    folder = bundle(tmp_path / "b", LINUX)
    (folder / "gateway-companion").write_text("no program")
    assert write(folder).returncode == 1


def test_the_same_bundle_gives_the_same_text(tmp_path: Path) -> None:
    texts = []
    for name in ("one", "two"):
        folder = bundle(tmp_path / name, LINUX, ("httpx", "anyio"))
        assert write(folder).returncode == 0
        texts.append((folder / "_internal" / TEXT).read_bytes())
    assert write(tmp_path / "two").returncode == 0  # once more, its own text lying there
    assert texts[0] == texts[1] == (tmp_path / "two" / "_internal" / TEXT).read_bytes()


def test_nothing_of_the_build_machine_gets_into_the_text(tmp_path: Path) -> None:
    folder = bundle(tmp_path / "b", LINUX, ("httpx", "anyio"))
    assert write(folder).returncode == 0
    text = (folder / "_internal" / TEXT).read_text("utf-8")
    assert str(tmp_path) not in text
    assert str(ROOT) not in text
