"""What this computer is called."""

from __future__ import annotations

import socket

from app.platforms.computer import computer_name


def test_it_is_what_the_system_says() -> None:
    assert computer_name() == socket.gethostname()
