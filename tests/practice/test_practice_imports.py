"""Practice stands alone: what it shares with the product would be proven against itself."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "app/practice"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.name)
def test_it_imports_the_standard_library_and_itself(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0
            names = [str(node.module)]
        for name in names:
            is_qt = name.split(".")[0] == "PySide6" and path.name == "claude_window.py"
            assert (
                is_qt
                or name.split(".")[0] in sys.stdlib_module_names
                or name.startswith(("app.practice", "app.bundle"))
            )


def test_qt_is_loaded_only_for_a_window() -> None:
    """Nothing but the launch itself, and that inside a function, imports the window."""
    importing = [path.name for path in sorted(FOLDER.glob("*.py")) if "claude_window import" in path.read_text("utf-8")]
    assert importing == ["claude_desktop.py"]
    code = (
        "import sys, app.practice.serve, app.practice.claude_desktop; print([m for m in sys.modules if 'PySide6' in m])"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code], cwd=FOLDER.parents[1], capture_output=True, text=True, check=True
    )
    assert shown.stdout.strip() == "[]"
