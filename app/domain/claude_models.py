"""Which models Claude Desktop lists, what family they are of, and which ones to choose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from app.domain.goal import ChosenModel, Tier
from app.domain.model import Model

_DENIED = (
    *("gpt", "openai", "gemini", "gemma", "grok", "glm", "qwen", "kimi", "moonshot", "deepseek", "llama", "mistral"),
    *("mixtral", "minimax", "nemotron", "command-r", "phi-", "nova-", "hermes", "granite", "ernie", "codex"),
)
_ALLOWED = ("claude", "anthropic", *Tier)
_LONG_CONTEXT = 1_000_000
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"\d+(\.\d+)*")
_VERSION = re.compile(r"\d{1,3}(\.\d{1,3})*", re.ASCII)


@dataclass(frozen=True, slots=True)
class DeniedWord:
    """Claude drops the id because of this word in it."""

    word: str


@dataclass(frozen=True, slots=True)
class NotClaude:
    """Claude drops the id because nothing in it says that it is one of Claude's models."""


Refusal = DeniedWord | NotClaude


def accepted(id: str) -> Refusal | None:
    """Why Claude's picker would drop this id, or None where it lists it. It looks at nothing but the id."""
    folded = id.casefold()
    for word in _DENIED:
        if word in folded:
            return DeniedWord(word)
    return None if any(word in folded for word in _ALLOWED) else NotClaude()


def tier(id: str) -> Tier | None:
    """The family that the id names."""
    folded = id.casefold()
    return next((t for t in Tier if t in folded), None)


class _Form(IntEnum):
    """What kind of name an id is; the higher, the better to choose."""

    ALIAS = 0
    VARIANT = 1
    PLAIN = 2


@dataclass(frozen=True, slots=True, order=True)
class _Rank:
    """The greatest of a family is the one to choose."""

    of_anthropic: bool
    form: _Form
    version: tuple[int, ...]
    created: int

    @property
    def kind(self) -> tuple[bool, _Form]:
        return self.of_anthropic, self.form


def _rank(model: Model) -> _Rank:
    return _Rank(_author(model.id) in ("", "anthropic"), _form(model), _version(model.id), model.created)


def _author(id: str) -> str:
    return id.casefold().removeprefix("~").rpartition("/")[0]


def _words(id: str) -> list[str]:
    """`anthropic/claude-sonnet-4.6:batch` has the words claude, sonnet and 4.6."""
    return id.casefold().rpartition("/")[2].partition(":")[0].split("-")


def _version(id: str) -> tuple[int, ...]:
    """Both `4.6` and `4-6` are (4, 6); a date such as 20251001 is no part of it."""
    return tuple(int(n) for word in _words(id) if _VERSION.fullmatch(word) for n in word.split("."))


def _form(model: Model) -> _Form:
    words = {word for word in _words(model.id) if not _NUMBER.fullmatch(word)}
    if model.id.startswith("~") or model.alias_of or "latest" in words:
        return _Form.ALIAS
    return _Form.VARIANT if ":" in model.id or words - {"claude", *Tier} else _Form.PLAIN


def recommended(models: Iterable[Model], today: str = "") -> tuple[ChosenModel, ...]:
    """The newest model of each family, the default first; a small one is among them wherever one is offered.

    `today` (YYYY-MM-DD) leaves out what has expired. Models of no known family count only where there is no other.
    """
    newest: dict[Tier | None, Model] = {}
    for model in _usable(models, today):
        family = tier(model.id)
        if family not in newest or _rank(model) > _rank(newest[family]):
            newest[family] = model
    families = [family for family in Tier if family in newest]
    return tuple(_chosen(newest[family]) for family in families or newest)


@dataclass(frozen=True, slots=True)
class Choice:
    """What becomes of the ids that a person gave.

    `added`: the small model among `models` that was not asked for. `refused`: Claude would drop these.
    """

    models: tuple[ChosenModel, ...]
    unknown: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    added: ChosenModel | None = None


def choose(ids: Sequence[str], models: Iterable[Model], today: str = "") -> Choice:
    """The models for these ids in their order, the first being the default, and a small one where none of them is."""
    offered = {model.id: model for model in models}
    asked = tuple(dict.fromkeys(ids))
    refused = tuple(id for id in asked if accepted(id) is not None)
    unknown = tuple(id for id in asked if id not in offered and id not in refused)
    chosen = tuple(_chosen(offered[id]) for id in asked if id in offered and id not in refused)
    if not chosen or any(c.tier is Tier.HAIKU for c in chosen):
        return Choice(chosen, unknown, refused)
    small = next((m for m in recommended(offered.values(), today) if m.tier is Tier.HAIKU), None)
    return Choice((*chosen, small) if small else chosen, unknown, refused, small)


def nearest(id: str, models: Iterable[Model], today: str = "") -> ChosenModel | None:
    """What takes the place of a model that is gone: of the same family the next newer version, else the newest."""
    family, version = tier(id), _version(id)
    relatives = [m for m in _usable(models, today) if m.id != id and family is not None and tier(m.id) is family]
    newest = max(relatives, key=_rank, default=None)
    if newest is None:
        return None
    kind = _rank(newest).kind
    newer = [m for m in relatives if _rank(m).kind == kind and version and _version(m.id) > version]
    return _chosen(min(newer, key=lambda m: (_version(m.id), -m.created), default=newest))


def _usable(models: Iterable[Model], today: str) -> Iterator[Model]:
    for model in models:
        expires = _DAY.match(model.expires_on or "")
        if accepted(model.id) is None and not (expires and expires[0] < today):
            yield model


def listed(row: Mapping[str, object]) -> ChosenModel:
    """A row of Claude's own list, which has a `name`."""
    id, label = str(row["name"]), row.get("labelOverride")
    return ChosenModel(id, label if isinstance(label, str) else id, tier(id), row.get("supports1m") is True)


def by_id(id: str) -> ChosenModel:
    """A model of which nothing but the id is known yet: until the gateway was asked, that is its name too."""
    return ChosenModel(id, id, tier(id))


def _chosen(model: Model) -> ChosenModel:
    label = re.sub(r"^anthropic:\s*", "", model.name.strip(), flags=re.IGNORECASE) or model.id
    return ChosenModel(model.id, label, tier(model.id), (model.context_length or 0) >= _LONG_CONTEXT)
