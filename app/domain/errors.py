"""The one expected error: something a person can be told, as a finding from the catalogue."""

from __future__ import annotations

from app.domain.findings import Detail, Finding, FindingId, NoDetail, found


class AppError(Exception):
    """Raised at the border to the outside world, in place of every foreign error.

    It carries a `Finding`, so what a person reads about an error and about a status is the same text.
    """

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.id.value)
        self.finding = finding


def failure(id: FindingId, detail: Detail = NoDetail()) -> AppError:  # noqa: B008 - frozen, so it can be shared
    """The error for a finding with its usual severity."""
    return AppError(found(id, detail))
