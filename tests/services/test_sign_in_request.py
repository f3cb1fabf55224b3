"""Whatever any program on this computer may send to the sign-in's address is read in one go, without going back."""

from __future__ import annotations

import subprocess
import sys
from http import HTTPStatus

import pytest

from app.services.sign_in_request import Denied, Refused, meaning

ADDRESS, PATH = "127.0.0.1:4", "/signed-in/x"
DENIED = f"{PATH}?error=access_denied"
ROOM = 32 * 1024
READ = f"""
import sys
from app.services.sign_in_request import meaning
print(meaning(sys.stdin.buffer.read(), {ADDRESS!r}, {PATH!r}))
"""


def head(*lines: bytes, target: str = PATH) -> bytes:
    return b"\r\n".join([f"GET {target} HTTP/1.1".encode(), f"Host: {ADDRESS}".encode(), *lines, b"", b""])


@pytest.mark.parametrize(
    "lines",
    [
        [b"A:" + b" " * ROOM + b"\x01"],
        [b"A:a" + b" \t" * (ROOM // 2) + b"\x01"],
        [b"A:" + b" a" * (ROOM // 2) + b"\x01"],
        [b"A" * ROOM],
        [b"A" * ROOM + b"\x01:"],
        [b":" * ROOM + b"\x01"],
        [b"A:" + b"\xff" * ROOM + b"\n"],
        [b"A:"] * (ROOM // 4) + [b"\x01"],
        [b""] * (ROOM // 2),
    ],
)
def test_the_worst_headers_are_refused_and_cost_nothing(lines: list[bytes]) -> None:
    """In a process of its own, which is ended where it would go on for hours."""
    read = [sys.executable, "-c", READ]
    told = subprocess.run(read, input=head(*lines), capture_output=True, timeout=60, check=True)
    assert b"BAD_REQUEST" in told.stdout


@pytest.mark.parametrize("line", [b"Origin:http://127.0.0.1:4", b"origin: \t http://127.0.0.1:4 \t", b"A:", b"A: :"])
def test_headers_as_they_may_be_written(line: bytes) -> None:
    assert meaning(head(line, target=DENIED), ADDRESS, PATH) == Denied(by_person=True)


@pytest.mark.parametrize(
    "line", [b":", b": x", b"A :x", b" A:x", b"A", b"\xc3\xa9: x", b"A: \x00", b"A: \x7f", b"A: \r"]
)
def test_lines_that_are_no_headers(line: bytes) -> None:
    assert meaning(head(line, target=DENIED), ADDRESS, PATH) == Refused(HTTPStatus.BAD_REQUEST)
