"""Whether a file that is not there could be made is seen before anybody promises it."""

from __future__ import annotations

from pathlib import Path

from app.domain.documents import Absent, Root
from app.services import claude_files, files


def test_a_new_file_needs_an_open_folder(tmp_path: Path) -> None:
    shut = tmp_path / "shut"
    shut.mkdir()
    assert files.can_be_made(shut / "deep" / "file.json")
    shut.chmod(0o500)
    try:
        assert not files.can_be_made(shut / "deep" / "file.json")
        root = Root(shut / "Claude-3p", shut / "Claude", shut / "main.log")
        (seen,) = claude_files.look((root,), "https://openrouter.ai/api")
        assert {document.state for document in seen.documents} == {Absent(writable=False)}
    finally:
        shut.chmod(0o700)


def test_a_file_in_the_way_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert files.can_be_made(tmp_path / "file" / "below")  # what it is then told is that it is no folder
