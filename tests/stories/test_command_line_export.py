"""`export` on the command line: three formats from the one goal, checked before they are written, never over another file."""

from __future__ import annotations

import json
import plistlib
import stat
from pathlib import Path

import pytest

from app.domain.managed_document import HELPERS, Format
from app.domain.secret_ref import KEY
from app.practice.openrouter import PracticeOpenRouter
from tests.stories.command_line import child, keychain, on_a_new_computer, report_of, store_key
from tests.stories.computer import World, ids, snapshot

SONNET, HAIKU = "anthropic/claude-sonnet-4.6", "anthropic/claude-haiku-4.5"
every = pytest.mark.parametrize("format", Format)


def names(report: dict[str, object]) -> object:
    return report["models"]


@every
@on_a_new_computer
def test_without_a_setup_and_a_key_it_has_the_recommended_models(world: World, format: Format) -> None:
    before = snapshot(world.home)
    status, report = world.run("export", "--format", format)
    assert (status, report["blocked"], report["path"]) == (0, [], None)
    assert report["base_url"] == world.environment["GATEWAY_COMPANION_BASE_URL"]
    assert report["helper"] == str(HELPERS[format])
    assert any("haiku" in id for id in report["models"])
    assert "inferenceGatewayApiKey" not in report["keys"]
    assert snapshot(world.home) == before


@every
@on_a_new_computer
def test_after_a_setup_it_says_the_same_and_nobody_is_asked(
    world: World, format: Format, openrouter: PracticeOpenRouter
) -> None:
    """And whatever this person's own way to the key is, it is not handed out."""
    assert world.run("setup", "--yes", "--key-stdin", "--model", SONNET, "--no-restart", "--handover", "static")[0] == 0
    goal = json.loads((Path(world.environment["GATEWAY_COMPANION_HOME"]) / "goal.json").read_text())["data"]
    asked = len(openrouter.requests)
    status, report = world.run("export", "--format", format)
    assert (status, len(openrouter.requests)) == (0, asked)
    assert names(report) == [model["id"] for model in goal["models"]]
    assert "helper-script" in report["document"]
    assert world.key not in report["document"]


@every
@on_a_new_computer
def test_it_is_written_whole_for_everybody_to_read(world: World, format: Format, tmp_path: Path) -> None:
    path = tmp_path / "to hand out"
    done = child(world, "export", "--format", format, "--output", str(path), "--json")
    report = report_of(done)
    assert (done.returncode, done.stderr, report["path"], report["document"]) == (0, b"", str(path), None)
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    printed = child(world, "export", "--format", format)
    assert (printed.returncode, printed.stdout) == (0, path.read_bytes())
    assert b"It holds no key." in printed.stderr
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["to hand out"]
    if format is Format.MOBILECONFIG:
        assert plistlib.loads(printed.stdout)["PayloadType"] == "Configuration"


@on_a_new_computer
def test_another_file_is_not_replaced_unless_somebody_agrees(world: World, tmp_path: Path) -> None:
    path = tmp_path / "theirs.json"
    path.write_text("theirs")
    arguments = ("export", "--format", "json", "--output", str(path))
    refused = child(world, *arguments)
    assert (refused.returncode, path.read_text()) == (2, "theirs")
    assert str(path).encode() in refused.stderr
    assert child(world, *arguments, "--yes").returncode == 0
    ours = path.read_bytes()
    assert json.loads(ours)["inferenceProvider"] == "gateway"
    assert child(world, *arguments).returncode == 0  # it is the same
    assert path.read_bytes() == ours


@pytest.mark.parametrize(
    "place, why",
    [
        ("a folder", "Something that is no ordinary file lies in its place."),
        ("nowhere/x.json", "That place does not exist."),
    ],
)
@on_a_new_computer
def test_a_place_where_nothing_can_be_written(world: World, place: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "a folder").mkdir()
    done = child(world, "export", "--format", "json", "--output", str(tmp_path / place), "--json")
    report = report_of(done)
    assert (done.returncode, ids(report, "blocked")) == (1, {"write-failed"})
    assert report["blocked"][0]["detail"] == f"It is {tmp_path / place}. {why}"


@on_a_new_computer
def test_what_is_wrong_is_never_taken_for_the_document(world: World) -> None:
    """Whoever sends it to a file has that in the place of Claude's settings."""
    done = child(world, "export", "--format", "json", "--model", "openai/gpt-5")
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"openai/gpt-5" in done.stderr


@on_a_new_computer
def test_models_are_chosen_as_in_a_setup(world: World) -> None:
    status, report = world.run("export", "--format", "json", "--model", SONNET)
    first, *others = report["models"]
    assert (status, first) == (0, SONNET)
    assert len(others) == 1  # the small one that Claude needs
    assert "haiku" in others[0]
    rows = {row["name"]: row for row in json.loads(report["document"])["inferenceModels"]}
    assert (rows[SONNET]["labelOverride"], rows[SONNET]["supports1m"]) == ("Claude Sonnet 4.6", True)


@pytest.mark.parametrize(
    "arguments, status, blocked",
    [
        (("--model", "anthropic/claude-of-tomorrow"), 1, {"models-unavailable"}),
        (("--model", "openai/gpt-5"), 1, {"model-not-accepted"}),
        (("--base-url", "http://gateway.example/api"), 3, {"gateway-address-refused"}),
        (("--helper", "gateway-credential"), 3, {"helper-place-refused"}),
    ],
    ids=["unknown", "refused", "address", "helper"],
)
@on_a_new_computer
def test_what_claude_would_not_take_is_not_written(
    world: World, arguments: tuple[str, ...], status: int, blocked: set[str], tmp_path: Path
) -> None:
    path = tmp_path / "x.json"
    done = child(world, "export", "--format", "json", "--output", str(path), "--json", *arguments)
    assert (done.returncode, ids(report_of(done), "blocked")) == (status, blocked)
    assert not path.exists()


@on_a_new_computer
def test_the_key_of_this_person_goes_to_no_other_gateway(world: World, openrouter: PracticeOpenRouter) -> None:
    store_key(world, world.key)
    with PracticeOpenRouter() as other:
        status, report = world.run("export", "--format", "json", "--base-url", f"{other.origin}/api")
        assert (status, report["base_url"]) == (0, f"{other.origin}/api")
        assert other.requests
        assert not any(r.authorization for r in other.requests)
    assert keychain(world).get(KEY) == world.key


@on_a_new_computer
def test_a_gateway_that_does_not_answer(world: World, openrouter: PracticeOpenRouter) -> None:
    status, report = world.run("export", "--format", "json", "--base-url", "http://127.0.0.1:9/api")
    assert (status, ids(report, "blocked")) == (4, {"gateway-unreachable"})
