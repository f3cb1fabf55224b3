"""Claude Desktop's log on disk: the lines of one launch, whatever was written before and however the file was rotated."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.claude_log import evidence
from app.domain.journal import LogMark
from app.services.claude_log_file import LIMIT, lines_of_launch, mark

LAUNCH = 1_790_000_000.0
"""When the launch in question began."""
START = "Starting app { appVersion: '1.4012.0' }"
ACTIVE = "[custom-3p] 3P mode active { provider: 'gateway' }"
HEALTHY = "[custom-3p] ConfigHealth recomputed { state: 'healthy', provider: 'gateway' }"
IGNORED = 'Ignoring local configuration value "inferenceModels": x'


class Log:
    """A log folder in which time passes as the test says."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "main.log"

    def write(self, *texts: str, at: float = LAUNCH) -> list[str]:
        """Lines with their stamps; the file is then as old as its last line."""
        stamp = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(at))
        lines = [f"{stamp} [info] {text}" for text in texts]
        with self.path.open("a", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)
        os.utime(self.path, (at, at))
        return lines

    def rotate(self, name: str = "main.old.log") -> None:
        self.path.replace(self.path.with_name(name))

    def mark(self, at: float = LAUNCH) -> LogMark:
        seen = mark(self.path)
        return LogMark(seen.path, seen.inode, seen.size, at)

    def lines(self, since: LogMark | None = None, started: float = LAUNCH) -> list[str]:
        return lines_of_launch(self.path, started, since)


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return Log(tmp_path)


class TestMark:
    def test_where_the_log_ends_now(self, log: Log) -> None:
        log.write(START)
        before = time.time()
        seen = mark(log.path)
        assert (seen.path, seen.size) == (str(log.path), log.path.stat().st_size)
        assert before <= seen.started <= time.time()

    def test_where_there_is_none_yet(self, log: Log) -> None:
        seen = mark(log.path)
        assert (seen.path, seen.inode, seen.size) == (str(log.path), 0, 0)


class TestAfterTheMark:
    """We opened Claude ourselves, so all that follows is about that launch."""

    def test_what_was_written_since(self, log: Log) -> None:
        log.write(START, ACTIVE, HEALTHY, at=LAUNCH - 60)
        since = log.mark()
        assert log.lines(since) == []
        new = log.write(ACTIVE)
        assert log.lines(since) == new
        new += log.write(HEALTHY)
        assert log.lines(since) == new

    def test_a_log_that_is_made_only_now(self, log: Log) -> None:
        since = log.mark()
        assert log.lines(since) == []
        new = log.write(START, ACTIVE)
        assert log.lines(since) == new

    @pytest.mark.parametrize("name", ["main.old.log", "main1.log", "main-2026-11-23.log"])
    def test_a_log_that_is_rotated_while_claude_starts(self, log: Log, name: str) -> None:
        log.write(START, HEALTHY, at=LAUNCH - 60)
        since = log.mark()
        first = log.write(START, ACTIVE)
        log.rotate(name)
        second = log.write(HEALTHY, at=LAUNCH + 1)
        assert log.lines(since) == [*first, *second]

    def test_a_log_that_is_rotated_as_claude_starts(self, log: Log) -> None:
        log.write(START, HEALTHY, at=LAUNCH - 60)
        since = log.mark()
        log.rotate()
        assert log.lines(since) == []
        new = log.write(START, ACTIVE, HEALTHY)
        assert log.lines(since) == new

    def test_a_log_that_is_emptied(self, log: Log) -> None:
        log.write(START, *["x" * 100] * 20, at=LAUNCH - 60)
        since = log.mark()
        log.path.write_bytes(b"")
        new = log.write(START, ACTIVE)
        assert log.lines(since) == new

    def test_a_mark_of_another_log_does_not_count(self, log: Log) -> None:
        new = log.write(START, ACTIVE)
        foreign = LogMark(str(log.path.with_name("other.log")), log.path.stat().st_ino, 10_000, LAUNCH)
        assert log.lines(foreign) == new

    def test_a_mark_of_a_later_launch_does_not_count(self, log: Log) -> None:
        old = log.write(START, ACTIVE)
        assert log.lines(log.mark(at=LAUNCH + 60)) == old

    def test_starts_are_told_inexactly(self, log: Log) -> None:
        since = log.mark(at=LAUNCH + 1.5)
        new = log.write(ACTIVE, HEALTHY, at=LAUNCH + 1)
        assert log.lines(since) == new


class TestWithoutAMark:
    """Somebody else opened Claude: its own first line says where the launch begins."""

    def test_from_its_first_line_on(self, log: Log) -> None:
        log.write(START, ACTIVE, HEALTHY, at=LAUNCH - 3600)
        new = log.write(IGNORED, START, ACTIVE)
        assert log.lines() == new

    def test_lines_of_an_earlier_launch_prove_nothing(self, log: Log) -> None:
        log.write(START, ACTIVE, HEALTHY, at=LAUNCH - 3600)
        assert log.lines() == []
        log.write("Window shown", at=LAUNCH + 1)
        assert log.lines() == []

    def test_without_its_first_line_nothing_is_certain(self, log: Log) -> None:
        log.write(ACTIVE, HEALTHY)
        assert log.lines() == []

    def test_a_start_that_was_rotated_away_is_found(self, log: Log) -> None:
        first = log.write(START, ACTIVE)
        log.rotate()
        second = log.write(HEALTHY, at=LAUNCH + 86_400)
        assert log.lines() == [*first, *second]

    def test_lines_without_a_stamp_belong_to_the_one_before(self, log: Log) -> None:
        log.write("an old stack", at=LAUNCH - 3600)
        with log.path.open("a") as file:
            file.write(f"    at {ACTIVE}\n")
        new = log.write(START)
        with log.path.open("a") as file:
            file.write("    and more\n")
        assert log.lines() == [*new, "    and more"]


class TestWhateverLiesThere:
    def test_nothing(self, log: Log, tmp_path: Path) -> None:
        assert log.lines() == []
        assert lines_of_launch(tmp_path / "no/folder/main.log", LAUNCH, None) == []
        log.path.mkdir()
        assert log.lines() == []

    def test_a_log_of_many_megabytes_is_read_from_its_end(self, log: Log) -> None:
        log.write(START, HEALTHY, at=LAUNCH - 60)
        with log.path.open("a") as file:
            file.writelines(f"2020-01-01 00:00:00 [info] {'x' * 1000}\n" for _ in range(LIMIT // 1000 + 1000))
        new = log.write(START, ACTIVE)
        assert log.lines() == new

    @settings(max_examples=50)
    @given(st.binary(max_size=200), st.binary(max_size=200))
    def test_any_bytes(self, tmp_path_factory: pytest.TempPathFactory, before: bytes, after: bytes) -> None:
        log = Log(tmp_path_factory.mktemp("log"))
        log.path.write_bytes(before + b"\n")
        log.write(START, ACTIVE)
        with log.path.open("ab") as file:
            file.write(after)
        seen = evidence(log.lines())
        assert seen is not None
        assert seen.active is True
