"""The names of our secrets in the keychain. A module of its own, as the helper must start fast and needs nothing else."""

from __future__ import annotations

KEY = "openrouter"
"""The key that Claude uses."""
MANAGEMENT = "openrouter-management"
"""The optional management key, which is sent to the gateway only and never given to Claude."""
