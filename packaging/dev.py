"""All that a newcomer types, on a computer with nothing but Python (standard library only):

    python3 packaging/dev.py run                    opens the window; with arguments it is the command line
    python3 packaging/dev.py run --practice         the window in practice mode; nothing real is touched
    python3 packaging/dev.py run --walk             walks through the command line on practice stand-ins
    python3 packaging/dev.py test [ARG...]          checks everything; with arguments only pytest, with these arguments
    python3 packaging/dev.py package                builds and checks the installers that this system can make, into dist/
    python3 packaging/dev.py screenshots [FOLDER]   draws every screen in every state
    python3 packaging/dev.py lock [ARG...]          writes packaging/requirements.lock again; `--upgrade` for newer ones

Each keeps `.venv` up to date first. Nothing else on the computer changes, but for system packages that a window or the
tests need (packaging/system_packages.py).
"""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "packaging" / "requirements.lock"
VENV = ROOT / ".venv"
CACHE = VENV / "cache"
SUPPORTED = ("3.11", "3.12", "3.13")


def main(arguments: list[str]) -> int:
    commands = {"run": run, "test": test, "package": package, "screenshots": screenshots, "lock": lock}
    if not arguments or arguments[0] not in commands:
        print(__doc__)
        return 2
    os.chdir(ROOT)
    return commands[arguments[0]](arguments[1:])


def run(arguments: list[str]) -> int:
    prepare()
    first, more = arguments[:1], arguments[1:]
    if first == ["--walk"]:
        return subprocess.call([venv_python(VENV), ROOT / "packaging" / "walkthrough.py", *more])
    if first in ([], ["--practice"]):
        need_system_packages("window")
    if first == ["--practice"]:
        arguments = ["practice", *more]
    return subprocess.call([venv_program("gateway-companion"), *arguments])


def test(arguments: list[str]) -> int:
    need_system_packages("tests")
    prepare()
    failed = [] if arguments else [name for name, command in checks().items() if not passes(name, command)]
    if run_pytest(arguments) != 0:
        failed.append("pytest")
    print(f"\nFAILED: {', '.join(failed)}" if failed else "\nEverything passed.")
    return 1 if failed else 0


def package(arguments: list[str]) -> int:
    need_system_packages("installers")
    prepare()
    built = subprocess.call([venv_python(VENV), ROOT / "packaging" / "installers.py", *arguments])
    if built != 0 or arguments or sys.platform != "linux":
        return built
    # As root, and all of it: a bare Debian is set up, and things are installed there.
    command = [venv_python(VENV), "-m", "pytest", "-o", f"cache_dir={CACHE / 'pytest'}", "--durations=10"]
    return subprocess.call([*command, "tests/installers"])


def screenshots(arguments: list[str]) -> int:
    need_system_packages("pictures")
    prepare()
    return subprocess.call([venv_python(VENV), ROOT / "packaging" / "screenshots.py", *arguments])


def lock(arguments: list[str]) -> int:
    base, _ = interpreter()
    tool = VENV / "lock-tool"
    call([*base, "-m", "venv", str(tool)])
    call([venv_python(tool), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--upgrade", "uv"])
    command = [venv_python(tool), "-m", "uv", "pip", "compile", "pyproject.toml", "--group", "dev"]
    command += ["--universal", "--python-version", SUPPORTED[0], "--generate-hashes"]
    # Nothing of this computer may get into the file: no settings, no addresses, no paths.
    command += ["--no-config", "--no-annotate", "--custom-compile-command", "python3 packaging/dev.py lock"]
    command += ["--quiet", "--output-file", LOCK.relative_to(ROOT).as_posix(), *arguments]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("UV_")}
    return subprocess.call(command, env=environment)


def prepare() -> None:
    """Brings `.venv` up to date: made anew where the lock changed, else only the project is installed again."""
    base, version = interpreter()
    pip = [venv_python(VENV), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    install_once(
        "dependencies",
        digest(LOCK, version),
        [*base, "-m", "venv", "--clear", str(VENV)],
        [*pip, "--require-hashes", "--only-binary=:all:", "--requirement", str(LOCK)],
    )
    install_once(
        "project",
        digest(ROOT / "pyproject.toml", version),
        [*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)],
    )


def interpreter() -> tuple[list[str], str]:
    """A supported Python with its version: the one that runs this, else one on the PATH."""
    this = f"{sys.version_info.major}.{sys.version_info.minor}"
    if this in SUPPORTED:
        # Inside a virtual environment: the Python that it was made from.
        found = [getattr(sys, "_base_executable", sys.executable)]
        need_venv_module(found, this)
        return found, this
    for version in reversed(SUPPORTED):
        for command in ([f"python{version}"], ["py", f"-{version}"]):
            if shutil.which(command[0]) and succeeds([*command, "-c", ""]):
                need_venv_module(command, version)
                return command, version
    sys.exit(f"This needs Python {', '.join(SUPPORTED[:-1])} or {SUPPORTED[-1]}, and found {this}: please install one.")


def install_once(what: str, wanted: str, *commands: list[str]) -> None:
    """Runs the commands unless they were all run for the same input; the stamp comes last, so half is done again."""
    stamp = VENV / f"{what}.stamp"
    if stamp.is_file() and stamp.read_text() == wanted and Path(venv_python(VENV)).exists():
        return
    stamp.unlink(missing_ok=True)
    print(f"Installing the {what} into {VENV.name} ...", flush=True)
    for command in commands:
        call(command)
    stamp.write_text(wanted)


def digest(file: Path, version: str) -> str:
    """Changes with the file, the Python version and the folder, as a virtual environment cannot be moved."""
    return hashlib.sha256(b"\0".join([file.read_bytes(), version.encode(), os.fsencode(VENV)])).hexdigest()


def need_venv_module(python: list[str], version: str) -> None:
    if not succeeds([*python, "-c", "import ensurepip"]):
        need_system_packages(f"python{version}-venv")  # a package of its own on Debian


def need_system_packages(*what: str) -> None:
    if subprocess.call([sys.executable, ROOT / "packaging" / "system_packages.py", *what]) != 0:
        sys.exit(1)  # it has said why


def checks() -> dict[str, list[str]]:
    """What is checked without running the program. Types are checked for every system, tests only for this one."""
    python = venv_python(VENV)
    found = {
        "ruff check": [python, "-m", "ruff", "check"],
        "ruff format": [python, "-m", "ruff", "format", "--check"],
    }
    for system in ("linux", "darwin", "win32"):
        folders = ["app", "tests", "packaging"] if sys.platform == system else ["app"]
        cache = str(CACHE / f"mypy-{system}")
        found[f"mypy {system}"] = [python, "-m", "mypy", "--platform", system, "--cache-dir", cache, *folders]
    return found


def passes(name: str, command: list[str]) -> bool:
    print(f"\n== {name}", flush=True)
    return subprocess.call(command, env={**os.environ, "RUFF_CACHE_DIR": str(CACHE / "ruff")}) == 0


def run_pytest(arguments: list[str]) -> int:
    print("\n== pytest", flush=True)
    command = [venv_python(VENV), "-m", "pytest", "-n", "logical", "--dist", "worksteal"]
    command += ["-o", f"cache_dir={CACHE / 'pytest'}", *arguments]
    if sys.platform == "linux" and os.geteuid() == 0:
        # Permission bits shall count for root as they do for everybody.
        command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all", *command]
    with tempfile.TemporaryDirectory(prefix="gc-") as folder:
        own_places = {"TMPDIR": folder, "TEMP": folder, "TMP": folder}
        own_places["HYPOTHESIS_STORAGE_DIRECTORY"] = str(CACHE / "hypothesis")
        tests = subprocess.Popen(command, env={**os.environ, **own_places})
        while True:
            try:
                return tests.wait()
            except KeyboardInterrupt:  # Ctrl-C reaches pytest too, which then cleans up
                continue


def venv_python(folder: Path) -> str:
    return str(folder / "Scripts" / "python.exe" if sys.platform == "win32" else folder / "bin" / "python")


def venv_program(name: str) -> str:
    return str(VENV / "Scripts" / f"{name}.exe" if sys.platform == "win32" else VENV / "bin" / name)


def succeeds(command: list[str]) -> bool:
    try:
        return (
            subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0
        )
    except OSError:
        return False


def call(command: list[str]) -> None:
    if subprocess.call(command) != 0:
        sys.exit(f"This failed: {shlex.join(command)}")


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
