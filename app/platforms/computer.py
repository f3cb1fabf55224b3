"""What this computer is called."""

from __future__ import annotations

import socket


def computer_name() -> str:
    """Its own name as the system tells it, with or without a domain; empty where it tells none."""
    try:
        return socket.gethostname()
    except OSError:
        return ""
