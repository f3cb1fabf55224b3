"""What goes into the bundle: neither what the system has, nor what no window needs, nor anything GPL."""

from __future__ import annotations

import ast
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
SITE = "/venv/lib/python3.11/site-packages"


def load() -> ModuleType:
    """By its path, as `build.spec` has another search path than the tests."""
    place = ROOT / "packaging" / "bundle" / "contents.py"
    spec = importlib.util.spec_from_file_location("bundle_contents", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


contents = load()


def kept(name: str, source: str, kind: str = "BINARY", platform: str = "linux") -> bool:
    return bool(contents.wanted([(name, source, kind)], platform))


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/QtWidgets.abi3.so",
        "PySide6/libpyside6.abi3.so.6.12",
        "PySide6/Qt/lib/libQt6Core.so.6",
        "PySide6/Qt/lib/libQt6XcbQpa.so.6",
        "PySide6/Qt/lib/libicudata.so.73",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqwayland.so",
        "PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
        "PySide6/Qt/plugins/wayland-shell-integration/libxdg-shell.so",
        "msgspec/_core.cpython-311-x86_64-linux-gnu.so",
    ],
)
def test_what_the_window_uses_is_there(name: str) -> None:
    assert kept(name, f"{SITE}/{name}")


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/QtDBus.abi3.so",
        "PySide6/Qt/lib/libQt6EglFSDeviceIntegration.so.6",
        "PySide6/Qt/lib/libQt6OpenGL.so.6",
        "PySide6/Qt/plugins/platforms/libqvnc.so",
        "PySide6/Qt/plugins/generic/libqevdevkeyboardplugin.so",
        "PySide6/Qt/plugins/tls/libqopensslbackend.so",
        "PySide6/Qt/plugins/xcbglintegrations/libqxcb-glx-integration.so",
        "PySide6/Qt/translations/qt_de.qm",
        "keyring-25.7.0.dist-info/METADATA",
    ],
)
def test_what_it_does_not_use_is_not(name: str) -> None:
    assert not kept(name, f"{SITE}/{name}")


@pytest.mark.parametrize(
    "name, platform",
    [
        ("PySide6/opengl32sw.dll", "win32"),
        ("PySide6/plugins/imageformats/qpdf.dll", "win32"),
        ("PySide6/Qt6Quick.dll", "win32"),
        (r"PySide6\Qt6Quick.dll", "win32"),
        ("PySide6/Qt/lib/QtQuick.framework/Versions/A/QtQuick", "darwin"),
    ],
)
def test_what_other_systems_do_not_use_is_not(name: str, platform: str) -> None:
    assert not kept(name, f"{SITE}/{name}", platform=platform)


@pytest.mark.parametrize(
    "name, platform",
    [
        ("PySide6/Qt6Core.dll", "win32"),
        ("PySide6/plugins/platforms/qwindows.dll", "win32"),
        ("PySide6/plugins/styles/qmodernwindowsstyle.dll", "win32"),
        ("PySide6/MSVCP140.dll", "win32"),
        ("VCRUNTIME140.dll", "win32"),
        ("PySide6/Qt/lib/QtCore.framework/Versions/A/QtCore", "darwin"),
        ("PySide6/Qt/plugins/platforms/libqcocoa.dylib", "darwin"),
        ("libssl.3.dylib", "darwin"),
    ],
)
def test_what_other_systems_may_use_is_there(name: str, platform: str) -> None:
    assert kept(name, f"{SITE}/{name}", platform=platform)


def test_on_linux_the_systems_libraries_come_from_the_system() -> None:
    assert not kept("libX11.so.6", "/lib/x86_64-linux-gnu/libX11.so.6")
    assert not kept("libstdc++.so.6", "/lib/x86_64-linux-gnu/libstdc++.so.6")
    assert kept("libcrypto.so.3", "/lib/x86_64-linux-gnu/libcrypto.so.3")
    assert kept("libpython3.11.so.1.0", "/opt/python/lib/libpython3.11.so.1.0")


def test_a_link_is_kept_with_what_it_leads_to() -> None:
    library = ("PySide6/Qt/lib/libQt6Core.so.6", f"{SITE}/PySide6/Qt/lib/libQt6Core.so.6", "BINARY")
    link = ("libQt6Core.so.6", "PySide6/Qt/lib/libQt6Core.so.6", "SYMLINK")
    dangling = ("libQt6Quick.so.6", "PySide6/Qt/lib/libQt6Quick.so.6", "SYMLINK")
    assert [entry.name for entry in contents.wanted([library, link, dangling], "linux")] == [library[0], link[0]]


QT_ON_MACOS = "PySide6/Qt/lib/{0}.framework"


# Qt Gui is linked to Qt DBus there, as a look at the wheel shows.
@pytest.mark.parametrize("part, used", [("QtCore", True), ("QtDBus", True), ("QtQuick", False)])
@pytest.mark.parametrize(
    "name, source, kind",
    [
        # What PyInstaller makes of one library (utils/osx.py, depend/bindepend.py).
        (f"{QT_ON_MACOS}/Versions/A/{{0}}", f"{SITE}/{QT_ON_MACOS}/Versions/A/{{0}}", "BINARY"),
        (f"{QT_ON_MACOS}/Versions/A/Resources/Info.plist", f"{SITE}/{QT_ON_MACOS}/Resources/Info.plist", "DATA"),
        (f"{QT_ON_MACOS}/Versions/Current", "A", "SYMLINK"),
        (f"{QT_ON_MACOS}/{{0}}", "Versions/Current/{0}", "SYMLINK"),
        (f"{QT_ON_MACOS}/Resources", "Versions/Current/Resources", "SYMLINK"),
        ("{0}", f"{QT_ON_MACOS}/Versions/A/{{0}}", "SYMLINK"),
    ],
)
def test_a_framework_is_there_whole_or_not_at_all(name: str, source: str, kind: str, part: str, used: bool) -> None:
    assert kept(name.format(part), source.format(part), kind, "darwin") is used


def test_libraries_on_macos_find_each_other() -> None:
    """Each looks at the top for all others, where PyInstaller puts links; they are listed apart from the libraries."""
    assert kept("libpyside6.abi3.6.12.dylib", "PySide6/libpyside6.abi3.6.12.dylib", "SYMLINK", "darwin")


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_nothing_gpl_is_followed(platform: str) -> None:
    assert "readline" in contents.left_out(platform)


def test_what_the_programs_import_is_not_left_out() -> None:
    """A left-out module would only be missed when it is first used."""
    imported = set[str]()
    for file in (ROOT / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            match node:
                case ast.Import(names=names):
                    imported |= {name.name.split(".")[0] for name in names}
                case ast.ImportFrom(module=str(module)):
                    imported.add(module.split(".")[0])
    # macOS and Windows ask it; on Linux no line that imports it is reached.
    assert imported & set(contents.left_out("linux")) == {"keyring"}


def test_only_what_costs_time_or_leaks_is_not_run_first() -> None:
    assert contents.runs_first("app/__main__.py", "linux")
    assert not contents.runs_first("pyi_rth_inspect", "linux")
    assert not contents.runs_first("pyi_rth_pyside6", "linux")
    assert contents.runs_first("pyi_rth_pyside6", "win32")
