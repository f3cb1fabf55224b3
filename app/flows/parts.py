"""The services that the flows work with, built once by `app/bootstrap.py`."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.errors import failure
from app.domain.findings import FindingId, Named
from app.domain.gateway_address import DEFAULT_BASE_URL, is_loopback, normalise
from app.domain.goal import Goal, Handover
from app.platforms.base import Platform
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
    """Everything that touches the outside. `base_url`: the first goal's gateway, as the environment names it."""

    platform: Platform
    data: DataFolder
    store: JournalStore
    keychain: Keychain
    launcher: Launcher
    prober: Prober
    applier: Applier
    at_login: StartAtLogin
    base_url: str = DEFAULT_BASE_URL

    def goal(self) -> Goal:
        """The stored goal, else the first one. Raises `AppError` (gateway-address-refused)."""
        stored = self.data.load("goal.json", Goal)
        goal = stored or Goal(normalise(self.base_url) or "", handover=self._handover())
        if not goal.base_url or (self.data.practice and not is_loopback(goal.base_url)):
            raise failure(FindingId.GATEWAY_ADDRESS_REFUSED, Named(goal.base_url or self.base_url))
        return goal

    def _handover(self) -> Handover:
        """Where the goal is lost, our profile still says that a copy was chosen."""
        return Handover.STATIC if keeps_copy(self.platform.roots()) else Handover.HELPER

    def remember(self, goal: Goal | None) -> None:
        """Stores the goal; None forgets it, as before a first setup."""
        if goal is None:
            self.data.remove("goal.json")
        elif goal != self.data.load("goal.json", Goal):
            self.data.save("goal.json", goal)
