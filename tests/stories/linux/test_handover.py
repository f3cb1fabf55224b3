"""How Claude gets the key, as a person chose it: the helper, or a copy in its own settings, and out of others' profiles."""

from __future__ import annotations

import hashlib
import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.secret_ref import KEY
from app.practice.claude_behaviour import read_behaviour, write_behaviour
from app.practice.openrouter import PracticeOpenRouter
from tests.stories.command_line import child, data_folder, keychain, on_a_new_computer
from tests.stories.computer import World, ids, proven_by_claude, snapshot, values
from tests.stories.linux.canary import Canary
from tests.stories.linux.test_canary import BY_HAND_HERE, Story, listening
from tests.stories.starting_states import BY_HAND, META, OWN, profile

BY_CHOICE = {"key-copy-by-choice"}
pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def story(world: World) -> Story:
    world.behave(rewrites=False)
    return listening(world, Canary(world.key), "practice")


def copied(world: World) -> str:
    """The key in Claude's settings."""
    return str(json.loads((world.home / OWN).read_text())["inferenceGatewayApiKey"])


@pytest.fixture
def without_keychain(world: World, tmp_path: Path) -> World:
    """A computer on which nobody keeps secrets."""
    world.behave(rewrites=False)
    (data_folder(world) / "practice.json").unlink()
    world.environment |= {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path}/none", "XDG_RUNTIME_DIR": str(tmp_path)}
    return world


@on_a_new_computer
def test_a_copy_by_choice_and_back(world: World, story: Story) -> None:
    own = world.home / OWN
    status, report = story.report("setup", "--key-stdin", "--yes", "--handover", "static", typed=world.key)
    assert (status, report["confirmed"]) == (0, True), report
    proven_by_claude(world, "static")
    assert (story.stored(), story.outside()) == (world.key, {own})
    assert stat.S_IMODE(own.stat().st_mode) == 0o600
    status, report = story.report("status")
    assert (status, report["healthy"], report["handover"], ids(report)) == (0, True, "static", BY_CHOICE)
    assert story.report("repair", "--yes")[1]["changes"] == []

    status, report = story.report("handover", "helper", "--yes")
    assert (status, report["confirmed"]) == (0, True), report
    proven_by_claude(world)
    assert story.outside() == set()
    status, report = story.report("status")
    assert (report["healthy"], report["handover"], ids(report)) == (True, "helper", set())


@on_a_new_computer
def test_an_undo_takes_the_copy_with_it_and_the_next_setup_makes_none(world: World, story: Story) -> None:
    before = snapshot(world.home)
    assert story.run("setup", "--key-stdin", "--yes", "--handover", "static", typed=world.key)[0] == 0
    assert story.run("undo", "--yes")[0] == 0
    world.end_claude()
    assert values(snapshot(world.home)).keys() == values(before).keys()
    assert story.outside() == set()
    assert story.run("setup", "--yes")[0] == 0
    proven_by_claude(world)
    assert story.outside() == set()


@on_a_new_computer
def test_a_new_key_is_copied_and_somebody_elses_in_the_keychain_is_not(
    world: World, story: Story, openrouter: PracticeOpenRouter
) -> None:
    assert story.run("setup", "--key-stdin", "--yes", "--handover", "static", typed=world.key)[0] == 0
    another = openrouter.keys["team"]
    story.keychain.set(KEY, another)
    assert story.report("status")[1]["healthy"] is True  # Claude goes on with its copy
    assert story.run("repair", "--yes")[0] == 0
    assert copied(world) == world.key
    assert story.run("setup", "--key-stdin", "--yes", typed=another)[0] == 0
    assert (copied(world), story.stored()) == (another, another)


@on_a_new_computer
def test_a_key_that_only_claude_has_outlives_the_keychains_return(
    world: World, story: Story, openrouter: PracticeOpenRouter
) -> None:
    """It was replaced while the keychain was away; the older one in there never takes its place."""
    older = openrouter.keys["team"]
    assert story.run("setup", "--key-stdin", "--yes", "--handover", "static", typed=older)[0] == 0
    away = data_folder(world) / "practice-keychain.json"
    content = away.read_bytes()
    away.write_text("{")
    assert story.run("setup", "--key-stdin", "--yes", typed=world.key)[0] == 0
    away.write_bytes(content)
    assert (story.stored(), copied(world)) == (older, world.key)
    assert story.run("repair", "--yes")[0] == 0
    assert copied(world) == world.key
    assert "goes with" in child(world, "undo").stderr.decode()  # it is the only one
    assert story.run("handover", "helper", "--yes")[0] == 0
    proven_by_claude(world)
    assert (story.stored(), story.outside()) == (world.key, set())


@on_a_new_computer
def test_a_lost_goal_is_read_from_the_profile(without_keychain: World) -> None:
    world = without_keychain
    assert world.run("setup", "--key-stdin", "--yes", "--handover", "static")[0] == 0
    goal = data_folder(world) / "goal.json"
    goal.unlink()
    status, report = world.run("status")
    assert (status, report["healthy"], report["handover"]) == (0, True, "static")
    assert world.run("repair", "--yes")[0] == 0
    assert json.loads(goal.read_text())["data"]["handover"] == "static"
    assert copied(world) == world.key


@on_a_new_computer
def test_an_undo_that_finds_nothing_left_forgets_the_choice_too(world: World, story: Story) -> None:
    assert story.run("setup", "--key-stdin", "--yes", "--handover", "static", typed=world.key)[0] == 0
    assert story.run("undo", "--yes")[0] == 0
    goal = data_folder(world) / "goal.json"
    goal.write_text(goal.read_text().replace('"helper"', '"static"'))
    assert story.report("undo", "--yes")[1]["applied"] is False
    assert json.loads(goal.read_text())["data"]["handover"] == "helper"


@on_a_new_computer
def test_a_malformed_profile_with_perhaps_the_only_copy_is_not_undone_in_silence(without_keychain: World) -> None:
    world, own = without_keychain, without_keychain.home / OWN
    assert world.run("setup", "--key-stdin", "--yes", "--handover", "static")[0] == 0
    own.write_text(own.read_text()[:-2])
    assert "Your OpenRouter key goes with" in child(world, "undo").stderr.decode()


@on_a_new_computer
def test_without_any_keychain_only_a_copy_by_choice_works(without_keychain: World) -> None:
    world, own = without_keychain, without_keychain.home / OWN
    canary = Canary(world.key)
    status, report = world.run("setup", "--key-stdin", "--yes")
    assert (status, ids(report, "blocked")) == (3, {"keychain-unavailable"})
    assert not own.exists()

    status, report = world.run("setup", "--key-stdin", "--yes", "--handover", "static")
    assert (status, report["confirmed"]) == (0, True), report
    proven_by_claude(world, "static")
    assert canary.files(world.folder) == {own}
    status, report = world.run("status")
    assert (status, report["healthy"], report["key"]["stored"], ids(report)) == (0, True, True, BY_CHOICE)
    assert world.run("models")[0] == 0
    assert world.run("repair", "--yes")[1]["changes"] == []
    assert "in Claude's settings" in child(world, "status").stdout.decode()

    status, report = world.run("handover", "helper", "--yes")  # it would have nowhere to go
    assert (status, ids(report, "blocked")) == (3, {"keychain-unavailable"})
    assert canary.files(world.folder) == {own}

    plan = child(world, "undo", "--yes")
    assert plan.returncode == 0
    assert b"Claude's copy is the only one on this computer" in plan.stderr
    assert canary.files(world.folder) == set()


@on_a_new_computer
def test_a_copy_that_is_gone_is_told(without_keychain: World) -> None:
    world, own = without_keychain, without_keychain.home / OWN
    assert world.run("setup", "--key-stdin", "--yes", "--handover", "static")[0] == 0
    settings = json.loads(own.read_text())
    del settings["inferenceGatewayApiKey"]
    own.write_text(json.dumps(settings))
    status, report = world.run("status")
    assert (status, {"credential-missing", "keychain-unavailable"} <= ids(report)) == (3, True)
    assert not BY_CHOICE & ids(report)  # there is none
    assert world.run("setup", "--key-stdin", "--yes")[0] == 0
    proven_by_claude(world, "static")


@on_a_new_computer
def test_a_claude_that_does_not_know_the_helper_can_keep_a_copy(world: World, story: Story) -> None:
    behaviour = world.folder / "claude-desktop/behaviour.json"
    write_behaviour(behaviour, replace(read_behaviour(behaviour), no_helper=True))
    status, report = story.report("setup", "--key-stdin", "--yes", typed=world.key)
    assert (status, report["applied"], "claude-too-old" in ids(report)) == (3, True, True)
    status, report = story.report("handover", "static", "--yes")
    assert (status, report["confirmed"]) == (0, True), report
    proven_by_claude(world, "static")
    assert (story.report("status")[1]["healthy"], story.outside()) == (True, {world.home / OWN})


@pytest.mark.parametrize("world", [BY_HAND_HERE], indirect=True, ids=str)
class TestSomebodysProfile:
    @pytest.fixture
    def theirs(self, world: World, story: Story) -> Path:
        """Set up with the key that Claude had, which is still readable in the profile of before."""
        assert story.run("setup", "--yes")[0] == 0
        return world.home / profile(BY_HAND)

    def test_its_key_is_moved_and_an_undo_brings_back_every_byte(
        self, world: World, story: Story, theirs: Path
    ) -> None:
        before = theirs.read_bytes()
        assert story.outside() == {theirs}
        assert "key-in-clear" in ids(story.report("status")[1])
        status, report = story.report("take-out", "Profile 0", "--yes")
        assert (status, report["confirmed"]) == (0, True), report
        assert report["changes"] == [{"path": str(theirs), "action": "edit", "keys": ["inferenceGatewayApiKey"]}]
        proven_by_claude(world)
        assert story.outside() == set()
        assert story.report("status")[1]["findings"] == []
        assert story.report("take-out", BY_HAND, "--yes")[1]["applied"] is False

        assert story.run("undo", "--yes")[0] == 0
        assert theirs.read_bytes() == before
        assert story.keychain.get(f"taken-out-{_digest(world)}") is None

    def test_an_undo_says_that_it_cannot_where_the_key_is_lost(self, world: World, story: Story, theirs: Path) -> None:
        assert story.run("take-out", "Profile 0", "--yes")[0] == 0
        story.keychain.delete(f"taken-out-{_digest(world)}")
        status, report = story.report("undo", "--yes")
        assert status == 0
        assert [(k["key"], k["why"]) for k in report["kept"]] == [("inferenceGatewayApiKey", "key-gone")]
        assert "inferenceGatewayApiKey" not in json.loads(theirs.read_text())

    def test_forgetting_the_key_forgets_what_was_taken_out_too(self, world: World, story: Story, theirs: Path) -> None:
        assert story.run("take-out", "Profile 0", "--yes")[0] == 0
        settings = json.loads(theirs.read_text())
        theirs.write_text(json.dumps({**settings, "inferenceGatewayApiKey": "sk-or-v1-somebody-elses"}))
        status, report = story.report("undo", "--yes", "--forget-key")
        assert (status, [k["why"] for k in report["kept"]]) == (0, ["changed-since"])
        assert story.found() == set()

    def test_the_profile_that_claude_uses_keeps_its_key(self, world: World, story: Story, theirs: Path) -> None:
        meta = world.home / META
        ours = json.loads(meta.read_text())
        meta.write_text(json.dumps({**ours, "appliedId": BY_HAND}))
        before = theirs.read_bytes()
        status, report = story.report("take-out", "Profile 0", "--yes")
        assert (status, ids(report, "blocked")) == (1, {"profile-not-applied"})
        assert theirs.read_bytes() == before

    def test_before_a_setup_it_stays_as_claude_may_be_using_it(self, world: World, story: Story, theirs: Path) -> None:
        assert story.run("undo", "--yes")[0] == 0
        before = theirs.read_bytes()
        status, report = story.report("take-out", "Profile 0", "--yes")
        assert (status, "not-set-up" in ids(report, "blocked")) == (1, True)
        assert theirs.read_bytes() == before
        assert keychain(world).get(KEY) == world.key


def _digest(world: World) -> str:
    return hashlib.sha256(world.key.encode()).hexdigest()[:16]
