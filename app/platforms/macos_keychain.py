"""What `keyring` does not do with the keychain of macOS: ask nobody, and let the system ask for the password."""

from __future__ import annotations

import ctypes
from ctypes.util import find_library

_NOT_AVAILABLE = -25291
"""errSecNotAvailable"""


def ask_nobody() -> None:
    """From now on calls that would need the person's answer fail with errSecInteractionNotAllowed."""
    security = _security()
    if security is not None:
        security.SecKeychainSetUserInteractionAllowed(ctypes.c_ubyte(0))


def unlock() -> int:
    """The system's window for the default keychain's password, unless it is open; the system's status, 0 = done."""
    security = _security()
    if security is None:
        return _NOT_AVAILABLE
    nothing = ctypes.c_void_p(None)
    return int(security.SecKeychainUnlock(nothing, ctypes.c_uint32(0), nothing, ctypes.c_ubyte(0)))


def _security() -> ctypes.CDLL | None:
    path = find_library("Security")
    return ctypes.CDLL(path) if path else None
