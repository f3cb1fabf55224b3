"""The person's own values in the real registry of this Windows."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

if sys.platform == "win32":
    import winreg

    from app.platforms.registry import WindowsOwnValues

    KEY = r"Software\GatewayCompanionTests"

    @pytest.fixture
    def key() -> Iterator[str]:
        yield KEY
        winreg.DeleteKey(winreg.HKEY_CURRENT_USER, KEY)

    def test_a_value_comes_and_goes(key: str) -> None:
        values = WindowsOwnValues()
        assert values.get(key, "name") is None
        values.put(key, "name", '"C:\\a b\\c.exe" --hidden')
        assert values.get(key, "name") == '"C:\\a b\\c.exe" --hidden'
        values.drop(key, "name")
        values.drop(key, "name")
        assert values.get(key, "name") is None

    def test_what_task_manager_writes_is_bytes(key: str) -> None:
        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as handle:
            winreg.SetValueEx(handle, "name", 0, winreg.REG_BINARY, b"\x03\x00")
        assert WindowsOwnValues().get(key, "name") == b"\x03\x00"
