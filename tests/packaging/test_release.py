"""Only what is ready is released, and its checksums are those of the files."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what a release looks at, of a version that is ready."""
    for folder in ("packaging", "app"):
        (tmp_path / folder).mkdir()
    shutil.copy(ROOT / "packaging" / "release.py", tmp_path / "packaging")
    (tmp_path / "app" / "__init__.py").write_text('__version__ = "1.2.0"\n')
    (tmp_path / "app" / "project.py").write_text('PAGE = "https://github.com/us/it"\n')
    changes = "# Changelog\n\n## 1.2.0, 3 May 2027\n\n- Faster.\n\n## 1.1.0\n\n- First.\n"
    (tmp_path / "CHANGELOG.md").write_text(changes)
    return tmp_path


def release(project: Path, *arguments: str, repository: str = "us/it") -> subprocess.CompletedProcess[str]:
    command: list[str | Path] = [sys.executable, project / "packaging" / "release.py", *arguments]
    # Else Windows would write what GitHub reads in another encoding.
    environment = {**os.environ, "GITHUB_REPOSITORY": repository, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)


def test_a_version_that_is_ready_is_released(project: Path) -> None:
    done = release(project, "check", "v1.2.0")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("tag", ["v1.2.1", "1.2.0", "v1.2", "v1.2.0-rc1"])
def test_another_tag_is_refused(project: Path, tag: str) -> None:
    done = release(project, "check", tag)
    assert done.returncode == 1
    assert "v1.2.0 would be right" in done.stdout


@pytest.mark.parametrize("heading, why", [("1.2.0, not yet released", "still says"), ("1.3.0", "tells nothing")])
def test_a_version_that_is_not_told_of_is_refused(project: Path, heading: str, why: str) -> None:
    changes = project / "CHANGELOG.md"
    changes.write_text(changes.read_text().replace("1.2.0, 3 May 2027", heading))
    done = release(project, "check", "v1.2.0")
    assert done.returncode == 1
    assert why in done.stdout


@pytest.mark.parametrize("version", ["1.2.0rc1", "1.2", "1.2.0-1"])
def test_a_version_that_not_every_system_takes_is_refused(project: Path, version: str) -> None:
    (project / "app" / "__init__.py").write_text(f'__version__ = "{version}"\n')
    (project / "CHANGELOG.md").write_text(f"# Changelog\n\n## {version}, 3 May 2027\n\n- Faster.\n")
    done = release(project, "check", f"v{version}")
    assert done.returncode == 1
    assert "three numbers" in done.stdout


def test_a_program_that_leads_people_elsewhere_is_refused(project: Path) -> None:
    done = release(project, "check", "v1.2.0", repository="somebody/else")
    assert done.returncode == 1
    assert "app/project.py names" in done.stdout


def test_the_notes_are_those_of_this_version(project: Path) -> None:
    assert release(project, "notes").stdout == "- Faster.\n"


def test_the_checksums_are_those_of_the_files(project: Path) -> None:
    dist = project / "dist"
    dist.mkdir()
    for name in ("b.deb", "a.exe"):
        (dist / name).write_bytes(name.encode())
    assert release(project, "sums", str(dist)).returncode == 0
    assert release(project, "sums", str(dist)).returncode == 0  # not of itself
    wanted = "".join(f"{hashlib.sha256(name.encode()).hexdigest()}  {name}\n" for name in ("a.exe", "b.deb"))
    assert (dist / "SHA256SUMS").read_text() == wanted


def test_checksums_of_nothing_are_a_mistake(project: Path) -> None:
    (project / "dist").mkdir()
    assert release(project, "sums", str(project / "dist")).returncode == 1


def test_this_project_can_be_looked_at() -> None:
    command: list[str | Path] = [sys.executable, ROOT / "packaging" / "release.py", "notes"]
    notes = subprocess.run(
        command, capture_output=True, encoding="utf-8", check=True, env={**os.environ, "PYTHONIOENCODING": "utf-8"}
    )
    assert len(notes.stdout.splitlines()) > 5
