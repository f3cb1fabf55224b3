"""The services that the flows work with, built once by `app/bootstrap.py`."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.errors import AppError, failure
from app.domain.findings import FindingId, Named
from app.domain.gateway_address import DEFAULT_BASE_URL, is_loopback, normalise
from app.domain.goal import Goal, Handover
from app.platforms.base import Platform
from app.services import preseed
from app.services.applier import Applier
from app.services.claude_files import keeps_copy
from app.services.data_folder import DataFolder
from app.services.journal_store import JournalStore
from app.services.keychain import Keychain
from app.services.launcher import Launcher
from app.services.prober import Prober
from app.services.start_at_login import StartAtLogin


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything that touches the outside. `base_url`: the first goal's gateway, where the environment names one."""

    platform: Platform
    data: DataFolder
    store: JournalStore
    keychain: Keychain
    launcher: Launcher
    prober: Prober
    applier: Applier
    at_login: StartAtLogin
    base_url: str = ""

    def goal(self) -> Goal:
        """What managed settings of ours say, else the stored goal, else the first one.

        Raises `AppError`: gateway-address-refused, preseed-damaged.
        """
        source = None if self.data.practice else self.platform.managed()
        stored = self.stored_goal()
        if source is not None and (managed := source.gateway) is not None:
            prepared, _ = preseed.look(self.platform, self.data)
            low = stored.low_below if stored else prepared.goal("", Handover.HELPER).low_below
            return Goal(managed.base_url, managed.models, low_below=low)
        goal = stored or self._first()
        if not goal.base_url or (self.data.practice and not is_loopback(goal.base_url)):
            raise failure(FindingId.GATEWAY_ADDRESS_REFUSED, Named(goal.base_url or self.base_url))
        return goal

    def goal_for_undo(self) -> Goal:
        """What was there before comes back, and no gateway is asked, so nothing that is wrong with a goal is in the way."""
        try:
            return self.goal()
        except AppError:
            return Goal(handover=self._handover(Handover.HELPER))

    def stored_goal(self) -> Goal | None:
        return self.data.load("goal.json", Goal)

    def has_own_goal(self) -> bool:
        """Whether the models of the goal were chosen from what the gateway offers, so that all is known of them."""
        managed = None if self.data.practice else self.platform.managed()
        stored = self.stored_goal()
        return bool((managed and managed.gateway) or (stored and stored.models))

    def prepared_models(self) -> tuple[str, ...]:
        """The ids that an IT department chose, in place of the recommended ones."""
        prepared, _ = preseed.look(self.platform, self.data)
        return prepared.models

    def _first(self) -> Goal:
        """Before a first setup: as the environment says, else as an IT department prepared it, else OpenRouter."""
        prepared, wrong = preseed.look(self.platform, self.data)
        if wrong is not None and wrong.id is FindingId.PRESEED_DAMAGED:
            raise AppError(wrong)
        address = normalise(self.base_url) or "" if self.base_url else prepared.base_url or DEFAULT_BASE_URL
        return prepared.goal(address, self._handover(prepared.handover or Handover.HELPER))

    def _handover(self, otherwise: Handover) -> Handover:
        """Where the goal is lost, our profile still says that a copy was chosen."""
        return Handover.STATIC if keeps_copy(self.platform.roots()) else otherwise

    def remember(self, goal: Goal | None) -> None:
        """Stores the goal; None forgets it, as before a first setup."""
        if goal is None:
            self.data.remove("goal.json")
        elif goal != self.stored_goal():
            self.data.save("goal.json", goal)
