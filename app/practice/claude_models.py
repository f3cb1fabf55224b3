"""Which model ids Claude Desktop lets into its picker."""

from __future__ import annotations

_DENIED = (
    "gpt",
    "openai",
    "gemini",
    "gemma",
    "grok",
    "glm",
    "qwen",
    "kimi",
    "moonshot",
    "deepseek",
    "llama",
    "mistral",
    "mixtral",
    "minimax",
    "nemotron",
    "command-r",
    "phi-",
    "nova-",
    "hermes",
    "granite",
    "ernie",
    "codex",
)
_WANTED = ("claude", "anthropic", "sonnet", "opus", "haiku", "fable", "mythos")
TIERS = ("sonnet", "opus", "haiku", "fable", "mythos")


def is_accepted(id: str) -> bool:
    """A denied word anywhere loses first; then one of Claude's own words must be there."""
    folded = id.casefold()
    return not any(word in folded for word in _DENIED) and any(word in folded for word in _WANTED)
