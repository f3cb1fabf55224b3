"""What an IT department prepared on this computer, as far as it can be used, and what is wrong with it."""

from __future__ import annotations

from app.domain.findings import AtFile, Finding, FindingId, Listed, Reason, found
from app.domain.preseed import Preseed, PreseedError, read
from app.platforms.base import Platform
from app.services.data_folder import DataFolder


def look(platform: Platform, data: DataFolder) -> tuple[Preseed, Finding | None]:
    """Nothing is prepared for practice mode. The finding: preseed-damaged, or preseed-ignored."""
    file = None if data.practice else platform.preseed()
    if file is None:
        return Preseed(), None
    if not file.trusted:
        return Preseed(), found(FindingId.PRESEED_IGNORED, AtFile(file.path, Reason.PERMISSION))
    if file.data is None:
        return Preseed(), found(FindingId.PRESEED_DAMAGED, AtFile(file.path, file.reason))
    try:
        preseed = read(file.data)
    except PreseedError as error:
        detail = AtFile(file.path, line=error.line, text=error.member or None)
        return Preseed(), found(FindingId.PRESEED_DAMAGED, detail)
    return preseed, found(FindingId.PRESEED_IGNORED, Listed(preseed.unknown)) if preseed.unknown else None
