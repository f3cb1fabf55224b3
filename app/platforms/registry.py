"""The Windows registry, as little of it as is needed: the values and subkeys of one key."""

from __future__ import annotations

import sys
from typing import Literal, Protocol

Hive = Literal["HKLM", "HKCU"]


class Registry(Protocol):
    def values(self, hive: Hive, key: str) -> dict[str, str | int] | None:
        """The strings and numbers directly there; None where there is no such key, or it is not for us to read."""
        ...

    def subkeys(self, hive: Hive, key: str) -> tuple[str, ...]: ...


if sys.platform == "win32":

    class WindowsRegistry:
        """The registry of this computer."""

        def values(self, hive: Hive, key: str) -> dict[str, str | int] | None:
            import winreg

            try:
                with winreg.OpenKey(_root(hive), key) as handle:
                    count = winreg.QueryInfoKey(handle)[1]
                    rows = [winreg.EnumValue(handle, index) for index in range(count)]
            except OSError:
                return None
            return {name: data for name, data, _ in rows if isinstance(data, (str, int))}

        def subkeys(self, hive: Hive, key: str) -> tuple[str, ...]:
            import winreg

            try:
                with winreg.OpenKey(_root(hive), key) as handle:
                    return tuple(winreg.EnumKey(handle, index) for index in range(winreg.QueryInfoKey(handle)[0]))
            except OSError:
                return ()

    def _root(hive: Hive) -> int:
        import winreg

        return winreg.HKEY_LOCAL_MACHINE if hive == "HKLM" else winreg.HKEY_CURRENT_USER
