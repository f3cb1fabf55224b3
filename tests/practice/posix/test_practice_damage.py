"""The practice computer broken on purpose: Claude feels it, the product names and repairs it, it can be taken back."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.cli.commands import execute
from app.practice.damage import DAMAGES
from tests.practice.stand_ins import Practice, Reply, until

FELT = [
    ("profile-gone", ("first-party", None)),
    ("other-profile", ("gateway", "unreachable")),
    ("first-party", ("first-party", None)),
    ("address-wrong", ("first-party", None)),
    ("scheme-wrong", ("gateway", "auth_failed")),
    ("helper-gone", ("gateway", "auth_failed")),
    ("settings-broken", ("void", None)),
]


@dataclass
class Connected:
    """A practice computer on which the product has connected Claude, which is open."""

    practice: Practice
    run: Callable[..., tuple[int, dict[str, object]]]

    def control(self, **wanted: object) -> Reply:
        return self.practice.site.control(**wanted)

    def damaged(self) -> object:
        return self.practice.site.ask("/practice/control").document["damaged"]

    def findings(self) -> set[str]:
        found = self.run("status")[1]["findings"]
        assert isinstance(found, list)
        return {finding["id"] for finding in found}

    def snapshot(self) -> dict[Path, tuple[bytes, int]]:
        folders = (self.practice.root, self.practice.normal_root, self.practice.folder / "companion")
        files = [p for folder in folders for p in folder.rglob("*") if p.is_file() and "log" not in str(p)]
        return {path: (path.read_bytes(), path.stat().st_mode) for path in files}


@pytest.fixture
def connected(practice: Practice, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Connected:
    def run(*arguments: str) -> tuple[int, dict[str, object]]:
        monkeypatch.setattr("sys.stdin", io.StringIO(practice.key))
        status = execute([*arguments, "--json"], {**practice.env, "PATH": "/usr/bin:/bin"})
        return status, json.loads(capsys.readouterr().out)

    practice.behave()
    assert run("setup", "--key-stdin", "--yes")[0] == 0
    return Connected(practice, run)


def test_the_catalogue_is_shown(practice: Practice) -> None:
    shown = practice.site.ask("/practice/control").document
    assert shown["damages"] == {name: damage.description for name, damage in DAMAGES.items()}
    assert shown["damaged"] == []


@pytest.mark.parametrize("name, felt", FELT, ids=[row[0] for row in FELT])
def test_claude_feels_it_at_its_next_launch(practice: Practice, name: str, felt: tuple[str, str | None]) -> None:
    """Although it rewrites its settings while it quits."""
    practice.behave()
    practice.apply()
    process = practice.launch()
    assert practice.site.control(damage=[name]).document["damaged"] == [name]
    practice.quit(process)
    process = practice.launch()
    assert (practice.state()["mode"], practice.state()["health"]) == felt
    assert practice.site.control(mend=[name]).document["damaged"] == []
    practice.quit(process)
    practice.launch()
    assert practice.state()["health"] == "healthy"


@pytest.mark.parametrize("name", [name for name in DAMAGES if name not in ("settings-broken", "key-gone")])
def test_the_product_names_it_and_repairs_it(connected: Connected, name: str) -> None:
    before = connected.findings()
    assert connected.control(damage=[name]).document["damaged"] == [name]
    assert connected.findings() - before
    assert connected.run("repair", "--yes")[0] == 0
    assert connected.damaged() == []
    assert connected.run("status")[1]["healthy"] is True
    assert connected.practice.state()["health"] == "healthy"


@pytest.mark.parametrize(
    "name, finding, status", [("settings-broken", "settings-malformed", 3), ("key-gone", "key-missing", 3)]
)
def test_what_no_repair_can_mend_is_taken_back(connected: Connected, name: str, finding: str, status: int) -> None:
    connected.control(damage=[name])
    assert finding in connected.findings()
    assert connected.run("repair", "--yes")[0] == status
    assert connected.control(mend=[name]).document["damaged"] == []
    assert connected.run("status")[1]["healthy"] is True


@pytest.mark.parametrize("name", DAMAGES)
def test_taken_back_every_byte_and_every_right_is_as_before(connected: Connected, name: str) -> None:
    before = connected.snapshot()
    connected.control(damage=[name])
    assert connected.snapshot() != before
    connected.control(damage=[name])
    connected.control(mend="all")
    assert connected.snapshot() == before


def test_one_on_top_of_another_is_taken_back_first(connected: Connected) -> None:
    before = connected.snapshot()
    damaged = connected.control(damage=["address-wrong", "scheme-wrong", "other-profile", "settings-broken"]).document
    assert damaged["damaged"] == ["settings-broken"]
    connected.control(mend="all")
    assert connected.snapshot() == before


def test_what_was_repaired_meanwhile_stays_repaired(connected: Connected) -> None:
    connected.control(damage=["address-wrong"])
    assert connected.run("repair", "--yes")[0] == 0
    repaired = connected.snapshot()
    connected.control(mend="all")
    assert connected.snapshot() == repaired


def test_claude_switched_to_its_own_account_forgets_that_once_it_was_repaired(connected: Connected) -> None:
    connected.control(damage=["first-party"])
    assert connected.run("repair", "--yes")[0] == 0
    connected.practice.end()
    until(lambda: connected.practice.state()["running"] is False)
    connected.practice.launch()
    assert (connected.practice.state()["mode"], connected.practice.state()["health"]) == ("gateway", "healthy")


def test_where_nothing_is_set_up_there_is_nothing_to_break(practice: Practice) -> None:
    for name in ("profile-gone", "address-wrong", "scheme-wrong", "helper-gone", "key-gone"):
        reply = practice.site.control(damage=["other-profile", name], set={"slow": 0})
        assert reply.status == (200 if name in ("address-wrong", "scheme-wrong", "profile-gone") else 400)
        practice.site.control(mend="all", clear="all")
        reply = practice.site.control(damage=[name], set={"slow": 0})
        assert (reply.status, practice.site.server.faults.present()) == (400, {})
        assert str(reply.document["error"]).startswith("Nothing to break")
    assert not list(practice.root.rglob("*.json"))


def test_a_helper_outside_of_the_practice_folder_is_never_touched(practice: Practice, tmp_path: Path) -> None:
    outside = tmp_path / "helper"
    outside.write_text("#!/bin/sh\n")
    practice.apply(inferenceCredentialHelper=str(outside))
    assert practice.site.control(damage=["helper-gone"]).status == 400
    assert outside.exists()


@pytest.mark.parametrize("wrong", [{"damage": ["no-such"]}, {"mend": ["no-such"]}, {"damage": 7}, {"mend": {}}])
def test_what_does_not_exist_is_refused(practice: Practice, wrong: dict[str, object]) -> None:
    assert practice.site.control(**wrong).status == 400
