"""The models that a person chose: part of the setup at first, and afterwards waiting for a restart of Claude."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.domain.diagnosis import is_set_up
from app.domain.outcome import Look
from app.ui.changes import Changes
from app.ui.memory import Memory
from app.ui.store import Store


class ModelChoice:
    def __init__(self, store: Store, changes: Changes, memory: Memory) -> None:
        self._store, self._changes, self._memory = store, changes, memory
        self._tried_waiting = False

    def choose(self, ids: Sequence[str]) -> None:
        """The first is the default."""
        state = self._store.state
        chosen = tuple(dict.fromkeys(ids))
        if state.look is not None and is_set_up(state.look.facts):
            present = tuple(m.id for m in state.look.goal.models)
            self._memory.remember(replace(state.preferences, waiting=chosen if chosen != present else (), models=()))
        else:
            self._memory.remember(replace(state.preferences, models=chosen))

    def use_waiting(self, look: Look) -> None:
        """Claude reads them when it opens, so they are written while it is closed; once for each time it is."""
        waiting = self._store.state.preferences.waiting
        if waiting and not is_set_up(look.facts):
            self.forget_waiting()  # somebody took the setup back
        elif look.facts.claude.processes:
            self._tried_waiting = False
        elif waiting and not self._tried_waiting:
            self._tried_waiting = True
            self._changes.use_models(waiting, restart=False)

    def use_now(self) -> None:
        self._changes.use_models(self._store.state.preferences.waiting, restart=True)

    def forget_waiting(self) -> None:
        self._memory.remember(replace(self._store.state.preferences, waiting=()))
