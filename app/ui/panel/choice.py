"""Which models are offered and which of them are chosen, as rows; and what becomes of the choice after one more click."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.domain.claude_models import choose
from app.domain.loadable import known
from app.domain.model import Model
from app.domain.state import AppState
from app.flows.models import offered


@dataclass(frozen=True, slots=True)
class Offer:
    """One row. `fixed`: it is the only one that is ticked, so it stays."""

    id: str
    name: str
    context: int | None
    reading: Decimal | None
    writing: Decimal | None
    shown: bool
    default: bool
    fixed: bool


def present(state: AppState) -> tuple[str, ...]:
    """What Claude lists now, the default first."""
    return tuple(m.id for m in state.look.goal.models) if state.look else ()


def chosen(state: AppState) -> tuple[str, ...]:
    """What is shown as chosen: what waits for a restart, else what Claude lists now."""
    return state.preferences.waiting or present(state)


def offers(state: AppState) -> tuple[Offer, ...]:
    """Only what Claude accepts. What it lists now comes first, so that no row moves when it is ticked."""
    seen = known(state.models)
    if seen is None:
        return ()
    ids = chosen(state)
    models = [o.model for o in offered(seen.value, ids) if o.accepted]
    names = {c.id: c.label for c in choose([m.id for m in models], models).models}
    shown = [m.id for m in models if m.id in ids]
    rank = {id: place for place, id in enumerate(present(state))}
    models.sort(key=lambda m: (rank.get(m.id, len(rank)), -m.created, names.get(m.id, m.name)))
    return tuple(_offer(m, names.get(m.id, m.name), ids, only=len(shown) == 1) for m in models)


def _offer(model: Model, name: str, ids: Sequence[str], *, only: bool) -> Offer:
    shown = model.id in ids
    return Offer(
        model.id,
        name,
        model.context_length,
        model.prompt_price,
        model.completion_price,
        shown,
        default=bool(ids) and model.id == ids[0],
        fixed=shown and only,
    )


def ticked(rows: Sequence[Offer], before: Sequence[str], id: str) -> tuple[str, ...]:
    """The choice with this model put in or taken out; without the default, the next one takes its place."""
    kept = [r.id for r in rows if r.shown and r.id != id]
    added = [r.id for r in rows if r.id == id and not r.shown]
    default = next((r.id for r in rows if r.default and r.id != id), None)
    return _ordered([*kept, *added], default, before)


def starred(rows: Sequence[Offer], before: Sequence[str], id: str) -> tuple[str, ...]:
    """The choice with this model as the default; it is ticked with it."""
    return _ordered([r.id for r in rows if r.shown or r.id == id], id, before)


def _ordered(ids: Sequence[str], default: str | None, before: Sequence[str]) -> tuple[str, ...]:
    """In the order of `before`, so that taking a click back gives the very choice that was there."""
    rank = {id: place for place, id in enumerate(before)}
    return tuple(sorted(ids, key=lambda one: (one != default, rank.get(one, len(rank)))))
