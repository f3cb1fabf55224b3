"""A keychain that is locked, missing or changed by somebody else, in the window: what helps, and what goes on by itself."""

from __future__ import annotations

import asyncio

from app.domain.entry import EntryFailed, EntryWorks
from app.domain.facts import StoredKey
from app.domain.findings import Because, Finding, FindingId, Reason, Replaced, found
from app.domain.model import ApiKey
from app.domain.secret_ref import KEY
from app.domain.state import AppState
from app.practice.openrouter import PracticeOpenRouter
from tests.services.memory_secrets import MemorySecrets
from tests.stories.command_line import keychain, on_a_new_computer
from tests.stories.computer import World
from tests.stories.test_window_controller import Window, opened

LOCKED = found(FindingId.KEYCHAIN_LOCKED)
STAYS_LOCKED = found(FindingId.KEYCHAIN_LOCKED, Because(Reason.DENIED))


def seen(state: AppState) -> Finding | None:
    """What the newest look says of the keychain."""
    keychain = state.look.facts.keychain if state.look else None
    return keychain if isinstance(keychain, Finding) else None


def said(state: AppState) -> Finding | None:
    """What step 3 says of the key that was entered."""
    return state.entry.finding if isinstance(state.entry, EntryFailed) else None


def stored(state: AppState) -> bool:
    return state.look is not None and isinstance(state.look.facts.keychain, StoredKey)


@on_a_new_computer
def test_once_it_is_open_the_window_looks_by_itself(world: World) -> None:
    secrets = MemorySecrets()
    secrets.set(KEY, world.key)
    secrets.locked = True

    async def story(window: Window) -> None:
        assert seen(window.state) == LOCKED
        window.controller.keychain.unlock()
        assert window.state.unlocking
        assert await asyncio.to_thread(secrets.asked.wait, 20)
        secrets.person.set()
        await window.until(stored)
        assert not window.state.unlocking

    opened(world, story, secrets)


@on_a_new_computer
def test_a_key_that_waited_for_it_is_kept(world: World) -> None:
    secrets = MemorySecrets(locked=True)

    async def story(window: Window) -> None:
        window.controller.key_entry.enter(world.key)
        await window.until(lambda s: said(s) == LOCKED)
        window.controller.keychain.unlock()
        secrets.person.set()
        await window.until(lambda s: isinstance(s.entry, EntryWorks))
        assert secrets.get(KEY) == world.key
        await window.until(stored)

    opened(world, story, secrets)


@on_a_new_computer
def test_one_that_does_not_exist_yet_is_created_and_keeps_the_key(world: World) -> None:
    missing = Because(Reason.NO_KEYRING)
    secrets = MemorySecrets(trouble=missing)

    async def story(window: Window) -> None:
        window.controller.key_entry.enter(world.key)
        await window.until(lambda s: said(s) == found(FindingId.KEYCHAIN_UNAVAILABLE, missing))
        window.controller.keychain.unlock()
        secrets.person.set()
        await window.until(lambda s: isinstance(s.entry, EntryWorks))
        assert secrets.get(KEY) == world.key

    opened(world, story, secrets)


@on_a_new_computer
def test_closing_its_window_is_told_and_can_be_tried_again(world: World) -> None:
    secrets = MemorySecrets(locked=True)
    secrets.password = False
    secrets.person.set()

    async def story(window: Window) -> None:
        window.controller.key_entry.enter(world.key)
        await window.until(lambda s: said(s) == LOCKED)
        window.controller.keychain.unlock()
        await window.until(lambda s: said(s) == STAYS_LOCKED)
        assert seen(window.state) == STAYS_LOCKED
        assert not window.state.unlocking
        secrets.password = True
        window.controller.keychain.unlock()
        await window.until(lambda s: isinstance(s.entry, EntryWorks))

    opened(world, story, secrets)


@on_a_new_computer
def test_the_wait_can_be_called_off(world: World) -> None:
    secrets = MemorySecrets(locked=True)

    async def story(window: Window) -> None:
        window.controller.keychain.cancel()  # nothing is waited for yet
        window.controller.keychain.unlock()
        window.controller.keychain.unlock()  # a second window of its kind would be one too many
        assert await asyncio.to_thread(secrets.asked.wait, 20)
        window.controller.keychain.cancel()
        await window.until(lambda s: not s.unlocking)
        assert await asyncio.to_thread(secrets.ended.wait, 20)
        assert seen(window.state) == LOCKED

    opened(world, story, secrets)


@on_a_new_computer
def test_another_key_entered_meanwhile_is_not_lost(world: World, openrouter: PracticeOpenRouter) -> None:
    """While the person looks for the password, somebody pastes the right key."""
    secrets = MemorySecrets(locked=True)

    async def story(window: Window) -> None:
        window.controller.key_entry.enter(openrouter.keys["limited"])
        await window.until(lambda s: said(s) == LOCKED)
        window.controller.keychain.unlock()
        window.controller.key_entry.enter(world.key)
        await window.until(lambda s: said(s) == LOCKED)
        secrets.person.set()
        await window.until(lambda s: isinstance(s.entry, EntryWorks))
        assert secrets.get(KEY) == world.key

    opened(world, story, secrets)


@on_a_new_computer
def test_somebody_elses_key_is_told_until_it_is_accepted(world: World, openrouter: PracticeOpenRouter) -> None:
    secrets, ours, other = keychain(world), ApiKey(world.key), ApiKey(openrouter.keys["limited"])
    told = found(FindingId.KEY_CHANGED, Replaced(ours.hint, other.hint))

    def wrong(state: AppState) -> set[Finding]:
        return set(state.look.diagnosis.findings) if state.look else set()

    async def story(window: Window) -> None:
        window.controller.key_entry.enter(world.key)
        await window.until(stored)
        await window.set_up()
        await window.until(lambda s: s.look is not None and s.look.diagnosis.healthy is True)
        secrets.set(KEY, other.reveal())
        window.controller.look_again()
        await window.until(lambda s: told in wrong(s))
        assert window.state.look is not None
        assert window.state.look.diagnosis.healthy is False
        window.controller.keychain.accept_key()
        await window.until(lambda s: told not in wrong(s))
        secrets.delete(KEY)
        window.controller.look_again()
        await window.until(lambda s: found(FindingId.KEY_MISSING, Replaced(other.hint)) in wrong(s))

    opened(world, story)
