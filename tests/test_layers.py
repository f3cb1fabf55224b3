"""Holds the source to the architecture: who may import whom, who may write files, and how long things get."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
_BELOW_UI = {"flows", "services", "platforms", "words", "domain"}
MAY_IMPORT: dict[str, set[str]] = {
    "__init__": set(),
    "bundle": set(),
    "project": set(),
    "domain": set(),
    "words": {"domain"},
    "platforms": {"words", "domain"},
    "services": {"bundle", "platforms", "words", "domain"},
    "flows": {"services", "platforms", "words", "domain"},
    "ui": _BELOW_UI | {"bundle", "project"},
    "credential_helper": _BELOW_UI - {"flows"},
    "practice": {"bundle"},
    "cli": _BELOW_UI | {"practice", "bootstrap"},
    "bootstrap": _BELOW_UI,
    "window": _BELOW_UI | {"bootstrap", "ui"},
    "__main__": _BELOW_UI | {"bundle", "practice", "bootstrap", "cli", "window"},
}
QT = {"PySide6", "shiboken6", "qasync"}
MAY_USE_QT = ("app/ui/", "app/window.py", "app/practice/claude_window.py")
PURE_MODULES = set(
    """__future__ abc base64 binascii bisect codecs collections collections.abc dataclasses datetime decimal enum
    functools hashlib heapq itertools json math operator pathlib re string sys.int_info textwrap types typing
    unicodedata urllib.parse uuid""".split()
)
CLOCKS = {"now", "utcnow", "today", "uuid1", "uuid4"}
SAY_NOTHING = {"utils", "util", "helpers", "helper", "manager", "managers", "common", "constants", "misc"}
MOST_LINES, MOST_FUNCTION_LINES = 300, 40
WRITING = {
    "os": "replace rename renames unlink remove removedirs rmdir mkdir makedirs chmod fchmod chown lchown fchown link "
    "symlink truncate ftruncate utime write pwrite setxattr removexattr mkfifo",
    "shutil": "copy copy2 copyfile copyfileobj copymode copystat copytree move rmtree chown",
    "tempfile": "mkstemp mkdtemp NamedTemporaryFile TemporaryFile TemporaryDirectory SpooledTemporaryFile",
}
WRITING_METHODS = set(
    "write_text write_bytes unlink rename rmdir mkdir touch chmod lchmod symlink_to hardlink_to".split()
)
MAY_WRITE = {
    "app/services/files.py": "the one door",
    "app/services/ownership.py": "shuts others out of our folder",
    "app/cli/printing.py": "opens the null device when its reader has gone",
}


@dataclass(frozen=True, slots=True)
class Source:
    """One file of the program; `path` is relative to the top, with slashes."""

    path: str
    text: str
    tree: ast.Module

    @property
    def layer(self) -> str:
        return self.path.split("/")[1].removesuffix(".py")

    def nodes(self) -> Iterator[ast.AST]:
        return ast.walk(self.tree)


Rule = Callable[[Source], Iterator[str]]


def parse(path: str, text: str) -> Source:
    return Source(path, text, ast.parse(text))


@cache
def sources(folder: str) -> tuple[Source, ...]:
    files = sorted((ROOT / folder).rglob("*.py"))
    return tuple(parse(file.relative_to(ROOT).as_posix(), file.read_text("utf-8")) for file in files)


def imports(source: Source) -> Iterator[tuple[int, str]]:
    """Every imported module, also inside functions and where it is named by a text; `from a import b` gives `a.b`."""
    for node in source.nodes():
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, name.name) for name in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                start = source.path.split("/")[:-level] if level else []
                yield from ((node.lineno, ".".join([*start, *filter(None, [module]), name.name])) for name in names)
            case ast.Call(
                func=ast.Name(id="import_module" | "__import__") | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str(name)), *_],
            ):
                yield node.lineno, name


def imports_point_downward(source: Source) -> Iterator[str]:
    allowed = MAY_IMPORT.get(source.layer)
    if allowed is None:
        yield f"{source.path}: `{source.layer}` is no layer"
        return
    for line, name in imports(source):
        match name.split("."):
            case ["app", layer, *_] if layer in MAY_IMPORT and layer != source.layer and layer not in allowed:
                yield f"{source.path}:{line}: {source.layer} imports {name}"


def only_the_window_knows_qt(source: Source) -> Iterator[str]:
    if not source.path.startswith(MAY_USE_QT):
        yield from (f"{source.path}:{line}: {name}" for line, name in imports(source) if name.split(".")[0] in QT)


def only_platforms_asks_which_system(source: Source) -> Iterator[str]:
    if source.layer in ("platforms", "practice"):
        return
    for line, name in imports(source):
        if name.split(".")[0] == "platform" or name in ("sys.platform", "os.name", "os.uname"):
            yield f"{source.path}:{line}: {name}"
    for node in source.nodes():
        match node:
            case ast.Attribute(
                value=ast.Name(id="sys" | "os" as owner), attr="platform" | "name" | "uname" as attribute
            ):
                yield f"{source.path}:{node.lineno}: {owner}.{attribute}"


def domain_and_words_are_pure(source: Source) -> Iterator[str]:
    if source.layer not in ("domain", "words"):
        return
    pure = PURE_MODULES | {"gettext"} if source.layer == "words" else PURE_MODULES
    for line, name in imports(source):
        module, _, member = name.rpartition(".")
        known = name in pure or module in pure or name.startswith("app.")
        if not known or (module == "pathlib" and not member.startswith("Pure")):
            yield f"{source.path}:{line}: imports {name}"
    for node in source.nodes():
        match node:
            case ast.Call(func=ast.Name(id="open" | "print" | "input" | "eval" | "exec" as name)):
                yield f"{source.path}:{node.lineno}: {name}()"
            case ast.Call(func=ast.Attribute(attr=name)) if name in CLOCKS:
                yield f"{source.path}:{node.lineno}: .{name}()"
            case ast.Attribute(value=ast.Name(id="datetime" | "date" | "uuid"), attr=name) if name in CLOCKS:
                yield f"{source.path}:{node.lineno}: .{name}"
            case ast.Attribute(value=ast.Name(id="pathlib"), attr=name) if not name.startswith("Pure"):
                yield f"{source.path}:{node.lineno}: pathlib.{name}"


def names_say_something(source: Source) -> Iterator[str]:
    for part in source.path.removesuffix(".py").split("/"):
        if SAY_NOTHING & set(part.split("_")) and part != "credential_helper":  # Claude's own word for it
            yield f"{source.path}: {part}"


def is_short(source: Source) -> Iterator[str]:
    length = len(source.text.splitlines())
    if length > MOST_LINES:
        yield f"{source.path}: {length} lines"
    for node in source.nodes():
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
            length = node.end_lineno - node.lineno + 1
            if length > MOST_FUNCTION_LINES:
                yield f"{source.path}:{node.lineno}: {node.name} has {length} lines"


def only_one_file_writes(source: Source) -> Iterator[str]:
    if source.path in MAY_WRITE or source.layer == "practice":
        return
    for line, name in imports(source):
        module, _, member = name.rpartition(".")
        if module == "tempfile" or member in WRITING.get(module, "").split():
            yield f"{source.path}:{line}: {name}"
    for node in source.nodes():
        if isinstance(node, ast.Call) and _writes(node):
            yield f"{source.path}:{node.lineno}: {ast.unparse(node)}"


def _writes(call: ast.Call) -> bool:
    match call.func:
        case ast.Name(id="open") | ast.Attribute(value=ast.Name(id="io" | "codecs"), attr="open"):
            return _mode_writes(call, position=1)
        case ast.Attribute(value=ast.Name(id="os"), attr="open"):
            return any(flag in ast.unparse(call) for flag in ("O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC"))
        case ast.Attribute(value=ast.Name(id="os" | "shutil" | "tempfile" as module), attr=name):
            return name in WRITING[module].split()
        case ast.Attribute(attr="open"):
            return _mode_writes(call, position=0)
        # Path.replace(target), not str.replace(old, new) nor datetime.replace(day=1)
        case ast.Attribute(attr="replace"):
            return len(call.args) == 1 and not call.keywords
        case ast.Attribute(attr=name):
            return name in WRITING_METHODS
        case _:
            return False


def _mode_writes(call: ast.Call, position: int) -> bool:
    modes = [*call.args[position : position + 1], *(k.value for k in call.keywords if k.arg == "mode")]
    return any(_is_writing_mode(mode) for mode in modes)


def _is_writing_mode(mode: ast.expr) -> bool:
    """A mode that is computed counts as writing; a text that is no mode (an address to open, say) does not."""
    if not isinstance(mode, ast.Constant):
        return True
    letters = set(str(mode.value))
    return letters <= set("rwaxbt+") and bool(letters & set("wax+"))


BROKEN: dict[Rule, list[tuple[str, str]]] = {
    imports_point_downward: [
        ("app/domain/plan.py", "from app.words import sentences"),
        ("app/domain/plan.py", "from ..services import files"),
        ("app/services/prober.py", "def f():\n    from app import flows"),
        ("app/flows/change.py", "if TYPE_CHECKING:\n    import app.ui.store"),
        ("app/services/prober.py", "import app.practice.openrouter"),
        ("app/practice/claude.py", "from app.domain.model import ApiKey"),
        ("app/cli.py", "from app.ui import store"),
        ("app/ui/store.py", "from app import cli"),
        ("app/flows/change.py", "importlib.import_module('app.ui.store')"),
        ("app/services/files.py", "from app.bootstrap import build"),
        ("app/stuff/thing.py", ""),
    ],
    only_the_window_knows_qt: [
        ("app/flows/change.py", "from PySide6.QtCore import QObject"),
        ("app/cli.py", "def f():\n    import qasync"),
    ],
    only_platforms_asks_which_system: [
        ("app/services/files.py", "import sys\nif sys.platform == 'win32': pass"),
        ("app/services/files.py", "import os\nif os.name == 'nt': pass"),
        ("app/flows/change.py", "import platform"),
        ("app/flows/change.py", "from sys import platform"),
    ],
    domain_and_words_are_pure: [
        ("app/domain/plan.py", "import os"),
        ("app/domain/plan.py", "import asyncio"),
        ("app/domain/plan.py", "from time import monotonic"),
        ("app/domain/plan.py", "from pathlib import Path"),
        ("app/domain/plan.py", "import pathlib\npathlib.Path('x')"),
        ("app/domain/plan.py", "import gettext"),
        ("app/domain/plan.py", "datetime.now(UTC)"),
        ("app/domain/plan.py", "from_somewhere.now()"),
        ("app/domain/plan.py", "clock = datetime.now"),
        ("app/words/money.py", "open('x')"),
        ("app/words/money.py", "import subprocess"),
    ],
    names_say_something: [("app/domain/utils.py", ""), ("app/services/file_helpers.py", ""), ("app/common/x.py", "")],
    is_short: [
        ("app/domain/plan.py", "\n" * 301),
        ("app/domain/plan.py", "def f():\n" + "    x\n" * 40),
        ("app/domain/plan.py", "class A:\n    async def f(self):\n" + "        x\n" * 40),
    ],
    only_one_file_writes: [
        ("app/services/log.py", call)
        for call in (
            "open('x', 'w')",
            "open('x', mode='ab')",
            "open('x', mode)",
            "path.open('x')",
            "io.open('x', 'r+')",
            "os.open('x', os.O_CREAT)",
            "path.write_text('')",
            "path.replace(other)",
            "os.replace(a, b)",
            "path.unlink()",
            "shutil.rmtree(x)",
            "tempfile.mkstemp()",
            "from os import rename",
            "path.mkdir()",
        )
    ],
}
SOUND = [
    ("app/services/prober.py", "open('x')\nopen('x', 'rb')\npath.open()\npath.open('r')\nos.open('x', os.O_RDONLY)"),
    (
        "app/services/prober.py",
        "webbrowser.open('https://x')\n'a'.replace('b', 'c')\ndataclasses.replace(x, y=1)\nwhen.replace(day=1)",
    ),
    ("app/services/files.py", "os.replace(a, b)"),
    (
        "app/domain/plan.py",
        "from pathlib import PurePath\nfrom app.domain.model import ApiKey\nfrom app import __version__",
    ),
    ("app/words/money.py", "import gettext\nfrom app.domain import model"),
    ("app/platforms/current.py", "import sys\nsys.platform"),
    ("app/ui/store.py", "from PySide6.QtCore import QObject\nfrom app.flows import change"),
    ("app/credential_helper.py", "from app.domain.model import ApiKey"),
    ("app/cli.py", "from app.practice import claude\nfrom app.flows import change"),
    ("app/domain/state.py", "state.now\nreplace(state, now=1.0)"),
    ("app/domain/plan.py", "def f():\n" + "    x\n" * 39 + "\n" * 260),
]


@pytest.mark.parametrize("rule", BROKEN, ids=lambda rule: rule.__name__)
def test_the_program_keeps(rule: Rule) -> None:
    assert [complaint for source in sources("app") for complaint in rule(source)] == []


def test_the_packaging_scripts_are_short() -> None:
    assert [complaint for source in sources("packaging") for complaint in is_short(source)] == []


@pytest.mark.parametrize("rule,path,text", [(rule, *case) for rule, cases in BROKEN.items() for case in cases])
def test_a_rule_sees_what_breaks_it(rule: Rule, path: str, text: str) -> None:
    assert list(rule(parse(path, text)))


@pytest.mark.parametrize("rule", BROKEN, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("path,text", SOUND)
def test_a_rule_lets_sound_source_pass(rule: Rule, path: str, text: str) -> None:
    assert list(rule(parse(path, text))) == []
