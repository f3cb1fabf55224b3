"""The gateway's base URL: which spellings are accepted, and the addresses that follow from it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

DEFAULT_BASE_URL = "https://openrouter.ai/api"
OPENROUTER_STATUS_FEED = "https://status.openrouter.ai/config.json"
_LOOPBACK = {"localhost": "127.0.0.1", "127.0.0.1": "127.0.0.1", "::1": "[::1]"}
_PLAIN = re.compile(r"[!-\[\]-~]+")
"""Visible ASCII but the backslash, which some readers take for a slash."""


def normalise(text: str) -> str | None:
    """The spelling that Claude Desktop accepts, or None where there is none.

    No slash or `/v1` at the end, no credentials, https only; http on loopback, where `localhost` becomes 127.0.0.1.
    """
    text = text.strip()
    if not _PLAIN.fullmatch(text):
        return None
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if not host or parts.username or parts.password or parts.query or parts.fragment:
        return None
    if (parts.scheme == "http" and host not in _LOOPBACK) or parts.scheme not in ("http", "https"):
        return None
    shown = _LOOPBACK[host] if parts.scheme == "http" else f"[{host}]" if ":" in host else host
    path = parts.path.rstrip("/")
    while path.endswith("/v1"):
        path = path.removesuffix("/v1").rstrip("/")
    return f"{parts.scheme}://{shown}{f':{port}' if port else ''}{path}"


def is_loopback(base_url: str) -> bool:
    return (urlsplit(base_url).hostname or "") in _LOOPBACK


def origin(base_url: str) -> str:
    """Scheme, host and port, such as `https://openrouter.ai`."""
    parts = urlsplit(base_url)
    return f"{parts.scheme}://{parts.netloc}"


def host(base_url: str) -> str:
    """Host, and port where it is told, such as `openrouter.ai`."""
    return urlsplit(base_url).netloc


def person_link(base_url: str, page: str) -> str | None:
    """A page for people at the gateway, such as `/keys`; None where the gateway is not OpenRouter nor practice."""
    known = base_url == DEFAULT_BASE_URL or is_loopback(base_url)
    return f"{origin(base_url)}{page}" if known else None


def status_feed(base_url: str) -> str | None:
    """Where incidents are told, or None where this gateway has no such page."""
    if base_url == DEFAULT_BASE_URL:
        return OPENROUTER_STATUS_FEED
    return f"{origin(base_url)}/status/config.json" if is_loopback(base_url) else None
