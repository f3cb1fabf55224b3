from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.domain.documents import Root
from app.domain.errors import AppError
from app.domain.facts import Installation, ManagedSource
from app.domain.findings import AtFile, FindingId
from app.platforms.base import Finished
from app.platforms.linux import Linux
from tests.platforms.tables import Commands, Table, row


@dataclass
class Computer:
    """A Linux computer in a temporary folder."""

    folder: Path
    table: Table = field(default_factory=Table)
    commands: Commands = field(default_factory=Commands)
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def home(self) -> Path:
        return self.folder / "home" / "ada"

    @property
    def library(self) -> Path:
        return self.folder / "usr" / "lib" / "claude-desktop"

    def program(self, path: str, text: str = "\x7fELF") -> Path:
        program = self.folder / path
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(text)
        program.chmod(0o755)
        return program

    def link(self, path: str, target: Path) -> Path:
        link = self.folder / path
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(target)
        return link

    def platform(self) -> Linux:
        path = os.pathsep.join(str(self.folder / folder) for folder in ("home/ada/bin", "usr/bin", "bin"))
        environment = {"HOME": str(self.home), "PATH": path} | self.environment
        etc, owner = self.folder / "etc", os.getuid()
        return Linux(environment, self.commands, self.table, etc=etc, owner=owner, library=self.library)

    def running(self) -> list[int]:
        platform = self.platform()
        found = platform.find_claude()
        assert found is not None
        return [process.pid for process in platform.running(found)]


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    return Computer(tmp_path.resolve())


class TestRoots:
    @pytest.mark.parametrize(
        "environment, config",
        [
            ({}, "home/ada/.config"),
            ({"XDG_CONFIG_HOME": ""}, "home/ada/.config"),
            ({"XDG_CONFIG_HOME": "relative/.config"}, "home/ada/.config"),
            ({"XDG_CONFIG_HOME": "{folder}/xdg"}, "xdg"),
            ({"HOME": "{folder}/home/bob"}, "home/bob/.config"),
        ],
        ids=["usual", "empty", "relative", "moved", "another-home"],
    )
    def test_configuration_folder(self, computer: Computer, environment: dict[str, str], config: str) -> None:
        computer.environment = {name: value.format(folder=computer.folder) for name, value in environment.items()}
        folder = computer.folder / config
        log = folder / "Claude-3p" / "logs" / "main.log"
        assert computer.platform().roots() == (Root(folder / "Claude-3p", folder / "Claude", log),)

    def test_named_folder_is_both_roots(self, computer: Computer) -> None:
        computer.environment = {"CLAUDE_USER_DATA_DIR": "/srv/claude", "XDG_CONFIG_HOME": "/xdg"}
        folder = Path("/srv/claude")
        assert computer.platform().roots() == (Root(folder, folder, folder / "logs" / "main.log"),)


class TestFinding:
    def test_nothing_installed(self, computer: Computer) -> None:
        assert computer.platform().find_claude() is None

    def test_vendors_package(self, computer: Computer) -> None:
        program = computer.program("usr/lib/claude-desktop/claude-desktop")
        link = computer.link("usr/bin/claude-desktop", program)
        assert computer.platform().find_claude() == Installation(program, None, (str(link),))

    def test_not_on_path(self, computer: Computer) -> None:
        program = computer.program("usr/lib/claude-desktop/claude-desktop")
        assert computer.platform().find_claude() == Installation(program, None, (str(program),))

    def test_path_is_searched_in_order(self, computer: Computer) -> None:
        computer.program("usr/bin/claude-desktop")
        own = computer.program("home/ada/bin/claude-desktop", "#!/bin/sh\n")
        assert computer.platform().find_claude() == Installation(own, None, (str(own),))

    def test_what_cannot_be_run_is_no_program(self, computer: Computer) -> None:
        computer.program("usr/bin/claude-desktop").chmod(0o644)
        (computer.home / "bin" / "claude-desktop").mkdir(parents=True)
        assert computer.platform().find_claude() is None

    def test_stand_in_hides_the_installed_one(self, computer: Computer) -> None:
        computer.program("usr/bin/claude-desktop")
        target = computer.program("practice/claude.py")
        link = computer.link("practice/claude", target)
        computer.environment = {"GATEWAY_COMPANION_CLAUDE": str(link)}
        assert computer.platform().find_claude() == Installation(target, None, (str(link),))

    def test_missing_stand_in_never_falls_back(self, computer: Computer) -> None:
        computer.program("usr/bin/claude-desktop")
        computer.environment = {"GATEWAY_COMPANION_CLAUDE": str(computer.folder / "gone")}
        assert computer.platform().find_claude() is None


class TestVersion:
    _PACKAGED = Installation(Path("/usr/lib/claude-desktop/claude-desktop"), None, ("claude-desktop",))

    @pytest.mark.parametrize(
        "answer, version",
        [
            (Finished(0, "1.2.3", ""), "1.2.3"),
            (Finished(0, "1.2.3-1", ""), "1.2.3"),
            (Finished(0, "1.2.3-2.0.1\n", ""), "1.2.3"),
            (Finished(0, "1:1.40609.0-1", ""), "1.40609.0"),
            (Finished(0, "", ""), None),
            (Finished(1, "", "no packages found matching claude-desktop"), None),
            (Finished(127, "", "No such file or directory"), None),
            (Finished(124, "", ""), None),
        ],
    )
    def test_as_the_package_database_says(self, computer: Computer, answer: Finished, version: str | None) -> None:
        computer.commands = Commands({"dpkg-query": answer})
        assert computer.platform().version(self._PACKAGED) == version
        assert computer.commands.ran == [("dpkg-query", "-W", "-f", "${Version}", "claude-desktop")]

    def test_only_packages_are_asked_for(self, computer: Computer) -> None:
        own = Installation(Path("/home/ada/bin/claude-desktop"), None, ("claude-desktop",))
        assert computer.platform().version(own) is None
        assert computer.commands.ran == []

    def test_finding_asks_nobody(self, computer: Computer) -> None:
        computer.program("usr/bin/claude-desktop")
        computer.platform().find_claude()
        assert computer.commands.ran == []

    def test_stand_in_has_none(self, computer: Computer) -> None:
        computer.environment = {"GATEWAY_COMPANION_CLAUDE": "/usr/bin/true"}
        assert computer.platform().version(self._PACKAGED) is None
        assert computer.commands.ran == []


class TestManaged:
    def write(self, computer: Computer, content: bytes, mode: int = 0o644) -> str:
        path = computer.folder / "etc" / "managed-settings.json"
        path.parent.mkdir()
        path.write_bytes(content)
        path.chmod(mode)
        return str(path)

    def test_no_file(self, computer: Computer) -> None:
        assert computer.platform().managed() is None

    def test_file_in_place_of_the_folder(self, computer: Computer) -> None:
        (computer.folder / "etc").touch()
        assert computer.platform().managed() is None

    @pytest.mark.parametrize(
        "settings, locks",
        [
            ({}, False),
            ({"disableAutoUpdates": True}, False),
            ({"updateViaUpdatesHost": "h", "relaunchEnforcementHours": 1, "egressProxyUrl": "p"}, False),
            ({"autoUpdaterEnforcementHours": 1, "configRecheckIntervalMinutes": 5, "egressProxyPacUrl": "p"}, False),
            ({"dangerousMaxVersion": "2", "disableWslSessions": True, "relocateUncUserData": True}, False),
            ({"claudeCodeProcessWrapperEnabled": True}, False),
            ({"inferenceProvider": "bedrock"}, True),
            ({"disableAutoUpdates": True, "isDxtEnabled": False}, True),
            ({"somethingNew": 1}, True),
        ],
    )
    def test_keys_decide(self, computer: Computer, settings: dict[str, object], locks: bool) -> None:
        path = self.write(computer, json.dumps(settings).encode())
        expected = ManagedSource(path, tuple(settings)) if locks else None
        assert computer.platform().managed() == expected

    def test_it_is_told_when_it_came_there(self, computer: Computer) -> None:
        """Also where a copy has kept the time of what it was made from."""
        path = self.write(computer, b'{"inferenceProvider": "bedrock"}')
        os.utime(path, (0, 0))
        managed = computer.platform().managed()
        assert managed is not None
        assert managed.changed == Path(path).stat().st_ctime

    @pytest.mark.parametrize(
        "folder, file, usable",
        [
            (0o755, 0o755, True),
            (0o755, 0o644, False),
            (0o755, 0o757, False),
            (0o777, 0o755, False),
            (0o1777, 0o755, False),
        ],
    )
    def test_a_helper_that_everybody_can_put_there_is_none(
        self, computer: Computer, folder: int, file: int, usable: bool
    ) -> None:
        helper = computer.folder / "opt" / "gateway-credential"
        helper.parent.mkdir()
        helper.touch()
        helper.chmod(file)
        helper.parent.chmod(folder)
        values = {"inferenceProvider": "gateway", "inferenceGatewayBaseUrl": "https://openrouter.ai/api"}
        values |= {"inferenceCredentialKind": "helper-script", "inferenceCredentialHelper": str(helper)}
        self.write(computer, json.dumps(values).encode())
        managed = computer.platform().managed()
        assert managed is not None
        assert managed.gateway is not None
        assert managed.gateway.usable is usable

    @pytest.mark.parametrize("content", [b"", b"{", b"[]", b'"text"', b"\xef\xbb\xbf{}", b'{"a": "\xff"}'])
    def test_unreadable_content(self, computer: Computer, content: bytes) -> None:
        path = self.write(computer, content)
        assert computer.platform().managed() == ManagedSource(path, (), readable=False)

    @pytest.mark.parametrize("mode", [0o664, 0o646, 0o666])
    def test_others_may_write(self, computer: Computer, mode: int) -> None:
        path = self.write(computer, b"{}", mode)
        assert computer.platform().managed() == ManagedSource(path, (), readable=False)

    def test_another_owner(self, computer: Computer) -> None:
        path = self.write(computer, b"{}")
        platform = Linux({}, computer.commands, computer.table, etc=Path(path).parent, owner=os.getuid() + 1)
        assert platform.managed() == ManagedSource(path, (), readable=False)

    def test_not_a_file(self, computer: Computer) -> None:
        path = computer.folder / "etc" / "managed-settings.json"
        path.mkdir(parents=True)
        assert computer.platform().managed() == ManagedSource(str(path), (), readable=False)


class TestRunning:
    def test_vendors_package(self, computer: Computer) -> None:
        program = computer.program("usr/lib/claude-desktop/claude-desktop")
        computer.link("usr/bin/claude-desktop", program)
        computer.table = Table(
            row(10, program),
            row(11, program, program, "--type=renderer", parent=10),
            row(12, computer.library / "chrome_crashpad_handler", parent=10),
            row(13, computer.folder / "usr" / "bin" / "other"),
            row(14, computer.folder / "usr" / "lib" / "other" / "other"),
        )
        assert computer.running() == [10, 11, 12]

    def test_launcher_script_of_a_package(self, computer: Computer) -> None:
        script = computer.program("usr/bin/claude-desktop", '#!/bin/sh\nexec "$(dirname "$0")/../lib/x" "$@"\n')
        program = computer.program("usr/lib/claude-desktop/electron/electron")
        computer.table = Table(
            row(10, "/bin/dash", "/bin/sh", script),
            row(11, program, parent=10),
            row(12, computer.folder / "usr" / "bin" / "other"),
        )
        assert computer.running() == [10, 11]

    def test_own_launcher_that_runs_the_package(self, computer: Computer) -> None:
        program = computer.program("opt/Claude/claude-desktop")
        packaged = computer.link("usr/bin/claude-desktop", program)
        computer.program("home/ada/bin/claude-desktop", f'#!/bin/bash\nexec {packaged} --ozone-platform=x11 "$@"\n')
        computer.table = Table(
            row(10, program),
            row(11, program.parent / "helper"),
            row(12, computer.home / "bin" / "other"),
            row(13, computer.home / "other"),
        )
        assert computer.running() == [10, 11]

    def test_launcher_that_gives_the_app_to_the_systems_electron(self, computer: Computer) -> None:
        asar = computer.program("opt/claude-desktop/app.asar")
        computer.program("usr/bin/claude-desktop", f'#!/bin/sh\nexec electron --no-sandbox {asar} "$@"\n')
        computer.table = Table(
            row(10, "/usr/lib/electron33/electron", "electron", "--no-sandbox", asar),
            row(11, "/usr/lib/electron33/electron", "electron", "/opt/notes/app.asar"),
        )
        assert computer.running() == [10]

    @pytest.mark.parametrize("name", ["Applications", "claude-tools", "."])
    def test_folder_that_is_not_claudes_own(self, computer: Computer, name: str) -> None:
        folder = computer.home / name
        computer.environment = {"PATH": f"{computer.home}/bin:{computer.home}/claude-tools"}
        program = computer.program(f"home/ada/{name}/claude-desktop")
        computer.link("home/ada/bin/claude-desktop", program)
        computer.table = Table(row(10, folder / "other"), row(11, program), row(12, folder / "lib" / "other"))
        assert computer.running() == [11]

    def test_home_of_somebody_called_claude(self, computer: Computer) -> None:
        home = computer.folder / "home" / "claude"
        computer.environment = {"HOME": str(home), "PATH": str(home / "bin")}
        program = computer.program("home/claude/claude-desktop")
        computer.link("home/claude/bin/claude-desktop", program)
        computer.table = Table(row(10, home / "games" / "chess"), row(11, program))
        assert computer.running() == [11]

    def test_script_that_names_itself_and_what_is_not_there(self, computer: Computer) -> None:
        script = computer.program("usr/bin/claude-desktop", "#!/bin/sh\nexec /nowhere/claude-desktop\n")
        with script.open("a") as file:
            file.write(f"# {script}\n")
        computer.table = Table(row(10, "/nowhere/other"), row(11, "/bin/dash", "sh", script))
        assert computer.running() == [11]

    def test_stand_in_is_matched_alone(self, computer: Computer) -> None:
        installed = computer.program("usr/lib/claude-desktop/claude-desktop")
        script = computer.program("claude-practice/claude")
        computer.environment = {"GATEWAY_COMPANION_CLAUDE": str(script)}
        computer.table = Table(
            row(10, installed),
            row(11, "/usr/bin/python3.11", "python3", script),
            row(12, "/usr/bin/python3.11", "python3", script.parent / "gateway-companion"),
        )
        assert computer.running() == [11]

    def test_never_ourselves_or_our_ancestors(self, computer: Computer) -> None:
        program = computer.program("usr/lib/claude-desktop/claude-desktop")
        ourselves = os.getpid()
        computer.table = Table(
            row(ourselves, program, parent=-5), row(-5, program, parent=-6), row(-6, program), row(-7, program)
        )
        assert computer.running() == [-7]

    def test_oldest_first(self, computer: Computer) -> None:
        program = computer.program("usr/lib/claude-desktop/claude-desktop")
        computer.table = Table(row(30, program), row(10, program), row(20, program))
        assert computer.running() == [10, 20, 30]


class TestQuitting:
    def test_main_process_is_asked(self, computer: Computer) -> None:
        program = computer.program("usr/lib/claude-desktop/claude-desktop")
        computer.table = Table(row(10, program), row(11, program, parent=10), row(20, program))
        platform = computer.platform()
        found = platform.find_claude()
        assert found is not None
        platform.ask_to_quit(found, platform.running(found))
        assert (computer.table.asked, computer.table.killed) == ([10, 20], [])

    def test_only_those_that_were_named_and_are_the_same(self, computer: Computer) -> None:
        program = computer.program("usr/lib/claude-desktop/claude-desktop")
        computer.table = Table(row(10, program))
        platform = computer.platform()
        found = platform.find_claude()
        assert found is not None
        seen = platform.running(found)
        computer.table = Table(row(20, program))
        later = computer.platform()
        later.ask_to_quit(found, seen)
        later.end(found, seen)
        assert (computer.table.asked, computer.table.killed) == ([], [])

    def test_children_of_an_ancestor_are_left_alone(self, computer: Computer) -> None:
        program = computer.program("usr/lib/claude-desktop/claude-desktop")
        computer.table = Table(row(-5, program), row(-6, program, parent=-5), row(os.getpid(), "/bin/other", parent=-5))
        platform = computer.platform()
        found = platform.find_claude()
        assert found is not None
        platform.ask_to_quit(found, platform.running(found))
        assert computer.table.asked == []


class TestStarting:
    @pytest.mark.parametrize(
        "name, kept",
        [
            ("ANTHROPIC_API_KEY", False),
            ("ANTHROPIC_BASE_URL", False),
            ("CLAUDE_CODE_ENTRYPOINT", False),
            ("CLAUDE_HELPER_CONTEXT", False),
            ("CLAUDE_USER_DATA_DIR", True),
            ("CLAUDE_CONFIG_DIR", True),
            ("CLAUDECODE", True),
            ("XDG_CONFIG_HOME", True),
            ("GATEWAY_COMPANION_HOME", True),
        ],
    )
    def test_what_would_steer_claude_is_taken_out(self, computer: Computer, name: str, kept: bool) -> None:
        program = computer.program("usr/bin/claude-desktop")
        computer.commands = Commands({str(program): Finished(0, "", "")})
        computer.environment = {name: "/x"}
        platform = computer.platform()
        found = platform.find_claude()
        assert found is not None
        platform.start(found)
        (command, environment), *others = computer.commands.spawned
        assert command == (str(program),)
        assert (name in environment) == kept
        assert environment["HOME"] == str(computer.home)
        assert not others

    def test_what_cannot_start_is_told(self, computer: Computer) -> None:
        program = computer.program("usr/bin/claude-desktop")
        platform = computer.platform()
        found = platform.find_claude()
        assert found is not None
        with pytest.raises(AppError) as caught:
            platform.start(found)
        assert caught.value.finding.id is FindingId.CLAUDE_DID_NOT_START
        assert caught.value.finding.detail == AtFile(str(program), text="No such file or directory")


class TestOwnPlaces:
    def test_helper_lies_in_the_data_folder(self, computer: Computer) -> None:
        assert computer.platform().helper_path(Path("/data")) == Path("/data/bin/gateway-credential")

    def test_data_folder(self, computer: Computer, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("XDG_DATA_HOME", str(computer.folder))
        assert computer.platform().data_folder() == computer.folder / "gateway-companion"

    def test_data_folder_can_be_named(self, computer: Computer) -> None:
        computer.environment = {"GATEWAY_COMPANION_HOME": "/srv/own"}
        assert computer.platform().data_folder() == Path("/srv/own")
