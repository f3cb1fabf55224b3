"""The script of Setup.exe: it compiles without a warning, says all in both languages, and agrees with program and manual."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from app.platforms.screen import HIDDEN
from app.platforms.windows_login import APPROVED, NAME, RUN

ROOT = Path(__file__).resolve().parents[2]
SETUP = ROOT / "packaging" / "windows" / "setup"
ICON = "/usr/share/nsis/Contrib/Graphics/Icons/modern-install-full.ico"
SENTENCE = re.compile(r'^LangString (\w+) (\d+) "(.*)"$', re.MULTILINE)


def text(name: str) -> str:
    return (SETUP / name).read_text("utf-8")


def sentences(name: str) -> dict[str, str]:
    return {found[1]: found[3] for found in SENTENCE.finditer(text(name))}


@pytest.mark.parametrize("target", ["amd64-unicode", "x86-unicode"])
def test_it_compiles_without_a_warning(tmp_path: Path, target: str) -> None:
    payload, setup = tmp_path / "payload", tmp_path / "Gateway-Companion-1.2.3-Setup.exe"
    (payload / "_internal").mkdir(parents=True)
    (payload / "Gateway Companion.exe").write_bytes(b"MZ")
    (payload / "_internal" / "library.dll").write_bytes(b"MZ")
    defines = {"PAYLOAD": payload, "VERSION": "1.2.3", "OUTPUT": setup, "ICON": ICON, "TARGET": target}
    told = [f"-D{name}={value}" for name, value in defines.items()]
    command = ["makensis", "-V2", "-WX", *told, "packaging/windows/setup.nsi"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert "Gateway Companion contributors".encode("utf-16-le") in setup.read_bytes()
    assert b"longPathAware" in setup.read_bytes()


def test_each_sentence_is_there_in_both_languages_with_the_same_values() -> None:
    english, german = sentences("english.nsh"), sentences("german.nsh")
    assert english.keys() == german.keys()
    assert len(english) == text("english.nsh").count("LangString")
    values = re.compile(r"\$\{?(?!\\)[A-Za-z0-9]+\}?")
    for name, sentence in english.items():
        assert sorted(values.findall(sentence)) == sorted(values.findall(german[name])), name
        assert sentence != german[name]


def test_each_sentence_is_said_somewhere() -> None:
    script = "".join(file.read_text("utf-8") for file in SETUP.glob("*.nsh")) + (SETUP.parent / "setup.nsi").read_text()
    assert [name for name in sentences("english.nsh") if f"$({name})" not in script] == []


def test_it_agrees_with_the_program() -> None:
    script = (SETUP.parent / "setup.nsi").read_text("utf-8")
    assert f'!define NAME "{NAME}"' in script
    registration = text("registration.nsh")
    assert f'!define RUN_KEY "{RUN}"' in registration
    assert f'!define SWITCHED_OFF_KEY "{APPROVED}"' in registration
    assert f"'\"$INSTDIR\\${{WINDOW}}\" {HIDDEN}'" in registration


def test_the_page_for_it_departments_tells_each_switch_and_exit_code() -> None:
    manual = (ROOT / "packaging" / "fleet" / "windows-setup.md").read_text("utf-8")
    codes = set(re.findall(r"^!define EXIT_\w+ (\d)$", text("exit_codes.nsh"), re.MULTILINE))
    assert codes | {"0"} == set(re.findall(r"^\| (\d) \|", manual, re.MULTILINE))
    read = {
        switch for file in SETUP.glob("*.nsh") for switch in re.findall(r'\$Parameters "(/[A-Z]+=?)"', file.read_text())
    }
    own = {"/FINISH", "/TIDY"}  # for itself only
    assert own < read
    assert [switch for switch in read - own if f"`{switch}" not in manual] == []
