from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.domain.documents import Root
from app.domain.facts import ClaudeProcess, Installation, ManagedSource
from app.platforms.base import Finished
from app.platforms.registry import Hive
from app.platforms.windows import Windows
from tests.platforms.tables import Commands, Hives, Table, row

_REPOSITORY = r"Software\Classes\Local Settings\Software\Microsoft\Windows\CurrentVersion\AppModel\Repository\Packages"
_POLICIES = r"SOFTWARE\Policies\Claude"
_FAMILY = "Claude_pzs8sxrjxfjjc"
_FULL_NAME = "Claude_1.2.3.0_x64__pzs8sxrjxfjjc"


@dataclass
class Computer:
    """A Windows profile in a temporary folder."""

    folder: Path
    table: Table = field(default_factory=Table)
    commands: Commands = field(default_factory=lambda: Commands({"explorer.exe": Finished(1, "", "")}))
    keys: dict[tuple[Hive, str], Mapping[str, str | int]] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def local(self) -> Path:
        return self.folder / "AppData" / "Local"

    @property
    def roaming(self) -> Path:
        return self.folder / "AppData" / "Roaming"

    def package(self, full_name: str = _FULL_NAME) -> Path:
        """Registers an MSIX package and returns its program."""
        folder = self.folder / "WindowsApps" / full_name
        self.keys["HKCU", rf"{_REPOSITORY}\{full_name}"] = {"PackageRootFolder": str(folder), "DisplayName": "Claude"}
        return folder / "app" / "Claude.exe"

    def older_installer(self, *versions: str) -> Path:
        program = self.local / "AnthropicClaude" / "claude.exe"
        program.parent.mkdir(parents=True)
        program.touch()
        for version in versions:
            (program.parent / f"app-{version}").mkdir()
        return program

    def copy(self, inside: str, family: str = _FAMILY) -> Path:
        """Makes a package copy of a folder, such as `Local/Claude-3p`."""
        folder = self.local / "Packages" / family / "LocalCache" / inside
        folder.mkdir(parents=True)
        return folder

    def platform(self) -> Windows:
        usual = {"USERPROFILE": self.folder, "LOCALAPPDATA": self.local, "APPDATA": self.roaming}
        environment = {name: str(value) for name, value in usual.items()} | self.environment
        executable = self.folder / "Programs" / "gateway-companion.exe"
        return Windows(environment, self.commands, self.table, registry=Hives(self.keys), executable=executable)

    def root(self, gateway: Path, normal: Path, *, shadow: bool = False) -> Root:
        return Root(gateway, normal, gateway / "logs" / "main.log", shadow)


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    return Computer(tmp_path.resolve())


class TestRoots:
    def test_fresh_computer(self, computer: Computer) -> None:
        real = computer.root(computer.local / "Claude-3p", computer.roaming / "Claude")
        assert computer.platform().roots() == (real,)

    def test_without_the_folder_variables(self, computer: Computer) -> None:
        computer.environment = {"LOCALAPPDATA": "", "APPDATA": ""}
        real = computer.root(computer.local / "Claude-3p", computer.roaming / "Claude")
        assert computer.platform().roots() == (real,)

    @pytest.mark.parametrize("kind", ["Local", "Roaming"])
    @pytest.mark.parametrize("family", [_FAMILY, "AnthropicPBC.Claude_abc123"])
    def test_package_copy_shadows_the_real_folder(self, computer: Computer, kind: str, family: str) -> None:
        copy = computer.copy(f"{kind}/Claude-3p", family)
        assert computer.platform().roots() == (
            computer.root(computer.local / "Claude-3p", computer.roaming / "Claude"),
            computer.root(copy, computer.roaming / "Claude", shadow=True),
        )

    def test_normal_folder_is_redirected_likewise(self, computer: Computer) -> None:
        copy, normal = computer.copy("Local/Claude-3p"), computer.copy("Roaming/Claude")
        assert computer.platform().roots() == (
            computer.root(computer.local / "Claude-3p", computer.roaming / "Claude"),
            computer.root(copy, normal, shadow=True),
        )

    def test_newer_package_redirects_the_normal_folder_only(self, computer: Computer) -> None:
        normal = computer.copy("Roaming/Claude")
        assert computer.platform().roots() == (
            computer.root(computer.local / "Claude-3p", computer.roaming / "Claude"),
            computer.root(computer.local / "Claude-3p", normal, shadow=True),
        )

    def test_every_copy_counts(self, computer: Computer) -> None:
        copies = [
            computer.copy("Local/Claude-3p", "AnthropicPBC.Claude_abc123"),
            computer.copy("Local/Claude-3p"),
            computer.copy("Roaming/Claude-3p"),
        ]
        assert [root.gateway for root in computer.platform().roots() if root.shadow] == copies

    def test_other_packages_and_files_are_no_copies(self, computer: Computer) -> None:
        computer.copy("Local/Claude-3p", "Someone.Claude_1")
        computer.copy("Local/Claude-3p", "ClaudeNotes_1")
        computer.copy("Local")
        (computer.local / "Packages" / _FAMILY / "LocalCache" / "Local" / "Claude-3p").touch()
        assert len(computer.platform().roots()) == 1

    def test_named_folder_is_both_roots(self, computer: Computer) -> None:
        computer.copy("Local/Claude-3p")
        folder = computer.folder / "elsewhere"
        computer.environment = {"CLAUDE_USER_DATA_DIR": str(folder)}
        assert computer.platform().roots() == (computer.root(folder, folder),)


class TestFinding:
    def test_nothing_installed(self, computer: Computer) -> None:
        assert computer.platform().find_claude() is None

    @pytest.mark.parametrize(
        "full_name, family, version",
        [
            (_FULL_NAME, _FAMILY, "1.2.3"),
            ("Claude_1.40609.0.0_arm64__pzs8sxrjxfjjc", _FAMILY, "1.40609.0"),
            ("AnthropicPBC.Claude_2.0.1.0_x64__abc123", "AnthropicPBC.Claude_abc123", "2.0.1"),
        ],
    )
    def test_package(self, computer: Computer, full_name: str, family: str, version: str) -> None:
        program = computer.package(full_name)
        platform = computer.platform()
        found = platform.find_claude()
        assert found == Installation(program, None, ("explorer.exe", rf"shell:AppsFolder\{family}!Claude"))
        assert platform.version(found) == version

    def test_newest_package_by_number(self, computer: Computer) -> None:
        computer.package("Claude_1.9.0.0_x64__pzs8sxrjxfjjc")
        newest = computer.package("Claude_1.10.0.0_x64__pzs8sxrjxfjjc")
        found = computer.platform().find_claude()
        assert found is not None
        assert found.program == newest

    @pytest.mark.parametrize(
        "full_name", ["ClaudeNotes_1.0.0.0_x64__abc", "Other.Claude_1.0.0.0_x64__abc", "Claude_1.0.0.0"]
    )
    def test_other_packages(self, computer: Computer, full_name: str) -> None:
        computer.package(full_name)
        assert computer.platform().find_claude() is None

    def test_package_without_a_folder(self, computer: Computer) -> None:
        computer.keys["HKCU", rf"{_REPOSITORY}\{_FULL_NAME}"] = {"DisplayName": "Claude"}
        assert computer.platform().find_claude() is None

    @pytest.mark.parametrize("folders, version", [((), None), (("0.9.1", "0.10.0", "0.8.5"), "0.10.0")])
    def test_older_installer(self, computer: Computer, folders: tuple[str, ...], version: str | None) -> None:
        program = computer.older_installer(*folders)
        platform = computer.platform()
        found = platform.find_claude()
        assert found == Installation(program, None, (str(program),))
        assert platform.version(found) == version

    def test_package_is_preferred(self, computer: Computer) -> None:
        computer.older_installer("0.9.1")
        program = computer.package()
        found = computer.platform().find_claude()
        assert found is not None
        assert found.program == program

    def test_stand_in_hides_the_installed_one(self, computer: Computer) -> None:
        computer.package()
        stand_in = computer.folder / "practice.exe"
        stand_in.touch()
        computer.environment = {"GATEWAY_COMPANION_CLAUDE": str(stand_in)}
        platform = computer.platform()
        found = platform.find_claude()
        assert found == Installation(stand_in, None, (str(stand_in),))
        assert platform.version(found) is None

    def test_missing_stand_in_never_falls_back(self, computer: Computer) -> None:
        computer.package()
        computer.environment = {"GATEWAY_COMPANION_CLAUDE": str(computer.folder / "gone.exe")}
        assert computer.platform().find_claude() is None


class TestManaged:
    @pytest.mark.parametrize(
        "keys, expected",
        [
            ({}, None),
            ({"HKLM": {}}, None),
            (
                {"HKLM": {"inferenceProvider": "bedrock", "disableAutoUpdates": 1}},
                ManagedSource(rf"HKLM\{_POLICIES}", ("inferenceProvider", "disableAutoUpdates")),
            ),
            ({"HKCU": {"isDxtEnabled": 0}}, ManagedSource(rf"HKCU\{_POLICIES}", ("isDxtEnabled",))),
            (
                {"HKCU": {"inferenceProvider": "gateway", "ccds_managed": "1"}},
                ManagedSource(rf"HKCU\{_POLICIES}", ("inferenceProvider", "ccds_managed"), owner="CC Desktop Switch"),
            ),
            (
                {"HKLM": {}, "HKCU": {"inferenceProvider": "gateway"}},
                ManagedSource(rf"HKCU\{_POLICIES}", ("inferenceProvider",)),
            ),
            (
                {"HKLM": {"inferenceProvider": "vertex"}, "HKCU": {"ccds_managed": "1"}},
                ManagedSource(rf"HKLM\{_POLICIES}", ("inferenceProvider",)),
            ),
            ({"HKLM": {"disableAutoUpdates": 1, "egressProxyUrl": "http://proxy"}}, None),
            ({"HKLM": {"disableAutoUpdates": 1}, "HKCU": {"inferenceProvider": "gateway"}}, None),
        ],
        ids=[
            "no-key",
            "empty-key",
            "computer",
            "person",
            "left-over",
            "empty-computer",
            "computer-first",
            "updates-only",
            "computer-decides",
        ],
    )
    def test_policy(
        self, computer: Computer, keys: dict[Hive, dict[str, str | int]], expected: ManagedSource | None
    ) -> None:
        computer.keys = {(hive, _POLICIES): values for hive, values in keys.items()}
        assert computer.platform().managed() == expected


class TestRunning:
    def test_by_full_path_only(self, computer: Computer) -> None:
        program = computer.package()
        helper = program.parent / "resources" / "claude-helper.exe"
        browser_host = program.parent / "resources" / "chrome-native-host.exe"
        command_line = computer.folder / ".local" / "bin" / "claude.exe"
        bundled = computer.roaming / "Claude" / "claude-code" / "2.0.1" / "claude.exe"
        programs = (program, program, helper, browser_host, command_line, bundled)
        computer.table = Table(*(row(pid, path) for pid, path in enumerate(programs, 10)))
        platform = computer.platform()
        found = platform.find_claude()
        assert found is not None
        assert [process.pid for process in platform.running(found)] == [10, 11, 12]

    def test_an_older_copy_that_still_runs(self, computer: Computer) -> None:
        old = computer.package("Claude_1.2.2.0_x64__pzs8sxrjxfjjc")
        computer.package()
        squirrel = computer.older_installer("0.9.1").parent / "app-0.9.1" / "claude.exe"
        computer.table = Table(row(20, squirrel), row(10, old))
        platform = computer.platform()
        found = platform.find_claude()
        assert found is not None
        assert platform.running(found) == (ClaudeProcess(10, 10.0), ClaudeProcess(20, 20.0))

    def test_quit_asks_the_window_of_the_main_process(self, computer: Computer) -> None:
        program = computer.package()
        computer.table = Table(row(10, program), row(11, program, parent=10), row(12, program, parent=10))
        platform = computer.platform()
        found = platform.find_claude()
        assert found is not None
        platform.ask_to_quit(found, platform.running(found))
        assert computer.commands.ran == [("taskkill", "/PID", "10")]
        assert (computer.table.asked, computer.table.killed) == ([], [])

    def test_end_kills_what_is_still_there(self, computer: Computer) -> None:
        program = computer.package()
        computer.table = Table(row(10, program), row(11, program, parent=10))
        platform = computer.platform()
        found = platform.find_claude()
        assert found is not None
        platform.end(found, (*platform.running(found), ClaudeProcess(12, 12.0)))
        assert computer.table.killed == [10, 11]
        assert platform.running(found) == ()

    def test_stand_in_is_terminated_and_the_installed_one_left_alone(self, computer: Computer) -> None:
        program = computer.package()
        stand_in = computer.folder / "practice.exe"
        stand_in.touch()
        computer.table = Table(row(10, program), row(20, stand_in))
        computer.environment = {"GATEWAY_COMPANION_CLAUDE": str(stand_in)}
        platform = computer.platform()
        found = platform.find_claude()
        assert found is not None
        running = platform.running(found)
        assert [process.pid for process in running] == [20]
        platform.ask_to_quit(found, running)
        assert (computer.table.asked, computer.commands.ran) == ([20], [])

    def test_start_through_the_apps_folder(self, computer: Computer) -> None:
        computer.package()
        computer.environment = {"ANTHROPIC_API_KEY": "x", "CLAUDE_CONFIG_DIR": "c", "SystemRoot": "w"}
        platform = computer.platform()
        found = platform.find_claude()
        assert found is not None
        platform.start(found)
        (command, environment), *others = computer.commands.spawned
        assert command == ("explorer.exe", rf"shell:AppsFolder\{_FAMILY}!Claude")
        assert environment.keys() & {"ANTHROPIC_API_KEY", "CLAUDE_CONFIG_DIR", "SystemRoot"} == {
            "CLAUDE_CONFIG_DIR",
            "SystemRoot",
        }
        assert not others


class TestOwnPlaces:
    def test_helper_beside_the_program(self, computer: Computer) -> None:
        helper = computer.platform().helper_path(computer.folder / "data")
        assert helper == computer.folder / "Programs" / "gateway-credential.exe"

    def test_helper_in_scripts(self, computer: Computer) -> None:
        scripts = computer.folder / "Programs" / "Scripts"
        scripts.mkdir(parents=True)
        (scripts / "gateway-credential.exe").touch()
        assert computer.platform().helper_path(computer.folder) == scripts / "gateway-credential.exe"

    def test_data_folder_can_be_named(self, computer: Computer) -> None:
        computer.environment = {"GATEWAY_COMPANION_HOME": str(computer.folder / "own")}
        assert computer.platform().data_folder() == computer.folder / "own"

    def test_data_folder_is_made_absolute(self, computer: Computer) -> None:
        computer.environment = {"GATEWAY_COMPANION_HOME": "own"}
        assert computer.platform().data_folder() == Path("own").absolute()
