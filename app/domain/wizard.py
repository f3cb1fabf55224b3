"""The setup as five steps: where a person is, what holds them up, and which steps are done by what was seen."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from app.domain.diagnosis import is_set_up
from app.domain.diagnosis_claude import SETTINGS_FINDINGS
from app.domain.documents import Role
from app.domain.facts import Facts
from app.domain.findings import Finding, FindingId
from app.domain.json_text import canonical
from app.domain.outcome import Look
from app.domain.plan import read_only


class Page(StrEnum):
    """The pages in their order; those from `developer-mode` to `model` are the five steps.

    `choice` is no step of its own: it is opened from `restart` or `model` and leads back there.
    """

    WELCOME = "welcome"
    DEVELOPER_MODE = "developer-mode"
    SETTINGS = "settings"
    KEY = "key"
    RESTART = "restart"
    MODEL = "model"
    FINISHED = "finished"
    CHOICE = "choice"


STEPS = (Page.DEVELOPER_MODE, Page.SETTINGS, Page.KEY, Page.RESTART, Page.MODEL)


class Mark(StrEnum):
    """`ready`: nothing stands in the way, and it happens in step 4. `done`: it was seen to be so."""

    TODO = "todo"
    HERE = "here"
    READY = "ready"
    DONE = "done"
    STOPPED = "stopped"


_F = FindingId
_STOPS = {
    Page.DEVELOPER_MODE: (_F.CLAUDE_NOT_INSTALLED, _F.CLAUDE_TOO_OLD, _F.MANAGED_CONFIGURATION),
    Page.SETTINGS: (_F.SETTINGS_MALFORMED, _F.SETTINGS_UNREADABLE),
}


def obstacle(page: Page, look: Look) -> Finding | None:
    """What a person, or their IT department, must see to before this step can be taken."""
    stops = [f for f in look.diagnosis.findings if f.id in _STOPS.get(page, ())]
    if page is Page.SETTINGS:
        stops += _read_only(look.facts)
    return stops[0] if stops else None


def _read_only(facts: Facts) -> Iterator[Finding]:
    for root in facts.roots:
        for document in root.documents:
            if (finding := read_only(document)) is not None:
                yield finding


def developer_mode_on(facts: Facts) -> bool:
    return any(root.member(Role.DEVELOPER, "allowDevTools") == canonical(True) for root in facts.roots)


def first_needed(look: Look | None) -> Page:
    """Where a setup begins: the first step that needs the person."""
    if look is None:
        return Page.DEVELOPER_MODE
    return next((page for page in _STOPS if obstacle(page, look)), Page.KEY)


def can_advance(page: Page, look: Look | None, *, key_works: bool) -> bool:
    match page:
        case Page.WELCOME:
            return look is not None and look.facts.claude.installation is not None
        case Page.DEVELOPER_MODE | Page.SETTINGS:
            return look is not None and obstacle(page, look) is None
        case Page.KEY:
            return key_works and look is not None and not any(obstacle(stop, look) for stop in _STOPS)
        case Page.RESTART:
            return look is not None and look.diagnosis.uses_gateway is True
        case Page.MODEL | Page.FINISHED | Page.CHOICE:
            return True


def following(page: Page, look: Look | None) -> Page:
    """The page after this one; from the welcome it is the first step that needs the person."""
    match page:
        case Page.WELCOME:
            return first_needed(look)
        case Page.FINISHED | Page.CHOICE:
            return page
        case _:
            pages = tuple(Page)
            return pages[pages.index(page) + 1]


def preceding(page: Page) -> Page:
    pages = tuple(Page)
    return pages[max(0, pages.index(page) - 1)]


def marks(page: Page, look: Look | None, *, key_works: bool) -> tuple[Mark, ...]:
    """How each of the five steps is marked."""
    return tuple(_mark(step, page, look, key_works=key_works) for step in STEPS)


def _mark(step: Page, page: Page, look: Look | None, *, key_works: bool) -> Mark:
    stopped = look is not None and page is not Page.WELCOME and obstacle(step, look) is not None
    if stopped:
        return Mark.STOPPED
    if step is page:
        return Mark.HERE
    if look is None or page is Page.WELCOME:
        return Mark.TODO
    if _is_done(step, page, look, key_works=key_works):
        return Mark.DONE
    passed = STEPS.index(step) < _position(page)
    return Mark.READY if passed and step in (Page.DEVELOPER_MODE, Page.SETTINGS) else Mark.TODO


def _position(page: Page) -> int:
    return STEPS.index(page) if page in STEPS else len(STEPS)


def _is_done(step: Page, page: Page, look: Look, *, key_works: bool) -> bool:
    match step:
        case Page.DEVELOPER_MODE:
            return developer_mode_on(look.facts)
        case Page.SETTINGS:
            return is_set_up(look.facts) and not SETTINGS_FINDINGS & look.diagnosis.ids()
        case Page.KEY:
            return key_works
        case Page.RESTART:
            return look.diagnosis.uses_gateway is True
        case _:
            return page is Page.FINISHED
