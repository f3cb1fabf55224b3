"""Keeps Python 3.11 running beside PySide6, which gives back values that it never took: see packaging/decisions/0008."""

from __future__ import annotations

import ctypes
import sys

if sys.version_info < (3, 12):
    for counted in (None, True, False, NotImplemented):
        ctypes.c_ssize_t.from_address(id(counted)).value += 1 << 40
