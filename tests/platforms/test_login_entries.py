"""What the entries of macOS and Windows say: ours is written as the system wants it, and read whatever was done to it."""

from __future__ import annotations

import plistlib
from pathlib import Path

import pytest

from app.platforms.login_entry import LoginEntry, NotOurs
from app.platforms.macos_login import BUNDLE_ID, launch_agent
from app.platforms.windows_login import APPROVED, NAME, RUN, RunValue
from tests.platforms.tables import Hives, OwnRegistry

PROGRAM = Path("/Applications/Gateway Companion.app/Contents/MacOS/Gateway Companion")


class TestMacOS:
    def test_it_lies_where_launchd_looks(self) -> None:
        item = launch_agent({"HOME": "/Users/ada"}, PROGRAM)
        assert item.path == Path("/Users/ada/Library/LaunchAgents", f"{BUNDLE_ID}.plist")

    def test_what_is_written(self) -> None:
        item = launch_agent({"HOME": "/Users/ada"}, PROGRAM)
        agent = plistlib.loads(item.wanted)
        assert item.wanted.startswith(b"<?xml")
        assert (agent["Label"], agent["ProgramArguments"]) == (BUNDLE_ID, [str(PROGRAM), "--hidden"])
        assert (agent["RunAtLoad"], agent["LimitLoadToSessionType"]) == (True, "Aqua")
        assert "KeepAlive" not in agent, "launchd would try a program that is gone again and again"
        assert item.read(item.wanted) == LoginEntry(PROGRAM)

    @pytest.mark.parametrize(
        "agent, entry",
        [
            ({"Label": BUNDLE_ID, "ProgramArguments": ["/x"], "Disabled": True}, LoginEntry(Path("/x"), False)),
            ({"Label": BUNDLE_ID, "ProgramArguments": ["/x"]}, LoginEntry(Path("/x"))),
            ({"Label": "another", "ProgramArguments": ["/x"]}, NotOurs()),
            ({"Label": BUNDLE_ID, "ProgramArguments": []}, NotOurs()),
            ({"Label": BUNDLE_ID}, NotOurs()),
            (["Label"], NotOurs()),
        ],
    )
    @pytest.mark.parametrize("kind", [plistlib.FMT_XML, plistlib.FMT_BINARY])
    def test_what_somebody_else_made_of_it(
        self, agent: dict[str, object] | list[object], entry: LoginEntry | NotOurs, kind: plistlib.PlistFormat
    ) -> None:
        item = launch_agent({"HOME": "/Users/ada"}, PROGRAM)
        assert item.read(plistlib.dumps(agent, fmt=kind)) == entry

    @pytest.mark.parametrize("data", [b"", b"<plist>", b"bplist00", b"{ a = b; }", b"\xff" * 40])
    def test_damage(self, data: bytes) -> None:
        assert launch_agent({"HOME": "/Users/ada"}, PROGRAM).read(data) == NotOurs()


class TestWindows:
    PROGRAM = r"C:\Users\Ada Smith\AppData\Local\Programs\Gateway Companion\Gateway Companion.exe"
    COMMAND = f'"{PROGRAM}" --hidden'

    @pytest.mark.parametrize(
        "command, entry",
        [
            (COMMAND, LoginEntry(Path(PROGRAM))),
            (f'"{PROGRAM}"', LoginEntry(Path(PROGRAM))),
            (r"C:\gc\GATEWAY-COMPANION.EXE --hidden", LoginEntry(Path(r"C:\gc\GATEWAY-COMPANION.EXE"))),
            (r'"C:\Windows\notepad.exe"', NotOurs()),
            ("", NotOurs()),
            (7, NotOurs()),
            (b"\x00", NotOurs()),
            (None, None),
        ],
    )
    def test_what_the_run_key_says(self, command: str | int | bytes | None, entry: LoginEntry | NotOurs | None) -> None:
        registry = OwnRegistry({} if command is None else {(RUN, NAME): command})
        assert RunValue(registry, Hives(), Path(self.PROGRAM)).read() == entry

    @pytest.mark.parametrize(
        "noted, allowed",
        [
            (None, True),
            (b"", True),
            (b"\x02" + bytes(11), True),
            (b"\x06" + bytes(11), True),
            (bytes.fromhex("03000000d40d438dc83bd901"), False),
            (bytes.fromhex("0700000071c933ae16d9d101"), False),
            ("text", True),
        ],
    )
    def test_what_task_manager_has_switched_off(self, noted: bytes | str | None, *, allowed: bool) -> None:
        registry = OwnRegistry({(RUN, NAME): self.COMMAND})
        if noted is not None:
            registry.values[APPROVED, NAME] = noted
        assert RunValue(registry, Hives(), Path(self.PROGRAM)).read() == LoginEntry(Path(self.PROGRAM), allowed)

    def test_writing_allows_it_again_and_removing_leaves_nothing(self) -> None:
        registry = OwnRegistry({(APPROVED, NAME): b"\x03" + bytes(11), (RUN, "Other"): "other.exe"})
        value = RunValue(registry, Hives(), Path(self.PROGRAM))
        value.write()
        assert registry.values == {(RUN, NAME): self.COMMAND, (RUN, "Other"): "other.exe"}
        value.remove()
        assert registry.values == {(RUN, "Other"): "other.exe"}

    def test_what_an_administrator_has_put_there_for_all(self) -> None:
        everybodys = Hives({("HKLM", RUN): {NAME: self.COMMAND}})
        assert RunValue(OwnRegistry(), everybodys, Path(self.PROGRAM)).everybodys() == LoginEntry(Path(self.PROGRAM))
        assert RunValue(OwnRegistry(), Hives(), Path(self.PROGRAM)).everybodys() is None
