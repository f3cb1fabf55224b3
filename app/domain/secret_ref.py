"""Where a secret lies: what plans, facts and the journal carry in place of the secret itself."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.secret_names import KEY as KEY  # noqa: PLC0414 - part of this module too
from app.domain.secret_names import MANAGEMENT as MANAGEMENT  # noqa: PLC0414 - likewise

SECRET = "inferenceGatewayApiKey"  # noqa: S105 - its name, not its value
"""The member of a profile that holds a key in clear."""


@dataclass(frozen=True, slots=True)
class Keychain:
    """In the keychain, under that name."""

    name: str = KEY


@dataclass(frozen=True, slots=True)
class ClaudeProfile:
    """In clear in a profile of Claude Desktop."""

    id: str


SecretRef = Keychain | ClaudeProfile


@dataclass(frozen=True, slots=True)
class SecretAt:
    """One certain secret: where it lies, and its SHA-256, so that no other is ever taken for it."""

    ref: SecretRef
    digest: str


TAKEN_OUT = "taken-out-"


def taken_out(digest: str) -> str:
    """The name in the keychain for a key that we took out of somebody's profile, by its SHA-256."""
    return TAKEN_OUT + digest[:16]
