"""The helper's rows: handing out a key from the real keychain, beside an empty Python and what the system itself has for it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median

from app.domain.secret_ref import KEY
from app.platforms.secrets import system_secrets
from app.services.launcher import Launcher

NOTHING = (sys.executable, "-c", "pass")
LOOKUP = ("secret-tool", "lookup", "service", "Gateway Companion", "username", KEY)
AIM = "p50 90 ms"
_NEEDED = ("dbus-daemon", "setpriv", "gnome-keyring-daemon", "secret-tool")


def rows(
    folder: Path, rounds: int, what: str = "helper", command: tuple[str, ...] = (), aim: str = AIM
) -> Iterator[tuple[str, str, str, str, str, str]]:
    """On a keychain of its own, with as little environment as Claude gives. The three of a round run in turn.

    `command`: the helper of an installed program, instead of this one's.
    """
    if not all(map(shutil.which, _NEEDED)):  # only Linux has them
        return
    from tests.conftest import session_bus

    with session_bus(folder) as address:
        environment = {"DBUS_SESSION_BUS_ADDRESS": address}
        system_secrets(environment).set(KEY, "sk-or-v1-" + "0123456789abcdef" * 4)
        launcher = Launcher(folder / "bin" / "gateway-credential", folder, command)
        launcher.install()
        commands = ((str(launcher.path),), NOTHING, LOOKUP)
        times = [[_seconds(command, environment) for command in commands] for _ in range(rounds + 1)][1:]
    ours, nothing, lookup = map(sorted, zip(*times, strict=True))
    for beside, others in (("python -c pass", nothing), ("secret-tool lookup", lookup)):
        yield _row(f"{what}, real keychain, p50", median(ours), beside, median(others), aim)
        yield _row(f"{what}, real keychain, p95", _p95(ours), beside, _p95(others), "")


def _seconds(command: tuple[str, ...], environment: Mapping[str, str]) -> float:
    started = time.perf_counter()
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=True)
    took = time.perf_counter() - started
    if command is not NOTHING and not done.stdout.startswith(b"sk-or-v1-"):
        sys.exit(f"{command}: no key")
    return took


def _p95(ordered: list[float]) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def _row(what: str, ours: float, beside: str, others: float, aim: str) -> tuple[str, str, str, str, str, str]:
    return what, f"{ours * 1000:.0f} ms", beside, f"{others * 1000:.0f} ms", f"{ours / others:.2f}", aim
