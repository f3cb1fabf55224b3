"""The window: everything that Qt draws, and nothing that decides."""

from __future__ import annotations

import sys

if sys.version_info < (3, 12):
    # PySide6 6.12.0 returns None, True, False and NotImplemented without counting them. From Python 3.12 on nobody
    # counts them; here each call would take one away, and at zero, after some thousand calls, Python ends the program.
    import ctypes

    for counted in (None, True, False, NotImplemented):
        ctypes.c_ssize_t.from_address(id(counted)).value += 1 << 40
