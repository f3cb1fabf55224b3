"""The workflows as data, for the tests that look at them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


@dataclass(frozen=True, slots=True)
class Step:
    """One step of one job."""

    workflow: str
    job: str
    number: int
    run: str = ""
    uses: str = ""
    shown: dict[str, object] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.workflow}-{self.job}-{self.number}"


def content(file: Path) -> dict[str, object]:
    loaded = YAML(typ="safe").load(file.read_text("utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def jobs(file: Path) -> dict[str, dict[str, object]]:
    found = content(file)["jobs"]
    assert isinstance(found, dict)
    return found


def steps() -> Iterator[Step]:
    for file in FILES:
        for name, job in jobs(file).items():
            listed = job["steps"]
            assert isinstance(listed, list)
            for number, step in enumerate(listed):
                shown = step.get("env", {}) | step.get("with", {})
                yield Step(file.stem, name, number, step.get("run", ""), step.get("uses", ""), shown)
