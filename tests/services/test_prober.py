"""One look at everything: each part of the facts comes from where it should, and looking changes nothing."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from app.domain.accounts import Accounts, KeptKey
from app.domain.documents import Absent, Root
from app.domain.facts import Claude, ClaudeProcess, GatewayFacts, Installation, LogEvidence, ManagedSource, StoredKey
from app.domain.findings import Finding, FindingId, found
from app.domain.goal import Goal
from app.domain.journal import Journal, LogMark
from app.domain.model import ApiKey, KeyInfo, KeyKind
from app.platforms.preseed_file import PreseedFile
from app.practice.openrouter import PracticeOpenRouter
from app.services.data_folder import DataFolder
from app.services.journal_store import JournalStore
from app.services.keychain import Keychain
from app.services.launcher import Launcher
from app.services.practice_secrets import PracticeSecrets
from app.services.prober import Prober
from app.services.secrets import SecretStore
from tests.domain.building import GOAL, OTHER, text
from tests.services.memory_secrets import MemorySecrets

pytestmark = pytest.mark.anyio
INSTALLATION = Installation(Path("/opt/claude/claude-desktop"), None, ("claude-desktop",))
START = "Starting app { appVersion: '1.4012.0' }"
GOOD = (START, "[custom-3p] 3P mode active", "ConfigHealth recomputed { state: 'healthy' }")
REFUSED = ('Ignoring local configuration value "inferenceCredentialKind": unknown', START)
KEY = ApiKey("sk-or-v1-0123456789abcdef0123456789abcdef9f2c")


@dataclass
class Computer:
    """A `Platform` whose answers the test sets."""

    home: Path
    shadows: tuple[str, ...] = ()
    installation: Installation | None = INSTALLATION
    told_version: str | None = None
    started: tuple[float, ...] = ()
    managed_by: ManagedSource | None = None
    asked_versions: int = 0

    def roots(self) -> tuple[Root, ...]:
        names = [("Claude-3p", False), *((name, True) for name in self.shadows)]
        return tuple(
            Root(self.home / name, self.home / "Claude", self.home / name / "logs/main.log", shadow)
            for name, shadow in names
        )

    def find_claude(self) -> Installation | None:
        return self.installation

    def version(self, installation: Installation) -> str | None:
        assert installation == self.installation
        self.asked_versions += 1
        return self.told_version

    def running(self, installation: Installation) -> tuple[ClaudeProcess, ...]:
        assert installation == self.installation
        return tuple(ClaudeProcess(pid, started) for pid, started in enumerate(self.started))

    def managed(self) -> ManagedSource | None:
        return self.managed_by

    def preseed(self) -> PreseedFile | None:
        return None

    def ask_to_quit(self, installation: Installation, processes: Sequence[ClaudeProcess]) -> None:
        raise AssertionError

    def end(self, installation: Installation, processes: Sequence[ClaudeProcess]) -> None:
        raise AssertionError

    def start(self, installation: Installation) -> None:
        raise AssertionError

    def data_folder(self) -> Path:
        return self.home / "data"

    def helper_path(self, data: Path) -> Path:
        return data / "bin/gateway-credential"

    def remember(self, key: str) -> None:
        self.data_folder().mkdir(exist_ok=True)
        PracticeSecrets(self.data_folder()).set("openrouter", key)

    def log(self, folder: str, *texts: str, at: float) -> None:
        """What Claude wrote at that moment."""
        path = self.home / folder / "logs/main.log"
        path.parent.mkdir(parents=True, exist_ok=True)
        stamp = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(at))
        with path.open("a") as file:
            file.writelines(f"{stamp} [info] {text}\n" for text in texts)
        os.utime(path, (at, at))


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    return Computer(tmp_path)


def store_of(computer: Computer) -> JournalStore:
    return JournalStore(DataFolder(computer.data_folder()))


def prober(computer: Computer, secrets: SecretStore | None = None) -> Prober:
    data = DataFolder(computer.data_folder())
    launcher = Launcher(computer.helper_path(data.path), data.path)
    keychain = Keychain(secrets or PracticeSecrets(data.path), data)
    return Prober(computer, data, JournalStore(data), keychain, launcher)


def everything(folder: Path) -> dict[Path, bytes | None]:
    return {path: path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


class TestThisComputer:
    async def test_an_empty_one(self, computer: Computer) -> None:
        before = time.time()
        facts = await prober(computer).probe(GOAL, offline=True)
        assert before <= facts.seen_at <= time.time()
        assert facts.claude == Claude(INSTALLATION)
        assert [root.root for root in facts.roots] == list(computer.roots())
        assert {document.state for document in facts.roots[0].documents} == {Absent()}
        assert (facts.managed, facts.keychain, facts.gateway, facts.busy) == (None, None, None, None)
        assert facts.journal == Journal()
        assert not facts.helper.usable
        assert facts.damaged == ()

    async def test_looking_changes_nothing(self, computer: Computer) -> None:
        data = DataFolder(computer.data_folder())
        data.save("goal.json", GOAL)
        (data.path / "journal").mkdir()
        (data.path / "journal/journal.json").write_bytes(b"damaged")
        (computer.home / "Claude").mkdir()
        (computer.home / "Claude/claude_desktop_config.json").write_bytes(b"{")
        computer.log("Claude-3p", *GOOD, at=time.time())
        before = everything(computer.home)
        facts = await prober(computer).probe(GOAL, offline=True)
        assert facts.damaged == ("journal/journal.json",)
        assert everything(computer.home) == before

    async def test_each_part_is_the_systems_own_word(self, computer: Computer) -> None:
        computer.managed_by = ManagedSource("/etc/policy", ("inferenceProvider",))
        journal = Journal(folders=("/a",), written_at=7.0)
        store_of(computer).save(journal)
        computer.remember(KEY.reveal())
        launcher = Launcher(computer.helper_path(computer.data_folder()), computer.data_folder())
        launcher.install()
        facts = await prober(computer).probe(GOAL, offline=True)
        assert facts.managed == computer.managed_by
        assert facts.journal == journal
        assert facts.helper == launcher.state()
        assert facts.helper.usable
        assert facts.keychain == StoredKey("sk-or-…9f2c", KEY.digest)
        assert KEY.reveal() not in repr(facts)

    async def test_both_documents_of_ours_are_checked(self, computer: Computer) -> None:
        data = DataFolder(computer.data_folder())
        data.save("goal.json", {"base_url": 7})
        data.save("journal/journal.json", [])
        facts = prober(computer).local(GOAL)
        assert facts.damaged == ("goal.json", "journal/journal.json")

    async def test_without_claude_its_log_says_nothing(self, computer: Computer) -> None:
        computer.installation = None
        computer.log("Claude-3p", *GOOD, at=time.time())
        facts = await prober(computer).probe(GOAL, offline=True)
        assert facts.claude == Claude(None)


class TestKeychain:
    async def test_one_that_is_closed_is_a_finding(self, computer: Computer) -> None:
        facts = await prober(computer, MemorySecrets(locked=True)).probe(GOAL, offline=True)
        assert facts.keychain == found(FindingId.KEYCHAIN_LOCKED)

    async def test_and_stays_one_for_a_key_that_was_typed(self, computer: Computer) -> None:
        facts = await prober(computer, MemorySecrets(locked=True)).probe(GOAL, offline=True, key=KEY)
        assert facts.keychain == found(FindingId.KEYCHAIN_LOCKED)

    async def test_what_was_kept_tells_that_somebody_else_has_changed_it(self, computer: Computer) -> None:
        kept = KeptKey("openrouter", KEY.hint, KEY.digest)
        DataFolder(computer.data_folder()).save("accounts.json", Accounts((kept,)))
        assert (await prober(computer).probe(GOAL, offline=True)).kept == kept
        assert (await prober(computer).probe(GOAL, offline=True, key=KEY)).kept is None, "a new one is meant to differ"

    async def test_a_typed_key_counts_instead_of_the_stored_one(self, computer: Computer) -> None:
        computer.remember(f"{KEY.reveal()}old0")
        facts = await prober(computer).probe(GOAL, offline=True, key=KEY)
        assert facts.keychain == StoredKey(KEY.hint, KEY.digest)


class TestClaude:
    """What its log says of the present launch."""

    NOW = time.time()

    def test_closed_its_log_proves_nothing(self, computer: Computer) -> None:
        computer.log("Claude-3p", *GOOD, at=self.NOW)
        claude = prober(computer).local(GOAL).claude
        assert (claude.evidence, claude.running_since) == (None, None)
        assert claude.version == "1.4012.0"

    def test_running(self, computer: Computer) -> None:
        computer.started = (self.NOW, self.NOW - 60, self.NOW - 30)
        computer.log("Claude-3p", START, "ConfigHealth recomputed { state: 'auth_failed' }", at=self.NOW - 3600)
        computer.log("Claude-3p", *GOOD, at=self.NOW - 59)
        claude = prober(computer).local(GOAL).claude
        assert claude.running_since == self.NOW - 60
        assert claude.evidence == LogEvidence("1.4012.0", active=True, health="healthy")
        assert claude.version == "1.4012.0"

    def test_running_and_silent(self, computer: Computer) -> None:
        computer.started = (self.NOW,)
        computer.log("Claude-3p", *GOOD, at=self.NOW - 3600)
        claude = prober(computer).local(GOAL).claude
        assert claude.evidence is None
        assert claude.version == "1.4012.0"

    def test_the_mark_of_our_own_start_counts(self, computer: Computer) -> None:
        computer.log("Claude-3p", START, at=self.NOW - 3600)
        path = computer.roots()[0].log
        status = Path(path).stat()
        store_of(computer).save(Journal(mark=LogMark(str(path), status.st_ino, status.st_size, self.NOW)))
        computer.started = (self.NOW,)
        computer.log("Claude-3p", *GOOD[1:], at=self.NOW)
        claude = prober(computer).local(GOAL).claude
        assert claude.evidence == LogEvidence(active=True, health="healthy")

    def test_a_copy_is_asked_before_what_it_hides(self, computer: Computer) -> None:
        computer.shadows = ("silent", "copy")
        computer.started = (self.NOW,)
        computer.log("Claude-3p", START, "ConfigHealth recomputed { state: 'auth_failed' }", at=self.NOW)
        computer.log("copy", *GOOD, at=self.NOW)
        evidence = prober(computer).local(GOAL).claude.evidence
        assert evidence is not None
        assert evidence.health == "healthy"

    def test_a_claude_that_is_too_old_says_so_in_its_normal_log(self, computer: Computer) -> None:
        computer.started = (self.NOW,)
        computer.log("Claude", *REFUSED, at=self.NOW)
        evidence = prober(computer).local(GOAL).claude.evidence
        assert evidence is not None
        assert [report.id for report in evidence.reports] == [FindingId.CLAUDE_TOO_OLD]

    def test_the_normal_log_proves_nothing_else(self, computer: Computer) -> None:
        computer.started = (self.NOW,)
        computer.log("Claude", *GOOD, at=self.NOW)
        assert prober(computer).local(GOAL).claude.evidence is None

    @pytest.mark.parametrize("folder", ["Claude-3p", "Claude"])
    def test_its_version_from_the_last_launch(self, computer: Computer, folder: str) -> None:
        computer.log(folder, START.replace("1.4012", "0.9"), at=self.NOW - 7200)
        computer.log(folder, START, at=self.NOW - 3600)
        assert prober(computer).local(GOAL).claude.version == "1.4012.0"

    def test_its_installer_knows_better_and_is_asked_once(self, computer: Computer) -> None:
        computer.told_version = "1.5000.0"
        computer.log("Claude-3p", START, at=self.NOW)
        one = prober(computer)
        assert [one.local(GOAL).claude.version for _ in range(3)] == ["1.5000.0"] * 3
        assert computer.asked_versions == 1
        computer.installation = replace(INSTALLATION, program=Path("/opt/other"))
        computer.told_version = "1.6000.0"
        assert one.local(GOAL).claude.version == "1.6000.0"

    def test_no_word_of_a_version(self, computer: Computer) -> None:
        assert prober(computer).local(GOAL).claude.version is None


@pytest.fixture(scope="module")
def openrouter() -> Iterator[PracticeOpenRouter]:
    with PracticeOpenRouter() as server:
        yield server


def goal_of(server: PracticeOpenRouter) -> Goal:
    return Goal(f"{server.origin}/api")


class TestGateway:
    async def test_what_it_says_of_the_stored_key(self, computer: Computer, openrouter: PracticeOpenRouter) -> None:
        computer.remember(openrouter.keys["ordinary"])
        facts = await prober(computer).probe(goal_of(openrouter))
        seen = facts.gateway
        assert seen is not None
        assert isinstance(seen.key, KeyInfo)
        assert seen.key.kind is KeyKind.ORDINARY
        assert seen.latency is not None
        assert isinstance(seen.models, tuple)
        assert len(seen.models) > 100
        assert seen.incidents == ()
        assert openrouter.keys["ordinary"] not in repr(facts)

    async def test_a_typed_key_is_asked_about_and_not_the_stored_one(
        self, computer: Computer, openrouter: PracticeOpenRouter
    ) -> None:
        computer.remember(openrouter.keys["ordinary"])
        facts = await prober(computer).probe(goal_of(openrouter), key=ApiKey(openrouter.keys["management"]))
        assert facts.gateway is not None
        assert isinstance(facts.gateway.key, KeyInfo)
        assert facts.gateway.key.kind is KeyKind.MANAGEMENT

    async def test_a_key_that_is_refused(self, computer: Computer, openrouter: PracticeOpenRouter) -> None:
        facts = await prober(computer).probe(goal_of(openrouter), key=KEY)
        assert facts.gateway is not None
        assert isinstance(facts.gateway.key, Finding)
        assert facts.gateway.key.id is FindingId.KEY_REJECTED
        assert KEY.reveal() not in repr(facts)

    async def test_without_a_key_only_whether_it_answers(
        self, computer: Computer, openrouter: PracticeOpenRouter
    ) -> None:
        facts = await prober(computer).probe(goal_of(openrouter))
        assert facts.gateway is not None
        assert facts.gateway.latency is not None
        assert facts.gateway == GatewayFacts(facts.gateway.latency)

    async def test_offline_nobody_is_asked(self, computer: Computer, openrouter: PracticeOpenRouter) -> None:
        asked = sum(openrouter.counts.values())
        facts = await prober(computer).probe(goal_of(openrouter), offline=True, key=KEY)
        assert facts.gateway is None
        assert sum(openrouter.counts.values()) == asked

    async def test_nobody_there(self, computer: Computer) -> None:
        with PracticeOpenRouter() as gone:
            goal = goal_of(gone)
        facts = await prober(computer).probe(goal)
        assert facts.gateway is not None
        assert isinstance(facts.gateway.key, Finding)
        assert facts.gateway.key.id is FindingId.GATEWAY_UNREACHABLE

    async def test_the_goals_gateway_decides_whose_key_is_offered(
        self, computer: Computer, openrouter: PracticeOpenRouter
    ) -> None:
        library = computer.home / "Claude-3p/configLibrary"
        library.mkdir(parents=True)
        (library / "_meta.json").write_bytes(text({"entries": [{"id": OTHER}]}))
        theirs = {"inferenceProvider": "gateway", "inferenceGatewayBaseUrl": f"{openrouter.origin}/api"}
        (library / f"{OTHER}.json").write_bytes(text({**theirs, "inferenceGatewayApiKey": KEY.reveal()}))
        assert prober(computer).local(goal_of(openrouter)).roots[0].others[0].same_gateway
        assert not prober(computer).local(GOAL).roots[0].others[0].same_gateway
