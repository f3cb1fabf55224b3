"""Translates clicks into flows and looks into pages; the only place that decides what the window shows next."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from PySide6.QtCore import Signal

from app.domain.diagnosis import is_set_up
from app.domain.errors import AppError
from app.domain.facts import Installation
from app.domain.findings import Finding
from app.domain.outcome import Look, Outcome
from app.domain.state import Ended, Running, Task, key_works, only_key, proven, seen
from app.domain.wizard import STEPS, Mark, Page, can_advance, first_needed, following, marks, obstacle, preceding
from app.flows.monitor import Looking, Monitor
from app.flows.parts import Parts
from app.ui.at_login import StartingAtLogin
from app.ui.changes import Changes
from app.ui.handing_over import HandingOver
from app.ui.key_entry import KeyEntry
from app.ui.keychain_access import KeychainAccess
from app.ui.keys import Keys
from app.ui.memory import Memory
from app.ui.model_choice import ModelChoice
from app.ui.outside import Outside
from app.ui.sign_in_entry import SignInEntry
from app.ui.store import Store
from app.ui.tasks import Tasks

_NO_PLACE_TO_RETURN = (Page.CHOICE, Page.MODEL, Page.FINISHED)


class Controller(Outside):
    """`shown`: the window shall come to the front. `left`: the program shall end. The others open what they say."""

    shown = Signal()
    left = Signal()
    practice_wanted = Signal()
    settings_wanted = Signal()
    faults_wanted = Signal()
    keys_wanted = Signal()
    about_wanted = Signal()
    licences_wanted = Signal()

    def __init__(self, parts: Parts, store: Store, tasks: Tasks, monitor: Monitor, changes: Changes) -> None:
        super().__init__(parts)
        self.changes = changes
        self.memory = Memory(parts, store, tasks)
        self.models = ModelChoice(store, changes, self.memory)
        self.key_entry = KeyEntry(parts, store, tasks, monitor)
        self.handing_over = HandingOver(store, changes, self.key_entry)
        self.handing_over.key_wanted.connect(self.enter_key)
        self.sign_in = SignInEntry(parts, store, self.key_entry, self.open_link, self.shown.emit)
        self.keys = Keys(parts, store, tasks, monitor)
        self.keychain = KeychainAccess(parts, store, tasks, self.key_entry, self.look_again)
        self.at_login = StartingAtLogin(parts.at_login, store, tasks)
        self._store = store
        self._tasks = tasks
        self._monitor = monitor
        self._choice_from = Page.RESTART
        self._placed = False
        changes.ended = self._change_ended

    # Looks.

    def publish(self, news: Looking | Look | Finding) -> None:
        """What the monitor saw."""
        state = self._store.state
        match news:
            case Looking():
                self._store.put(replace(state, checking=True))
            case Finding():
                self._store.put(replace(state, checking=False, failed=news))
            case Look():
                before = state.look
                checking = state.checking and news.facts.gateway is None
                page = state.page if self._placed else self._first_page(news)
                self._store.put(replace(seen(state, news), checking=checking, page=page))
                self._follow(before, news)

    def _follow(self, before: Look | None, look: Look) -> None:
        if not self._placed:
            self._placed = True
            self.go(self._store.state.page)
        self._follow_obstacles(before, look)
        if before and is_set_up(before.facts) is not is_set_up(look.facts):
            self.look_again()  # somebody else did that, and a glance says nothing of the key
        self.models.use_waiting(look)

    def _follow_obstacles(self, before: Look | None, look: Look) -> None:
        """On by itself where nothing is in the way any more, and back where something has come into it."""
        page = self._store.state.page
        if page not in (None, Page.KEY) and only_key(self._store.state):
            self.go(None)  # an IT department did the rest meanwhile
            return
        stopped = any(obstacle(stop, look) for stop in STEPS)
        if (page and before and obstacle(page, before) and not stopped) or (page is Page.KEY and stopped):
            self.go(first_needed(look))

    def _first_page(self, look: Look) -> Page | None:
        """Where the person left the setup; the panel once it is through."""
        left_at = self._store.state.preferences.page
        if left_at in ("", Page.WELCOME.value):
            return None if is_set_up(look.facts) else Page.WELCOME
        return next((p for p in Page if p.value == left_at and p not in _NO_PLACE_TO_RETURN), Page.WELCOME)

    def look_again(self) -> None:
        self._monitor.poke()

    # Pages.

    def go(self, page: Page | None) -> None:
        """To a page of the setup, or to the panel."""
        if self._store.state.page is Page.RESTART and page is not Page.RESTART:
            self.changes.abandon_setup()
        if page is not Page.KEY:
            self.sign_in.cancel()
        self._store.put(replace(self._store.state, page=page))
        if page is not Page.CHOICE:
            left_at = page.value if page and page not in _NO_PLACE_TO_RETURN else ""
            self.memory.remember(replace(self._store.state.preferences, page=left_at))
        if page is Page.RESTART:
            self._prepare()

    def _prepare(self) -> None:
        """Step 4 begins with the plan, unless all of it is done."""
        state = self._store.state
        if isinstance(state.activity, Ended) and state.activity.task is not Task.SETUP:
            self.changes.dismiss()
        held, models = self.key_entry.held, state.preferences.models
        if held is not None and not models and state.look is not None and is_set_up(state.look.facts):
            models = tuple(m.id for m in state.look.goal.models)
        if not proven(state) or models:
            self.changes.set_up(models, held, state.handover)

    def start(self) -> None:
        self.go(following(Page.WELCOME, self._store.state.look))

    def next(self) -> None:
        state = self._store.state
        if state.page is Page.MODEL and state.look is not None and state.look.diagnosis.healthy is False:
            self.go(None)  # the last page is for what works; the panel says what does not
        elif state.page and can_advance(state.page, state.look, key_works=key_works(state)):
            last = state.page is Page.KEY and only_key(state)
            self.go(None if last else following(state.page, state.look))

    def back(self) -> None:
        page = self._store.state.page
        if page is Page.CHOICE:
            self.go(self._choice_from)
        elif page is not None and not self._busy_with_setup:
            self.changes.dismiss()
            self.go(None if only_key(self._store.state) else preceding(page))

    def choose_step(self, index: int) -> None:
        """A click on the rail: only to what is behind or done."""
        state = self._store.state
        if state.page is None or self._busy_with_setup:
            return
        mark = marks(state.page, state.look, key_works=key_works(state))[index]
        if mark in (Mark.READY, Mark.DONE, Mark.STOPPED):
            self.go(STEPS[index])

    def show_panel(self) -> None:
        self.changes.dismiss()
        self.go(None)

    def set_up_again(self) -> None:
        self.changes.dismiss()
        self.key_entry.forget_entry()
        self.go(Page.WELCOME)

    def connect_again(self) -> None:
        """Another key, where the rest is well."""
        self.key_entry.forget_entry()
        self.enter_key()

    def enter_key(self) -> None:
        self.changes.dismiss()
        self.go(Page.KEY)

    def try_again(self) -> None:
        """After a setup that did not work out."""
        self.changes.dismiss()
        self._prepare()

    @property
    def _busy_with_setup(self) -> bool:
        activity = self._store.state.activity
        return isinstance(activity, Running) and activity.plan is not None

    def _change_ended(self, task: Task, result: Outcome | Finding) -> None:
        preferences = self._store.state.preferences
        done = isinstance(result, Outcome) and not result.blocked and (result.applied or result.plan.empty)
        match task:
            case Task.SETUP if done:
                self.handing_over.done()
                self.memory.remember(replace(preferences, models=(), waiting=()))
            case Task.MODELS if done:
                self.memory.remember(replace(preferences, waiting=()))
            case Task.UNDO if done:
                self.key_entry.forget_entry()
                self.memory.remember(replace(preferences, page="", models=(), waiting=()))
                look = self._store.state.look
                if look is not None and not is_set_up(look.facts):
                    self.go(Page.WELCOME)  # there is nothing to watch any more
        self.look_again()

    def close_result(self) -> None:
        """The person has read how a change ended."""
        self.changes.dismiss()

    # Models.

    def open_choice(self) -> None:
        self._choice_from = self._store.state.page or Page.RESTART
        self.go(Page.CHOICE)

    def open_claude(self) -> None:
        """Opens it, and looks for its proof; one that runs already only comes to the front."""
        look = self._store.state.look
        claude = look.facts.claude if look else None
        if claude is None or claude.installation is None or not claude.processes:
            self.changes.restart_claude()
        else:
            self._tasks.spawn(self._bring_to_front(claude.installation))

    async def _bring_to_front(self, installation: Installation) -> None:
        try:
            await asyncio.to_thread(self._parts.platform.start, installation)
        except AppError:
            self.look_again()

    # The outside.

    def practise(self) -> None:
        self.practice_wanted.emit()

    def open_settings(self) -> None:
        """Once it is known what they are."""
        self.at_login.look(self.settings_wanted.emit)

    def open_keys(self) -> None:
        self.keys_wanted.emit()

    def open_about(self) -> None:
        self.about_wanted.emit()

    def open_licences(self) -> None:
        self.licences_wanted.emit()
