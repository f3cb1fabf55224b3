"""The one expected error: something a person can be told, as a finding from the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the helper starts fast, and seldom has anything to tell
    from app.domain.finding_ids import FindingId
    from app.domain.findings import Detail, Finding


class AppError(Exception):
    """Raised at the border to the outside world, in place of every foreign error.

    It carries a `Finding`, so what a person reads about an error and about a status is the same text.
    """

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.id.value)
        self.finding = finding


def failure(id: FindingId, detail: Detail | None = None) -> AppError:
    """The error for a finding with its usual severity."""
    from app.domain.findings import NoDetail, found

    return AppError(found(id, NoDetail() if detail is None else detail))
