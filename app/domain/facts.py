"""What a probe saw: the frozen input of `diagnose` and `plan`. It holds no secret and no file's contents."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import PurePath

from app.domain.accounts import KeptKey
from app.domain.documents import Role, RootFacts
from app.domain.findings import Finding
from app.domain.goal import ChosenModel
from app.domain.journal import Journal
from app.domain.model import Balance, DaySpent, Incident, KeyInfo, Model
from app.domain.secret_ref import SECRET, Keychain, SecretRef


@dataclass(frozen=True, slots=True)
class Installation:
    """Claude Desktop on this computer. `version` is None where it is not known before a launch."""

    program: PurePath
    version: str | None
    launch: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClaudeProcess:
    """A running Claude Desktop of this user. `started` in seconds since the epoch."""

    pid: int
    started: float


@dataclass(frozen=True, slots=True)
class ManagedGateway:
    """The gateway that managed settings of ours name.

    `usable`: their helper is there, can be started, and not everybody can change it.
    """

    base_url: str
    models: tuple[ChosenModel, ...]
    helper: PurePath
    usable: bool = True


@dataclass(frozen=True, slots=True)
class ManagedSource:
    """A configuration by an IT department. `keys` are the names it sets; `owner` is who left it, where known.

    `gateway`: what it comes to, where it is one that this program hands out. `changed`: when it was last written, in
    seconds since the epoch, where the system tells that.
    """

    place: str
    keys: tuple[str, ...]
    readable: bool = True
    owner: str | None = None
    gateway: ManagedGateway | None = None
    changed: float = field(default=0.0, compare=False)


@dataclass(frozen=True, slots=True)
class LogEvidence:
    """What Claude's log says of its present launch. None = it does not say.

    `health` is Claude's own word, an open list; `helper_ok`: it got a key from the credential helper; `api_host`
    is without the scheme.
    """

    version: str | None = None
    active: bool | None = None
    health: str | None = None
    helper_ok: bool = False
    api_host: str | None = None
    reports: tuple[Finding, ...] = ()
    code_tab_login: bool = False


@dataclass(frozen=True, slots=True)
class Claude:
    """Claude Desktop as a program: where it is, whether it runs, and what it says of itself."""

    installation: Installation | None
    processes: tuple[ClaudeProcess, ...] = ()
    evidence: LogEvidence | None = None
    version: str | None = None

    @property
    def running_since(self) -> float | None:
        return min((p.started for p in self.processes), default=None)


@dataclass(frozen=True, slots=True)
class StoredKey:
    """There is a key, shown as its hint. `digest`: its SHA-256; `place`: where it lies, usually the keychain."""

    hint: str
    digest: str
    place: SecretRef = Keychain()  # noqa: RUF009 - frozen, so it can be shared


KeychainState = StoredKey | Finding | None
"""A stored key, why it cannot be had, or None: the keychain works and holds no key."""


@dataclass(frozen=True, slots=True)
class HelperState:
    """The launcher that Claude runs to get the key. `usable`: there, executable and pointing at this program."""

    path: PurePath
    usable: bool


@dataclass(frozen=True, slots=True)
class GatewayFacts:
    """What the gateway said. Each part is its value, the finding why not, or None = not checked.

    `latency` in seconds, of the first answer. `activity`: what was spent with this key on each whole day, which takes a
    management key; `management`: what is wrong with that one.
    """

    latency: float | None = None
    key: KeyInfo | Finding | None = None
    balance: Balance | Finding | None = None
    models: tuple[Model, ...] | Finding | None = None
    incidents: tuple[Incident, ...] | None = None
    activity: tuple[DaySpent, ...] | Finding | None = None
    management: Finding | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything one probe saw. `seen_at` in seconds since the epoch; `gateway` None = offline was asked for.

    `management`: the optional second key, which is looked for only where the gateway is asked. `trouble`: what is
    wrong with the keychain itself, also where no key is wanted of it. `taken_out`: what it says of each key that was once
    taken out of a profile, by its name. `kept`: the key that we have kept last. `preseed`: what is wrong with what an IT
    department prepared for this program.
    """

    seen_at: float
    claude: Claude
    managed: ManagedSource | None
    roots: tuple[RootFacts, ...]
    keychain: KeychainState
    helper: HelperState
    journal: Journal
    gateway: GatewayFacts | None = None
    damaged: tuple[str, ...] = ()
    busy: str | None = None
    management: KeychainState = None
    trouble: Finding | None = None
    taken_out: tuple[tuple[str, KeychainState], ...] = ()
    kept: KeptKey | None = None
    preseed: Finding | None = None

    @property
    def own_copy(self) -> str:
        """SHA-256 of the key that our own profile holds in clear; empty where it holds none."""
        held = (root.member(Role.PROFILE, SECRET) for root in self.roots)
        return next((text.strip('"') for text in held if text), "")

    def with_answers_of(self, before: Facts) -> Facts:
        """A look at this computer alone, with what the keychain and the gateway said before."""
        return replace(
            self,
            keychain=before.keychain,
            gateway=before.gateway,
            management=before.management,
            trouble=before.trouble,
            taken_out=before.taken_out,
            kept=before.kept,
        )
