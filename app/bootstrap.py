"""The composition root: builds each part once, from the environment."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from app.flows.parts import Parts
from app.platforms import current, login_item
from app.platforms.base import Platform
from app.services.applier import Applier
from app.services.data_folder import DataFolder
from app.services.journal_store import JournalStore
from app.services.keychain import Keychain
from app.services.launcher import Launcher
from app.services.prober import Prober
from app.services.secrets import SecretStore, secret_store
from app.services.start_at_login import StartAtLogin


def build(
    environment: Mapping[str, str], platform: Platform | None = None, secrets: SecretStore | None = None
) -> Parts:
    """All parts for this environment. `platform`, `secrets`: others than this computer's, for tests of what it lacks.

    Raises `AppError` (own-folder-unusable).
    """
    system = platform or current(environment)
    folder = system.data_folder()
    data = DataFolder(folder)
    data.require_usable()
    store = JournalStore(data)
    keychain = Keychain(secrets or secret_store(folder, environment), data)
    launcher = Launcher(system.helper_path(folder), folder)
    return Parts(
        platform=system,
        data=data,
        store=store,
        keychain=keychain,
        launcher=launcher,
        prober=Prober(system, data, store, keychain, launcher),
        applier=Applier(store),
        at_login=StartAtLogin(data, partial(login_item, environment)),
        base_url=environment.get("GATEWAY_COMPANION_BASE_URL", ""),
    )
