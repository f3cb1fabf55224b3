"""A Windows of Wine's, and what a test sees of it: files, shortcuts, the registry, and how our stand-in programs were called."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.platforms.windows_login import APPROVED, RUN
from tests.desktop.waiting import until

NAME = "Gateway Companion"
UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\GatewayCompanion"
RUN_ONCE = r"Software\Microsoft\Windows\CurrentVersion\RunOnce"
OURS = ("uninstall.exe", "installed-files.txt")
"""What Setup adds to the payload."""
_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Windows:
    """`prefix`: where Wine keeps it; `environment`: what reaches it and its screen."""

    prefix: Path
    environment: Mapping[str, str]
    started: list[subprocess.Popen[bytes]] = field(default_factory=list, repr=False)

    @property
    def disk(self) -> Path:
        return self.prefix / "drive_c"

    @property
    def seen(self) -> Path:
        """Where the stand-ins note what they are asked, and find what they shall do."""
        return self.disk / "seen"

    @property
    def user(self) -> Path:
        return next(path for path in (self.disk / "users").iterdir() if path.name != "Public")

    @property
    def program(self) -> Path:
        return self.user / "AppData/Local/Programs" / NAME

    @property
    def for_all(self) -> Path:
        return self.disk / "Program Files" / NAME

    @property
    def data(self) -> Path:
        return self.user / "AppData/Local/gateway-companion"

    def inside(self, path: Path) -> str:
        r"""As Windows spells it: `C:\...`."""
        return "C:\\" + str(path.relative_to(self.disk)).replace("/", "\\")

    def start(self, program: Path | str, *arguments: str, limit: str = "") -> subprocess.Popen[bytes]:
        r"""`limit`: the most bytes that it may write into one file. An argument with blanks is split, as `_?=C:\a b` must be."""
        command = ["wine", str(program), *" ".join(arguments).split()]
        if limit:  # what goes beyond fails as on a full disk, instead of ending the program
            command = ["env", "--ignore-signal=SIGXFSZ", "prlimit", f"--fsize={limit}", *command]
        nowhere = subprocess.DEVNULL
        self.started.append(subprocess.Popen(command, env=self.environment, stdout=nowhere, stderr=nowhere))
        return self.started[-1]

    def run(self, program: Path | str, *arguments: str, limit: str = "") -> int:
        return self.start(program, *arguments, limit=limit).wait(_SECONDS)

    def uninstall(self, *switches: str, folder: Path | None = None) -> int:
        """As the quiet command in the registry: it waits, and gives its own exit code; what it leaves goes a moment later."""
        where = folder or self.program
        code = self.run(where / "uninstall.exe", "/S", *switches, f"_?={self.inside(where)}")
        if code == 0:
            until(lambda: not (where / "uninstall.exe").exists(), what="the uninstaller to remove itself")
        return code

    def values(self, key: str) -> dict[str, str]:
        """What lies under a key of the registry, numbers as Windows spells them; empty for a key that is not there."""
        done = subprocess.run(
            ["wine", "reg", "query", key], env=self.environment, capture_output=True, timeout=_SECONDS, check=False
        )
        rows = re.findall(r"^    (.+?)    REG_\w+    (.*?)\r?$", done.stdout.decode("utf-8", "replace"), re.MULTILINE)
        return dict(rows)

    def set_value(self, key: str, name: str, data: str, kind: str = "REG_SZ") -> None:
        command = ["wine", "reg", "add", key, "/v", name, "/t", kind, "/d", data, "/f"]
        subprocess.run(command, env=self.environment, check=True, capture_output=True, timeout=_SECONDS)

    def shortcuts(self) -> dict[str, Path]:
        """The entries of both start menus, by name."""
        menus = ("users/*/AppData/Roaming", "ProgramData")
        found = (self.disk.glob(f"{menu}/Microsoft/Windows/Start Menu/**/*.lnk") for menu in menus)
        return {path.stem: path for paths in found for path in paths}

    def calls(self) -> list[str]:
        try:
            return [line.strip() for line in (self.seen / "calls.txt").read_text().splitlines()]
        except FileNotFoundError:
            return []

    def tell(self, command: str, *, code: int | None = None, out: str = "") -> None:
        """How the stand-in ends when it is called with that command, and what it says."""
        for ending, text in (("code", "" if code is None else str(code)), ("out", out)):
            file = self.seen / f"{command}.{ending}"
            file.write_text(text) if text else file.unlink(missing_ok=True)

    def open_window(self) -> subprocess.Popen[bytes]:
        started = self.start(self.program / f"{NAME}.exe")
        until(lambda: self.window_is_open, what="the window")
        return started

    @property
    def window_is_open(self) -> bool:
        return (self.seen / "window").exists()

    def close_window(self) -> None:
        (self.seen / "stop").touch()
        until(lambda: not self.window_is_open, what="the window to be closed")

    def kill_everything(self) -> None:
        """As when the power fails, but for the registry: Wine would keep that for half a minute."""
        subprocess.run(["wineserver", "-k", "-w"], env=self.environment, check=False, timeout=_SECONDS)

    def clear(self) -> None:
        """A computer that never had our program."""
        if self.window_is_open:
            self.close_window()
        try:
            for one in self.started:
                one.wait(10)
        except subprocess.TimeoutExpired:  # of a test that has failed
            self.kill_everything()
        self.started.clear()
        keys = [UNINSTALL, RUN_ONCE, RUN, APPROVED]
        gone = [rf"[-{hive}\{key}]" for hive in ("HKEY_CURRENT_USER", "HKEY_LOCAL_MACHINE") for key in keys]
        (self.disk / "clear.reg").write_text("\n\n".join(["REGEDIT4", *gone, ""]))
        self.run("regedit", "/S", r"C:\clear.reg")
        for path in (self.program, self.for_all, self.data, self.seen, self.disk / "tools", *self.shortcuts().values()):
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        self.seen.mkdir()


def files(folder: Path) -> dict[str, bytes | None]:
    """All that is in it, folders without contents."""
    return {
        path.relative_to(folder).as_posix(): None if path.is_dir() else path.read_bytes()
        for path in sorted(folder.rglob("*"))
    }


def program_files(folder: Path) -> dict[str, bytes | None]:
    """Without what Setup adds."""
    return {name: content for name, content in files(folder).items() if name not in OURS}


def wine_environment(home: Path, display: str) -> dict[str, str]:
    named = {
        "HOME": str(home),
        "WINEPREFIX": str(home / "prefix"),
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": "mscoree=;mshtml=;winemenubuilder.exe=",
        "DISPLAY": display,
    }
    return {**os.environ, **named}
