"""Signing for macOS, with stand-ins for Apple's tools that write down how they were called."""

from __future__ import annotations

import base64
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
MACOS = ROOT / "packaging" / "macos"
IDENTITY = "0123456789ABCDEF0123456789ABCDEF01234567"
PASSWORD = "only the script may know this"
LOGIN = "/Users/person/Library/Keychains/login.keychain-db"

STAND_INS = {
    "codesign": 'case "$*" in *"$BROKEN"*) [ -z "$BROKEN" ] || exit 1 ;; esac',
    "security": f"""
case "$*" in
    "list-keychains -d user") echo '    "{LOGIN}"' ;;
    find-identity*) echo '  1) {IDENTITY} "'"$CERTIFICATE"': Somebody (TEAM)"' ;;
    delete-keychain*) rm -f "$2" ;;
esac""",
    "xcrun": """[ "$2" != submit ] || printf '{"id": "1-2-3", "status": "%s"}' "$ANSWER"
[ "$2" != log ] || echo "what Apple did not like" """,
    "plutil": r"""sed -n 's/.*"'"$2"'": "\([^"]*\)".*/\1/p' "$6" """,
    "spctl": ":",
}


@dataclass(frozen=True, slots=True)
class Mac:
    """A folder with Apple's tools, and what was asked of them."""

    folder: Path

    def run(self, script: str, target: Path | str, **environment: str) -> subprocess.CompletedProcess[str]:
        own = {"PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}", "CALLS": str(self.folder / "calls")}
        own |= {"TMPDIR": str(self.folder / "tmp"), "BROKEN": "", "CERTIFICATE": "Developer ID Application"}
        own |= {"MACOS_CERTIFICATE": base64.b64encode(b"certificate").decode(), "MACOS_CERTIFICATE_PASSWORD": PASSWORD}
        command = ["bash", str(MACOS / script), str(target)]
        return subprocess.run(command, env=own | environment, capture_output=True, text=True, check=False)

    def calls(self, tool: str) -> list[str]:
        lines = (self.folder / "calls").read_text("utf-8").splitlines()
        return [line.removeprefix(f"{tool} ") for line in lines if line.startswith(f"{tool} ")]

    def left_over(self) -> list[Path]:
        return list((self.folder / "tmp").iterdir())


@pytest.fixture
def mac(tmp_path: Path) -> Mac:
    for folder in ("bin", "tmp"):
        (tmp_path / folder).mkdir()
    for name, does in STAND_INS.items():
        tool = tmp_path / "bin" / name
        tool.write_text(f'#!/bin/bash\nprintf "%s %s\\n" {name} "$*" >>"$CALLS"\n{does}\n')
        tool.chmod(0o755)
    return Mac(tmp_path)


@pytest.fixture
def program(tmp_path: Path) -> Path:
    contents = tmp_path / "Gateway Companion.app" / "Contents"
    mach_o = bytes.fromhex("cffaedfe") + bytes(64)
    for name in (
        "MacOS/Gateway Companion",
        "MacOS/gateway-companion",
        "MacOS/gateway-credential",
        "Frameworks/libcrypto.3.dylib",
        "Frameworks/PySide6/QtCore.abi3.so",
        "Frameworks/PySide6/Qt/lib/QtCore.framework/Versions/A/QtCore",
        "Resources/page.html",
    ):
        file = contents / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(mach_o if "html" not in name else b"<p>")
    return contents.parent


def test_the_program_is_signed_from_the_inside_out(mac: Mac, program: Path) -> None:
    done = mac.run("sign.sh", program)
    assert done.returncode == 0, done.stderr
    *signed, verified = mac.calls("codesign")
    names = [call.rsplit("/", 1)[-1] for call in signed]
    assert set(names[:2]) == {"libcrypto.3.dylib", "QtCore.abi3.so"}
    assert names[2:] == ["QtCore.framework", "gateway-credential", "gateway-companion", "Gateway Companion.app"]
    assert verified.startswith("--verify --deep --strict")
    assert all(f"--sign {IDENTITY} --options runtime" in call for call in signed)
    assert all("--timestamp" in call for call in signed)


def test_only_the_programs_that_ask_claude_may_do_so(mac: Mac, program: Path) -> None:
    assert mac.run("sign.sh", program).returncode == 0
    entitled = [call.rsplit("/", 1)[-1] for call in mac.calls("codesign") if "--entitlements" in call]
    assert entitled == ["gateway-companion", "Gateway Companion.app"]


def test_the_three_are_one_program_for_the_keychain(mac: Mac, program: Path) -> None:
    assert mac.run("sign.sh", program).returncode == 0
    named = [call for call in mac.calls("codesign") if "--identifier org.gatewaycompanion.GatewayCompanion" in call]
    assert len(named) == 3


def test_a_disk_image_is_signed(mac: Mac, tmp_path: Path) -> None:
    assert mac.run("sign.sh", tmp_path / "a.dmg").returncode == 0
    signed, verified = mac.calls("codesign")
    assert signed.endswith("a.dmg")
    assert verified.endswith("a.dmg")


@pytest.mark.parametrize("broken", ["", "QtCore.framework", "--verify"])
def test_the_keychain_is_gone_afterwards(mac: Mac, program: Path, broken: str) -> None:
    done = mac.run("sign.sh", program, BROKEN=broken)
    assert (done.returncode == 0) == (not broken)
    *_, restored, deleted = mac.calls("security")
    assert restored == f"list-keychains -d user -s {LOGIN}"
    assert deleted.startswith("delete-keychain ")
    assert mac.left_over() == []


def test_no_secret_is_printed(mac: Mac, program: Path) -> None:
    done = mac.run("sign.sh", program)
    assert PASSWORD not in done.stdout + done.stderr
    assert any(PASSWORD in call for call in mac.calls("security"))  # it was used, so it could have been


def test_another_kind_of_certificate_signs_nothing(mac: Mac, program: Path) -> None:
    done = mac.run("sign.sh", program, CERTIFICATE="Apple Development")
    assert done.returncode == 1
    assert "no Developer ID" in done.stderr
    assert mac.left_over() == []


@pytest.mark.parametrize("script, says", [("sign.sh", "Not signed"), ("notarise.sh", "Not shown to Apple")])
def test_who_has_no_account_with_apple_gets_an_unsigned_program(mac: Mac, script: str, says: str) -> None:
    done = mac.run(script, "a.dmg", MACOS_CERTIFICATE="")
    assert done.returncode == 0
    assert says in done.stdout
    assert not (mac.folder / "calls").exists()


def test_a_certificate_without_its_password_is_a_mistake(mac: Mac, program: Path) -> None:
    done = mac.run("sign.sh", program, MACOS_CERTIFICATE_PASSWORD="")
    assert done.returncode != 0
    assert "MACOS_CERTIFICATE_PASSWORD" in done.stderr
    assert not (mac.folder / "calls").exists()


NOTARY = {"NOTARY_KEY": base64.b64encode(b"a private key").decode(), "NOTARY_KEY_ID": "K", "NOTARY_ISSUER": "I"}


def test_what_apple_accepted_gets_its_ticket(mac: Mac) -> None:
    done = mac.run("notarise.sh", "a.dmg", ANSWER="Accepted", **NOTARY)
    assert done.returncode == 0, done.stderr
    submitted, stapled, validated = mac.calls("xcrun")
    assert submitted.startswith("notarytool submit a.dmg --key ")
    assert (stapled, validated) == ("stapler staple a.dmg", "stapler validate a.dmg")
    assert mac.left_over() == []


def test_what_apple_refused_is_said_with_its_reason(mac: Mac) -> None:
    done = mac.run("notarise.sh", "a.dmg", ANSWER="Invalid", **NOTARY)
    assert done.returncode == 1
    assert "Invalid" in done.stderr
    assert "what Apple did not like" in done.stderr
    assert not any("stapler" in call for call in mac.calls("xcrun"))
    assert mac.left_over() == []
    assert "a private key" not in done.stdout + done.stderr
