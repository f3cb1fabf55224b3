"""The window: everything that Qt draws, and nothing that decides."""

from __future__ import annotations

import sys

if sys.version_info < (3, 12):
    # PySide6 6.12.0 gives back a None it never took with every call that has no result. Python 3.12 does not count
    # them any more; here the count would reach zero after some thousand calls and end the program.
    import ctypes

    ctypes.c_ssize_t.from_address(id(None)).value += 1 << 40
