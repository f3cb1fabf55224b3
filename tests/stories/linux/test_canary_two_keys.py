"""Two keys lie in the keychain and nowhere else, while they are kept, shown, asked with, replaced and removed."""

from __future__ import annotations

import hashlib

import pytest

from app.domain.secret_ref import MANAGEMENT
from app.practice.openrouter import PracticeOpenRouter
from tests.stories.command_line import on_a_new_computer
from tests.stories.computer import World, proven_by_claude
from tests.stories.linux.canary import Canary, Watch
from tests.stories.linux.test_canary import Story, handed_over, listening


@pytest.mark.parametrize("keychain", ["practice", "system"])
@on_a_new_computer
def test_two_keys_are_nowhere_but_in_the_keychain(world: World, keychain: str, openrouter: PracticeOpenRouter) -> None:
    world.behave(rewrites=True)
    management, other = openrouter.keys["management"], openrouter.keys["limited"]
    story = listening(world, Canary(world.key, management, other), keychain)
    with Watch(story.canary, world.folder) as watch:
        assert story.run("setup", "--key-stdin", "--yes", typed=world.key)[0] == 0
        kept_beside(story, management)
        assert story.run("setup", "--key-stdin", "--yes", typed=other)[0] == 0
        assert (story.stored(), handed_over(story), story.outside()) == (other, other, set())
        world.key = other
        world.end_claude()
        world.open_claude_again()
        proven_by_claude(world)
        assert story.run("key", "remove", "--yes")[0] == 0
        assert (story.stored(), story.keychain.get(MANAGEMENT), story.outside()) == (None, management, set())
        assert story.run("key", "remove", "--management", "--yes")[0] == 0
        assert (story.keychain.get(MANAGEMENT), story.found()) == (None, set())
    assert watch.leaks == []
    assert "Claude" in watch.seen


def kept_beside(story: Story, management: str) -> None:
    """The second key is kept, refused and shown, and Claude goes on with the first."""
    for typed, status in ((management, 0), (story.world.key, 3)):
        for more in ((), ("--json",)):
            assert story.run("key", "set-management", "--key-stdin", *more, typed=typed)[0] == status
    for command in ("key show", "key show --json", "status", "status --json", "models", "repair --yes"):
        assert story.run(*command.split())[0] == 0
    assert story.keychain.get(MANAGEMENT) == management
    assert (handed_over(story), story.outside()) == (story.world.key, set())
    assert story.world.claude()["key_sha256"] == hashlib.sha256(story.world.key.encode()).hexdigest()
