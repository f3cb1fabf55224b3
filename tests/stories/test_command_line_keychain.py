"""On the command line: a key in the keychain that somebody else has changed."""

from __future__ import annotations

import json

from app.practice.openrouter import PracticeOpenRouter
from app.services.practice_secrets import PracticeSecrets
from tests.stories.command_line import child, data_folder, on_a_new_computer, report_of, store_key
from tests.stories.computer import World, ids


def told(world: World) -> set[str]:
    return ids(report_of(child(world, "status", "--json")))


@on_a_new_computer
def test_it_is_told_until_a_setup_takes_it(world: World, openrouter: PracticeOpenRouter) -> None:
    setup = child(world, "setup", "--yes", "--json", "--key-stdin", typed=world.key.encode())
    assert setup.returncode == 0, setup.stdout
    assert "key-changed" not in told(world)
    store_key(world, openrouter.keys["limited"])
    changed = child(world, "status", "--json")
    assert changed.returncode == 1
    assert "key-changed" in ids(report_of(changed))
    assert child(world, "setup", "--yes", "--json").returncode == 0
    assert "key-changed" not in told(world)


@on_a_new_computer
def test_a_key_that_was_removed_is_told_as_such(world: World) -> None:
    setup = child(world, "setup", "--yes", "--json", "--key-stdin", typed=world.key.encode())
    assert setup.returncode == 0, setup.stdout
    PracticeSecrets(data_folder(world)).delete("openrouter")
    missing = child(world, "status", "--json")
    assert missing.returncode == 3
    (finding,) = (f for f in report_of(missing)["findings"] if f["id"] == "key-missing")
    assert "something else has removed it" in json.dumps(finding)
