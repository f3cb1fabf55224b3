"""What to install for a keychain, by what the distributions say of themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.findings import Installable
from app.platforms.distribution import keychain_package

DEBIAN = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nID=debian\n'
UBUNTU = 'NAME="Ubuntu"\nVERSION_ID="24.04"\nID=ubuntu\nID_LIKE=debian\n'
MINT = 'NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"\n'
FEDORA = 'NAME="Fedora Linux"\nID=fedora\nVERSION_ID=41\n'
ROCKY = 'NAME="Rocky Linux"\nID="rocky"\nID_LIKE="rhel centos fedora"\n'
LEAP = 'NAME="openSUSE Leap"\nID="opensuse-leap"\nID_LIKE="suse opensuse"\n'
SLED = "NAME='SLED'\nID='sled'\nID_LIKE='suse'\n"
ARCH = 'NAME="Arch Linux"\nID=arch\nBUILD_ID=rolling\n'
MANJARO = 'NAME="Manjaro Linux"\nID=manjaro\nID_LIKE=arch\n'
NIXOS = "NAME=NixOS\nID=nixos\n"
COMMANDS = [
    (DEBIAN, "sudo apt install gnome-keyring"),
    (UBUNTU, "sudo apt install gnome-keyring"),
    (MINT, "sudo apt install gnome-keyring"),
    (FEDORA, "sudo dnf install gnome-keyring"),
    (ROCKY, "sudo dnf install gnome-keyring"),
    (LEAP, "sudo zypper install gnome-keyring"),
    (SLED, "sudo zypper install gnome-keyring"),
    (ARCH, "sudo pacman -S gnome-keyring"),
    (MANJARO, "sudo pacman -S gnome-keyring"),
    (NIXOS, None),
    ("", None),
    ("not = a\n= file\n\x00like that", None),
]


def root(folder: Path, text: str, place: str = "etc") -> Path:
    (folder / place).mkdir(parents=True)
    (folder / place / "os-release").write_text(text)
    return folder


@pytest.mark.parametrize("text,command", COMMANDS, ids=[text.partition("\n")[0][:24] for text, _ in COMMANDS])
def test_each_distribution_has_its_command(tmp_path: Path, text: str, command: str | None) -> None:
    assert keychain_package({}, root(tmp_path, text)) == Installable("gnome-keyring", command)


@pytest.mark.parametrize("desktop,package", [("KDE", "kwalletmanager"), ("ubuntu:GNOME", "gnome-keyring")])
def test_each_desktop_has_its_own(tmp_path: Path, desktop: str, package: str) -> None:
    told = keychain_package({"XDG_CURRENT_DESKTOP": desktop}, root(tmp_path, DEBIAN))
    assert told == Installable(package, f"sudo apt install {package}")


def test_the_second_place_counts_where_the_first_is_missing(tmp_path: Path) -> None:
    assert keychain_package({}, root(tmp_path, ARCH, "usr/lib")).command == "sudo pacman -S gnome-keyring"


def test_a_distribution_that_says_nothing(tmp_path: Path) -> None:
    assert keychain_package({}, tmp_path) == Installable("gnome-keyring")
