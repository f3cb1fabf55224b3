"""Where a secret lies: what plans, facts and the journal carry in place of the secret itself."""

from __future__ import annotations

from dataclasses import dataclass

KEY = "openrouter"
"""The name under which the key that Claude uses lies in the keychain."""
MANAGEMENT = "openrouter-management"
"""Likewise the optional management key, which is sent to the gateway only and never given to Claude."""


@dataclass(frozen=True, slots=True)
class Keychain:
    """In the keychain, under that name."""

    name: str = KEY


@dataclass(frozen=True, slots=True)
class ClaudeProfile:
    """In clear in a profile of Claude Desktop."""

    id: str


SecretRef = Keychain | ClaudeProfile
