"""Bare Debian roots for the tests of what Linux gets: one is made, the others are copies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installers.debian.bare import Root, copy_of, made, need_to_be_root, on_top_of, short_folder, unpacked
from tests.installers.debian.built import NAME, Built, built
from tests.installers.debian.desk import Desk, desk_in, screen_of
from tests.installers.debian.package import install


@pytest.fixture(scope="session")
def dist() -> Built:
    """What `packaging/dev.py package` has made."""
    return built()


@pytest.fixture(scope="session")
def bare() -> Iterator[Path]:
    """A Debian 12 with nothing but what every Debian has, and one person."""
    need_to_be_root()
    with short_folder() as folder:
        yield unpacked(made(), folder / "bare")


@pytest.fixture(scope="session")
def with_package(bare: Path, dist: Built) -> Iterator[Path]:
    """The same with the .deb and what that depends on, and nothing that it only recommends."""
    with copy_of(bare) as root:
        install(root, dist.package)
        yield root.folder


@pytest.fixture(scope="session")
def with_keychain(with_package: Path) -> Iterator[Path]:
    """The same with a keychain and a session bus, as every desktop has them."""
    with copy_of(with_package) as root:
        root.apt("install", "--yes", "--no-install-recommends", "gnome-keyring", "dbus-daemon")
        yield root.folder


@pytest.fixture(scope="session")
def with_libraries(with_keychain: Path) -> Iterator[Path]:
    """The same without the package itself."""
    with copy_of(with_keychain) as root:
        root.apt("purge", "--yes", NAME)
        yield root.folder


@pytest.fixture
def own(bare: Path) -> Iterator[Root]:
    """A bare root for one test."""
    with on_top_of(bare) as root:
        yield root


@pytest.fixture
def root(with_package: Path) -> Iterator[Root]:
    """One with the package."""
    with on_top_of(with_package) as started:
        yield started


@pytest.fixture
def home(with_keychain: Path) -> Iterator[Root]:
    """One with the package and a keychain."""
    with on_top_of(with_keychain) as started:
        yield started


@pytest.fixture
def prepared(with_libraries: Path) -> Iterator[Root]:
    """One with all but the package."""
    with on_top_of(with_libraries) as started:
        yield started


@pytest.fixture
def desk() -> Iterator[Desk]:
    with short_folder() as folder, desk_in(folder) as started:
        yield started


@pytest.fixture
def seen(with_package: Path, desk: Desk) -> Iterator[Root]:
    """One with the package and that desk's screen."""
    with on_top_of(with_package, *screen_of(desk)) as started:
        yield started


@pytest.fixture
def bare_seen(bare: Path, desk: Desk) -> Iterator[Root]:
    """A bare one with that desk's screen."""
    with on_top_of(bare, *screen_of(desk)) as started:
        yield started
