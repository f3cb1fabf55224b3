from __future__ import annotations

import plistlib
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.domain.documents import Root
from app.domain.facts import Installation, ManagedSource
from app.platforms.base import Finished
from app.platforms.macos import MacOS
from tests.platforms.tables import Commands, Table, row

_ID = "com.anthropic.claudefordesktop"
_QUIT = ("osascript", "-e", f'tell application id "{_ID}" to quit')
_LOCKING = {"inferenceProvider": "bedrock", "disableAutoUpdates": True}


@dataclass
class Computer:
    """A Mac in a temporary folder."""

    folder: Path
    table: Table = field(default_factory=Table)
    commands: Commands = field(default_factory=lambda: Commands({"open": Finished(0, "", "")}))
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def home(self) -> Path:
        return self.folder / "Users" / "ada"

    @property
    def applications(self) -> Path:
        return self.folder / "Applications"

    @property
    def preferences(self) -> Path:
        return self.folder / "Managed Preferences"

    def app(self, folder: Path, identifier: str = _ID, version: str | None = "1.2.3") -> Path:
        bundle = folder / "Claude.app"
        (bundle / "Contents").mkdir(parents=True)
        info = {"CFBundleIdentifier": identifier} | ({"CFBundleShortVersionString": version} if version else {})
        (bundle / "Contents" / "Info.plist").write_bytes(plistlib.dumps(info))
        return bundle

    def policy(self, content: bytes, folder: str = "") -> Path:
        path = self.preferences / folder / f"{_ID}.plist"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def platform(self) -> MacOS:
        environment = {"HOME": str(self.home), "USER": "ada"} | self.environment
        prepared = self.folder / "prepared"
        return MacOS(
            environment,
            self.commands,
            self.table,
            preferences=self.preferences,
            applications=self.applications,
            prepared=prepared,
            owner=self.folder.stat().st_uid,
        )


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    return Computer(tmp_path.resolve())


class TestRoots:
    def test_library_folders(self, computer: Computer) -> None:
        support = computer.home / "Library" / "Application Support"
        log = computer.home / "Library" / "Logs" / "Claude-3p" / "main.log"
        assert computer.platform().roots() == (Root(support / "Claude-3p", support / "Claude", log),)

    def test_named_folder_is_both_roots(self, computer: Computer) -> None:
        computer.environment = {"CLAUDE_USER_DATA_DIR": str(computer.folder)}
        log = computer.folder / "logs" / "main.log"
        assert computer.platform().roots() == (Root(computer.folder, computer.folder, log),)


class TestFinding:
    def test_nothing_installed(self, computer: Computer) -> None:
        assert computer.platform().find_claude() is None

    @pytest.mark.parametrize("version", ["1.2.3", None])
    def test_for_everybody(self, computer: Computer, version: str | None) -> None:
        bundle = computer.app(computer.applications, version=version)
        platform = computer.platform()
        found = platform.find_claude()
        assert found == Installation(bundle, None, ("open", "-b", _ID))
        assert platform.version(found) == version

    def test_for_one_person(self, computer: Computer) -> None:
        bundle = computer.app(computer.home / "Applications")
        found = computer.platform().find_claude()
        assert found is not None
        assert found.program == bundle

    def test_everybodys_comes_first(self, computer: Computer) -> None:
        computer.app(computer.home / "Applications")
        bundle = computer.app(computer.applications)
        found = computer.platform().find_claude()
        assert found is not None
        assert found.program == bundle

    def test_a_web_page_kept_as_an_app(self, computer: Computer) -> None:
        computer.app(computer.home / "Applications", identifier="com.apple.Safari.WebApp.1234")
        assert computer.platform().find_claude() is None

    @pytest.mark.parametrize("content", [b"", b"<plist", b"bplist00 nonsense", plistlib.dumps(["list"])])
    def test_damaged_bundle(self, computer: Computer, content: bytes) -> None:
        bundle = computer.app(computer.applications)
        (bundle / "Contents" / "Info.plist").write_bytes(content)
        assert computer.platform().find_claude() is None

    def test_stand_in(self, computer: Computer) -> None:
        computer.app(computer.applications)
        stand_in = computer.folder / "practice"
        stand_in.touch()
        computer.environment = {"GATEWAY_COMPANION_CLAUDE": str(stand_in)}
        platform = computer.platform()
        found = platform.find_claude()
        assert found == Installation(stand_in, None, (str(stand_in),))
        assert platform.version(found) is None


class TestManaged:
    def test_no_policy(self, computer: Computer) -> None:
        assert computer.platform().managed() is None

    @pytest.mark.parametrize("form", [plistlib.FMT_XML, plistlib.FMT_BINARY])
    @pytest.mark.parametrize("folder", ["ada", ""])
    def test_either_file_in_either_form(self, computer: Computer, form: plistlib.PlistFormat, folder: str) -> None:
        path = computer.policy(plistlib.dumps(_LOCKING, fmt=form), folder)
        managed = computer.platform().managed()
        assert managed is not None
        assert (managed.place, set(managed.keys), managed.readable) == (str(path), set(_LOCKING), True)
        assert managed.changed >= path.stat().st_mtime

    def test_persons_own_file_decides(self, computer: Computer) -> None:
        computer.policy(plistlib.dumps(_LOCKING))
        computer.policy(plistlib.dumps({"disableAutoUpdates": True}), "ada")
        assert computer.platform().managed() is None

    def test_an_empty_file_decides_nothing(self, computer: Computer) -> None:
        path = computer.policy(plistlib.dumps({"inferenceProvider": "vertex"}))
        computer.policy(plistlib.dumps({}), "ada")
        assert computer.platform().managed() == ManagedSource(str(path), ("inferenceProvider",))

    def test_another_persons_file(self, computer: Computer) -> None:
        computer.policy(plistlib.dumps(_LOCKING), "bob")
        assert computer.platform().managed() is None

    def test_updates_and_proxy_only(self, computer: Computer) -> None:
        computer.policy(plistlib.dumps({"autoUpdaterEnforcementHours": 4, "egressProxyPacUrl": "http://pac"}))
        assert computer.platform().managed() is None

    @pytest.mark.parametrize("content", [b"", b"<plist", b"bplist00 nonsense", plistlib.dumps(["list"])])
    def test_damaged(self, computer: Computer, content: bytes) -> None:
        path = computer.policy(content, "ada")
        assert computer.platform().managed() == ManagedSource(str(path), (), readable=False)


class TestRunning:
    def test_processes_of_the_bundle(self, computer: Computer) -> None:
        bundle = computer.app(computer.applications) / "Contents"
        renderer = bundle / "Frameworks" / "Claude Helper (Renderer).app" / "Contents" / "MacOS" / "Claude Helper"
        computer.table = Table(
            row(10, bundle / "MacOS" / "Claude"),
            row(11, renderer, parent=10),
            row(12, bundle / "Helpers" / "chrome-native-host", parent=5),
            row(13, computer.applications / "Claude Notes.app" / "Contents" / "MacOS" / "Claude"),
            row(14, computer.home / ".local" / "bin" / "claude"),
        )
        platform = computer.platform()
        found = platform.find_claude()
        assert found is not None
        running = platform.running(found)
        assert [process.pid for process in running] == [10, 11]
        platform.ask_to_quit(found, running)
        assert computer.commands.ran == [_QUIT]
        assert computer.table.asked == []

    def test_the_other_copy_counts_too(self, computer: Computer) -> None:
        computer.app(computer.applications)
        other = computer.app(computer.home / "Applications") / "Contents" / "MacOS" / "Claude"
        computer.table = Table(row(10, other))
        platform = computer.platform()
        found = platform.find_claude()
        assert found is not None
        assert [process.pid for process in platform.running(found)] == [10]

    def test_nobody_is_asked_where_nothing_runs(self, computer: Computer) -> None:
        computer.app(computer.applications)
        platform = computer.platform()
        found = platform.find_claude()
        assert found is not None
        platform.ask_to_quit(found, ())
        assert computer.commands.ran == []

    def test_start_by_bundle(self, computer: Computer) -> None:
        computer.app(computer.applications)
        computer.environment = {"CLAUDE_CODE_ENTRYPOINT": "cli", "CLAUDE_USER_DATA_DIR": "/d"}
        platform = computer.platform()
        found = platform.find_claude()
        assert found is not None
        platform.start(found)
        (command, environment), *others = computer.commands.spawned
        assert command == ("open", "-b", _ID)
        assert environment == {"HOME": str(computer.home), "USER": "ada", "CLAUDE_USER_DATA_DIR": "/d"}
        assert not others


def test_helper_lies_in_the_data_folder(computer: Computer) -> None:
    assert computer.platform().helper_path(Path("/data")) == Path("/data/bin/gateway-credential")
