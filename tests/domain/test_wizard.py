"""The five steps: where a setup begins, what holds it up, and what is marked as done."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

import pytest

from app.domain.diagnosis import diagnose
from app.domain.documents import Absent, Loaded, Role
from app.domain.facts import Claude, Facts, ManagedSource
from app.domain.findings import FindingId
from app.domain.journal import ChangeKind
from app.domain.outcome import Look
from app.domain.plan import plan_change
from app.domain.wizard import (
    STEPS,
    Mark,
    Page,
    can_advance,
    first_needed,
    following,
    marks,
    obstacle,
    preceding,
)
from tests.domain.building import CLOSED, GOAL, JOURNAL, SET_UP, facts, place, text


def look(seen: Facts) -> Look:
    return Look(seen, GOAL, diagnose(seen, GOAL))


NEW = look(facts({}, claude=CLOSED))
CONNECTED = look(facts(SET_UP, journal=JOURNAL))
MISSING = look(facts({}, claude=Claude(None)))
MANAGED = look(replace(facts({}), managed=ManagedSource("/etc/claude-desktop/managed-settings.json", ("x",))))
BROKEN = look(facts({place(Role.GATEWAY_CONFIG): b"{"}))


def read_only() -> Look:
    seen = facts({place(Role.GATEWAY_CONFIG): text({})})
    documents = tuple(
        replace(d, state=replace(d.state, writable=False)) if isinstance(d.state, Loaded) else d
        for d in seen.roots[0].documents
    )
    return look(replace(seen, roots=(replace(seen.roots[0], documents=documents),)))


@pytest.mark.parametrize(
    "seen,page",
    [
        (None, Page.DEVELOPER_MODE),
        (NEW, Page.KEY),
        (MISSING, Page.DEVELOPER_MODE),
        (MANAGED, Page.DEVELOPER_MODE),
        (BROKEN, Page.SETTINGS),
        (read_only(), Page.SETTINGS),
        (CONNECTED, Page.KEY),
    ],
)
def test_a_setup_begins_where_it_needs_the_person(seen: Look | None, page: Page) -> None:
    assert first_needed(seen) is page
    assert following(Page.WELCOME, seen) is page


def test_obstacles_name_what_is_in_the_way() -> None:
    def ids(page: Page, seen: Look) -> FindingId | None:
        stop = obstacle(page, seen)
        return stop.id if stop else None

    assert ids(Page.DEVELOPER_MODE, MISSING) is FindingId.CLAUDE_NOT_INSTALLED
    assert ids(Page.DEVELOPER_MODE, MANAGED) is FindingId.MANAGED_CONFIGURATION
    assert ids(Page.SETTINGS, BROKEN) is FindingId.SETTINGS_MALFORMED
    assert ids(Page.SETTINGS, read_only()) is FindingId.SETTINGS_UNREADABLE
    assert ids(Page.KEY, MANAGED) is None
    assert [obstacle(page, NEW) for page in Page] == [None] * len(Page)


def test_what_holds_up_an_early_step_holds_up_the_key_too() -> None:
    for seen in (MISSING, MANAGED, BROKEN, read_only()):
        assert not can_advance(Page.KEY, seen, key_works=True)
    assert can_advance(Page.KEY, NEW, key_works=True)
    assert not can_advance(Page.KEY, NEW, key_works=False)


def test_nobody_starts_without_claude_or_before_it_was_looked_for() -> None:
    assert can_advance(Page.WELCOME, NEW, key_works=False)
    assert not can_advance(Page.WELCOME, MISSING, key_works=True)
    assert not can_advance(Page.WELCOME, None, key_works=True)
    assert can_advance(Page.WELCOME, MANAGED, key_works=False)  # step 1 says by whom


def test_step_4_is_over_only_with_proof() -> None:
    assert can_advance(Page.RESTART, CONNECTED, key_works=True)
    assert not can_advance(Page.RESTART, NEW, key_works=True)
    silent = look(facts(SET_UP, journal=JOURNAL, claude=CLOSED))
    assert not can_advance(Page.RESTART, silent, key_works=True)


def test_marks_on_a_new_computer() -> None:
    assert marks(Page.WELCOME, NEW, key_works=False) == (Mark.TODO,) * 5
    assert marks(Page.KEY, NEW, key_works=False) == (Mark.READY, Mark.READY, Mark.HERE, Mark.TODO, Mark.TODO)
    assert marks(Page.RESTART, NEW, key_works=True) == (Mark.READY, Mark.READY, Mark.DONE, Mark.HERE, Mark.TODO)
    assert marks(Page.DEVELOPER_MODE, NEW, key_works=False) == (Mark.HERE, *(Mark.TODO,) * 4)


def test_done_is_only_what_was_seen() -> None:
    assert marks(Page.MODEL, CONNECTED, key_works=True) == (*(Mark.DONE,) * 4, Mark.HERE)
    assert marks(Page.FINISHED, CONNECTED, key_works=True) == (Mark.DONE,) * 5
    closed = look(facts(SET_UP, journal=JOURNAL, claude=CLOSED))
    assert marks(Page.FINISHED, closed, key_works=True)[3] is Mark.TODO
    assert marks(Page.FINISHED, NEW, key_works=False) == (Mark.READY, Mark.READY, Mark.TODO, Mark.TODO, Mark.DONE)


def test_a_step_that_is_held_up_shows_it() -> None:
    assert marks(Page.DEVELOPER_MODE, MANAGED, key_works=False)[0] is Mark.STOPPED
    assert marks(Page.KEY, BROKEN, key_works=False)[1] is Mark.STOPPED


def test_developer_mode_alone_is_a_first_step_done() -> None:
    seen = look(facts({place(Role.DEVELOPER): text({"allowDevTools": True})}, claude=CLOSED))
    assert marks(Page.KEY, seen, key_works=False)[:2] == (Mark.DONE, Mark.READY)


def test_the_pages_lead_to_each_other() -> None:
    assert [following(page, NEW) for page in STEPS] == [*STEPS[1:], Page.FINISHED]
    assert [preceding(page) for page in STEPS] == [Page.WELCOME, *STEPS[:-1]]
    assert preceding(Page.WELCOME) is Page.WELCOME
    assert following(Page.FINISHED, NEW) is Page.FINISHED


def test_a_path_is_only_named_where_it_is_known() -> None:
    stop = obstacle(Page.SETTINGS, read_only())
    assert stop is not None
    assert str(PurePosixPath(place(Role.GATEWAY_CONFIG))) in str(stop.detail)


def test_files_that_could_not_be_made_hold_up_the_second_step() -> None:
    seen = facts({}, claude=CLOSED)
    closed = tuple(replace(d, state=Absent(writable=False)) for d in seen.roots[0].documents)
    shut = look(replace(seen, roots=(replace(seen.roots[0], documents=closed),)))
    stop = obstacle(Page.SETTINGS, shut)
    assert stop is not None
    assert stop.id is FindingId.SETTINGS_UNREADABLE
    assert first_needed(shut) is Page.SETTINGS
    assert plan_change(ChangeKind.SETUP, shut.facts, GOAL).blocked
