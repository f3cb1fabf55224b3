"""The texts of the licences: ours, and those of the parts, which an installed program carries along."""

from __future__ import annotations

from app.bundle import contents
from app.services import files

_OURS, _OF_PARTS = "LICENSE", "THIRD-PARTY-LICENCES.txt"


def own_licence() -> str:
    """Empty where it is not at its place."""
    return _text(_OURS)


def licences_of_parts() -> str:
    """Empty for a program that runs from source, where each part lies with its own licence."""
    return _text(_OF_PARTS)


def _text(name: str) -> str:
    match files.read(contents() / name):
        case files.Content(data=data):
            return data.decode("utf-8", "replace").strip()
        case _:
            return ""
