"""Turns what happens on this computer into looks: files of Claude that changed, the network that came back, time."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePath

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer

from app.domain.outcome import Look, Outcome
from app.domain.state import AppState, Ended, Task, proven
from app.domain.wizard import Page
from app.flows.monitor import Monitor
from app.ui.store import Store

_SOON = 700
_OFTEN = 3_000
_TICK = 10_000
_ASLEEP = 60.0
"""Seconds by which a tick may be late; more, and the computer has slept."""
_WATCHFUL_PAGES = (Page.WELCOME, Page.DEVELOPER_MODE, Page.SETTINGS)


class Wakeups(QObject):
    """`visible`: whether anybody can see the ages that the tick renews."""

    def __init__(self, monitor: Monitor, store: Store, visible: Callable[[], bool]) -> None:
        super().__init__()
        self._monitor = monitor
        self._store = store
        self._visible = visible
        self._look: Look | None = None
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._changed)
        self._watcher.fileChanged.connect(self._changed)
        self._soon = QTimer(self, interval=_SOON, singleShot=True)
        self._soon.timeout.connect(self._glance)
        self._often = QTimer(self, interval=_OFTEN)
        self._often.timeout.connect(self._glance_often)
        self._tick = QTimer(self, interval=_TICK)
        self._tick.timeout.connect(self._ticked)
        self._ticked_at = time.time()
        self._tick.start()
        store.changed.connect(self._follow)

    def stop(self) -> None:
        for timer in (self._soon, self._often, self._tick):
            timer.stop()

    def _follow(self, state: AppState) -> None:
        if state.look is not None and state.look is not self._look:
            self._look = state.look
            self._watch(_places(state.look))
        if _wants_often(state) != self._often.isActive():
            if self._often.isActive():
                self._often.stop()
            else:
                self._often.start()

    def _watch(self, places: set[str]) -> None:
        """After each look anew: a folder may have come since, and a file that was replaced is watched no more."""
        for place in places.difference(self._watcher.files(), self._watcher.directories()):
            self._watcher.addPath(place)  # one that is not there is passed over

    def _changed(self, _: str) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _glance(self) -> None:
        self._monitor.poke(full=False)

    def _glance_often(self) -> None:
        """Models that wait for Claude to close are no less urgent while nobody looks."""
        if self._visible() or self._store.state.preferences.waiting:
            self._glance()

    def _ticked(self) -> None:
        now = time.time()
        slept, self._ticked_at = now - self._ticked_at > _TICK / 1000 + _ASLEEP, now
        if slept:
            self._monitor.poke()
        if self._visible():
            self._store.put(replace(self._store.state, now=now))


def _places(look: Look) -> set[str]:
    """Folders tell of files that come and go, a file of what is written into it."""
    places = set[PurePath]()
    for root in look.facts.roots:
        where = root.root
        places |= {where.gateway, where.gateway / "configLibrary", where.normal, where.log}
        places |= {document.path for document in root.documents}
    return {str(place) for place in places}


def _wants_often(state: AppState) -> bool:
    """Where a person waits for this computer to become another one."""
    return state.page in _WATCHFUL_PAGES or _waits_for_proof(state) or bool(state.preferences.waiting)


def _waits_for_proof(state: AppState) -> bool:
    match state.activity:
        case Ended(task=task, result=Outcome(applied=True)):
            return task is not Task.UNDO and not proven(state)
        case _:
            return False
