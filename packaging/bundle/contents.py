"""What of all that PyInstaller finds goes into the bundle, so that it is small and starts fast: used by `build.spec`.

On Linux what the system itself has comes from there (X11, fonts, C++): bundled copies would clash with its plugins.
On macOS and Windows only what is known to be of no use is left out, as nobody has looked there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

_NEVER_USED = (
    "PIL",
    "_pytest",
    "attr",
    "attrs",
    "charset_normalizer",
    "click",
    "curses",
    "distutils",
    "doctest",
    "lib2to3",
    "lzma",
    "multiprocessing",
    "packaging",
    "pdb",
    "pydoc",
    "pygments",
    "pytest",
    "readline",  # GPL
    "requests",
    "rich",
    "rlcompleter",
    "setuptools",
    "sqlite3",
    "tkinter",
    "trio",
    "unittest",
    "urllib3",
    "xmlrpc",
    "zstandard",
)
"""Modules that others would import if they were there, or only import for what nobody here asks of them."""

_ELSEWHERE = {
    "linux": ("cffi", "cryptography", "keyring", "secretstorage", "ctypes.macholib"),
    "darwin": ("jeepney", "secretstorage", "cffi", "cryptography"),
    "win32": ("jeepney", "secretstorage", "cffi", "cryptography"),
}
"""Modules of another system's keychain. On Linux the keychain is asked by our own calls, over jeepney."""

_AT_START = {"pyi_rth_inspect", "pyi_rth_pkgutil", "pyi_rth_setuptools", "pyi_rth_multiprocessing"}
"""What PyInstaller runs first, for programs that read their own source or resources: a third of the helper's time."""
_QT_AT_START = "pyi_rth_pyside6"
"""Tells every program that we start to load our Qt plugins. On Linux Qt finds them without it."""

_PLUGIN = re.compile(r"PySide6/(?:Qt/)?plugins/(?P<kind>[^/]+)/(?:lib)?(?P<name>[^/.]+)")
_PLUGINS = {
    "iconengines": {"qsvgicon"},
    "imageformats": {"qsvg"},
    "platforms": {"qxcb", "qwayland", "qoffscreen", "qwindows", "qcocoa"},
    "platforminputcontexts": {"composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"},
    "platformthemes": {"qgtk3", "qxdgdesktopportal"},
    "styles": {"qmodernwindowsstyle", "qmacstyle"},
    "wayland-decoration-client": {"adwaita", "bradient"},
    "wayland-shell-integration": {"xdg-shell"},
}
"""Those of Qt's plugins that a window of widgets uses; all is drawn without OpenGL, and Qt opens no connection."""

_QT = re.compile(r"(?:lib)?Qt6?(?P<module>[A-Z]\w*?)(?:\.framework|\.abi3|\.so|\.dll|\.pyd|$)")
_QT_MODULES = {
    "Core",
    "DBus",
    "Gui",
    "Network",
    "Svg",
    "WaylandClient",
    "Widgets",
    "XcbQpa",
}
_FRAMEWORK = re.compile(r"(?:^|/)Qt(?P<module>\w+)\.framework/")
"""All of a part of Qt on macOS: a signature covers the folder, so its links and its Info.plist go with the library."""
_PYTHONS_OWN = re.compile(r"lib(?:python3|ssl|crypto|ffi|bz2)[.\-\w]*$")
"""What Python is linked to and one Linux has in another version than the next."""
_OF_NO_USE = re.compile(
    r"opengl32sw\.dll$|d3dcompiler\w*\.dll$|PySide6/(?:Qt/)?translations/|\.dist-info/|QtDBus\.(?:abi3|pyd)|lib-dynload/_codecs_"
)


def left_out(platform: str) -> list[str]:
    """The modules that PyInstaller shall not follow on that system (`sys.platform`)."""
    return [*_NEVER_USED, *_ELSEWHERE[platform]]


class Entry(NamedTuple):
    """One file, as PyInstaller lists it: where it will lie, where it is now, and its kind."""

    name: str
    source: str
    kind: str


def wanted(found: Iterable[tuple[str, str, str]], platform: str) -> list[Entry]:
    """Those of the found files that the programs use on that system (`sys.platform`)."""
    entries = [Entry(*each) for each in found]
    kept = [entry for entry in entries if _is_used(entry, platform)]
    if platform != "linux":
        return kept  # every library on macOS looks for the others by links at the top
    there = {entry.name for entry in kept}
    return [entry for entry in kept if entry.kind != "SYMLINK" or _target(entry) in there]


def runs_first(script: str, platform: str) -> bool:
    """Whether one of PyInstaller's own scripts, or the program itself, is run at the start on that system."""
    return script not in _AT_START and not (platform == "linux" and script == _QT_AT_START)


def of_python(bundle: Path) -> list[Path]:
    """The libraries of Python itself in a finished bundle on Linux; those of wheels must stay as they are."""
    inside = bundle / "_internal"
    return sorted([*inside.glob("libpython*.so*"), *inside.glob("python3*/lib-dynload/*.so")])


def _is_used(entry: Entry, platform: str) -> bool:
    name = entry.name.replace("\\", "/")
    if _OF_NO_USE.search(name):
        return False
    if framework := _FRAMEWORK.search(name) or _FRAMEWORK.search(entry.source):
        return framework["module"] in _QT_MODULES
    if plugin := _PLUGIN.match(name):
        return plugin["name"] in _PLUGINS.get(plugin["kind"], ())
    if (qt := _QT.match(name.rpartition("/")[2])) and "PySide6" in entry.source.replace("\\", "/"):
        return qt["module"] in _QT_MODULES
    return platform != "linux" or "/" in name or ".so" not in name or _comes_with(entry)


def _comes_with(entry: Entry) -> bool:
    """A library at the top: of a wheel, or of Python. All others are the system's."""
    return entry.kind == "SYMLINK" or "site-packages/" in entry.source or bool(_PYTHONS_OWN.match(entry.name))


def _target(entry: Entry) -> str:
    """Where a link leads, which lies in the folder of the bundle's top."""
    return entry.source.removeprefix("./")
