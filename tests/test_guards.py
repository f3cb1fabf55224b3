"""The guards of conftest.py work: without this, a broken guard would look like a passing test."""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys

import pytest


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 80), ("openrouter.test", 443)])
def test_no_connection_leaves_this_computer(address: tuple[str, int], stays_on_this_computer: list[str]) -> None:
    with pytest.raises(OSError, match="leave this computer"):
        socket.create_connection(address, timeout=1)
    assert address[0] in stays_on_this_computer.pop()


def test_loopback_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


def test_no_name_is_looked_up_outside() -> None:
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo("gateway.invalid", 443)


def test_a_warning_in_the_log_is_seen(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("app").warning("something unexpected")
    assert [record.levelno for record in caplog.get_records("call")] == [logging.WARNING]
    caplog.clear()


def test_the_home_is_this_processs_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    assert os.environ["HOME"].startswith(str(tmp_path_factory.getbasetemp()))


def test_a_child_process_has_the_private_home() -> None:
    code = "import pathlib; print(pathlib.Path.home())"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.strip() == os.environ["HOME"]
