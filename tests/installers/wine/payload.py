"""Stand-in payloads for Setup.exe, and makensis, which compiles both."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
ICON = "/usr/share/nsis/Contrib/Graphics/Icons/modern-install-full.ico"
_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Setup:
    """One Setup.exe and what it installs."""

    version: str
    program: Path
    payload: Path


def makensis(script: Path, **defines: str) -> str:
    """What it prints, which is nothing where all is well; a warning is an error."""
    told = [f"-D{name}={value}" for name, value in defines.items()]
    done = subprocess.run(
        ["makensis", "-V2", "-WX", *told, str(script)], capture_output=True, text=True, timeout=_SECONDS, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def stand_in(path: Path, *, stays: bool = False) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    stay = {"WINDOW": "1"} if stays else {}
    makensis(Path(__file__).with_name("stand_in.nsi"), OUTPUT=str(path), **stay)


def make_setup(folder: Path, version: str, contents: dict[str, bytes], *, helper_stays: bool = False) -> Setup:
    """`helper_stays`: it runs until it is stopped, as the window does."""
    payload, program = folder / "payload", folder / f"Gateway-Companion-{version}-Setup.exe"
    stand_in(payload / "Gateway Companion.exe", stays=True)
    stand_in(payload / "gateway-companion.exe")
    stand_in(payload / "gateway-credential.exe", stays=helper_stays)
    for name, content in contents.items():
        (payload / name).parent.mkdir(parents=True, exist_ok=True)
        (payload / name).write_bytes(content)
    (payload / "_internal" / "empty").mkdir()
    defines = {"PAYLOAD": str(payload), "VERSION": version, "OUTPUT": str(program), "ICON": ICON}
    assert makensis(ROOT / "packaging" / "windows" / "setup.nsi", **defines) == ""
    return Setup(version, program, payload)
