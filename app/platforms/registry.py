"""The Windows registry, as little of it as is needed: what one key holds, and single values of the person's own."""

from __future__ import annotations

import sys
from typing import Literal, Protocol

Hive = Literal["HKLM", "HKCU"]


class Registry(Protocol):
    def values(self, hive: Hive, key: str) -> dict[str, str | int] | None:
        """The strings and numbers directly there; None where there is no such key, or it is not for us to read."""
        ...

    def subkeys(self, hive: Hive, key: str) -> tuple[str, ...]: ...


class OwnValues(Protocol):
    """Single values under HKCU. OSError where one cannot be read, written or removed."""

    def get(self, key: str, name: str) -> str | int | bytes | None:
        """None where there is none, or it is of another kind."""
        ...

    def put(self, key: str, name: str, text: str) -> None: ...

    def drop(self, key: str, name: str) -> None:
        """Also where there is none."""
        ...


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

    class WindowsOwnValues:
        """The person's own values on this computer."""

        def get(self, key: str, name: str) -> str | int | bytes | None:
            import winreg

            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as handle:
                    data = winreg.QueryValueEx(handle, name)[0]
            except FileNotFoundError:
                return None
            return data if isinstance(data, (str, int, bytes)) else None

        def put(self, key: str, name: str, text: str) -> None:
            import winreg

            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as handle:
                winreg.SetValueEx(handle, name, 0, winreg.REG_SZ, text)

        def drop(self, key: str, name: str) -> None:
            import winreg

            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key, access=winreg.KEY_SET_VALUE) as handle:
                    winreg.DeleteValue(handle, name)
            except FileNotFoundError:
                return

    def _root(hive: Hive) -> int:
        import winreg

        return winreg.HKEY_LOCAL_MACHINE if hive == "HKLM" else winreg.HKEY_CURRENT_USER
