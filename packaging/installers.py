"""Builds what people double-click, on the system that this runs on, into `dist/`; `packaging/dev.py package` calls it.

    python packaging/installers.py            the bundle, and what installs it on this system
    python packaging/installers.py bundle     only the bundle
    python packaging/installers.py installer  only what installs the bundle that is there, signed meanwhile
    python packaging/installers.py setup      on Linux: Setup.exe from Windows' bundle, as a release has it

Linux: a .deb and a .tar.gz. macOS: the application and a .dmg. Windows: Setup.exe.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DIST, BUILD = ROOT / "dist", ROOT / "build"
BUNDLE, APPLICATION = DIST / "gateway-companion", DIST / "Gateway Companion.app"
NSIS = Path(os.environ.get("PROGRAMFILES(X86)", "C:/Program Files (x86)")) / "NSIS" / "makensis.exe"


def main(arguments: list[str]) -> int:
    os.chdir(ROOT)
    installer = {"linux": linux, "darwin": macos, "win32": windows}[sys.platform]
    match arguments:
        case []:
            bundle()
            installer()
        case ["bundle"]:
            bundle()
        case ["installer"]:
            installer()
        case ["setup"]:
            setup("makensis", "-WX")
        case _:
            print(__doc__)
            return 2
    return 0


def version() -> str:
    found = re.search(r'__version__ = "(.+)"', (ROOT / "app" / "__init__.py").read_text("utf-8"))
    return found[1] if found else sys.exit("app/__init__.py names no version")


def bundle() -> None:
    """`dist/gateway-companion`, on macOS also the application; with the licences of all that is in it."""
    shutil.rmtree(DIST, ignore_errors=True)
    python("packaging/icons/draw.py", BUILD / "icons")
    # So that the same sources give the same modules, to the byte.
    os.environ["PYTHONHASHSEED"] = "1"
    # Its own caches would keep what a change of the spec leaves out.
    folders: list[str | Path] = ["--distpath", DIST, "--workpath", BUILD / "pyinstaller"]
    python("-m", "PyInstaller", "--clean", "--noconfirm", "--log-level=WARN", *folders, "build.spec")
    python("packaging/licences/write.py", APPLICATION if sys.platform == "darwin" else BUNDLE)


def linux() -> None:
    python("packaging/linux/deb.py", BUNDLE, DIST)
    python("packaging/linux/tarball.py", BUNDLE, DIST)


def macos() -> None:
    image = DIST / f"Gateway-Companion-{version()}-{platform.machine()}.dmg"
    run("packaging/macos/sign.sh", APPLICATION)  # without a certificate it says so and ends well
    python("-m", "dmgbuild", "-s", "packaging/macos/dmg.json", "Gateway Companion", image)
    run("packaging/macos/sign.sh", image)
    run("packaging/macos/notarise.sh", image)


def windows() -> None:
    """For those who build at home: NSIS for Windows only makes programs of 32 bits."""
    setup(NSIS, "-DTARGET=x86-unicode")


def setup(*makensis: str | Path) -> None:
    output = DIST / f"Gateway-Companion-{version()}-Setup.exe"
    run(*makensis, f"-DPAYLOAD={BUNDLE}", f"-DVERSION={version()}", f"-DOUTPUT={output}", "packaging/windows/setup.nsi")


def python(*arguments: str | Path) -> None:
    run(sys.executable, *arguments)


def run(*command: str | Path) -> None:
    told = " ".join(os.path.relpath(part) if Path(part).is_absolute() else str(part) for part in command)
    print(f"== {told}", flush=True)
    if subprocess.call(command) != 0:
        sys.exit(f"This failed: {told}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
