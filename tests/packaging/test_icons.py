"""The icons that each system gets: all sizes are in the files, sharp at the edges, and readable by other programs."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import IcnsImagePlugin, IcoImagePlugin, Image

ROOT = Path(__file__).resolve().parents[2]
BLUE, WHITE = (0x1A, 0x5F, 0x8F, 255), (255, 255, 255, 255)


def drawn(folder: Path) -> Path:
    script = ROOT / "packaging" / "icons" / "draw.py"
    subprocess.run([sys.executable, script, folder], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def icons(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return drawn(tmp_path_factory.mktemp("icons"))


def pixel(image: Image.Image, x: int, y: int) -> object:
    return image.convert("RGBA").getpixel((x, y))


def assert_is_the_icon(image: Image.Image, margin: int) -> None:
    """A blue shape of whole pixels with white in it, and nothing around it."""
    picture, side = image.convert("RGBA"), image.width
    assert image.height == side
    assert picture.getbbox() == (margin, margin, side - margin, side - margin)
    assert pixel(picture, side // 2, margin) == BLUE
    assert pixel(picture, 0, 0) == (0, 0, 0, 0)
    assert WHITE in {pixel(picture, x, side // 2) for x in range(side)}


@pytest.mark.parametrize("size", [16, 22, 24, 32, 48, 64, 128, 256, 512])
def test_a_linux_desktop_finds_each_size(icons: Path, size: int) -> None:
    with Image.open(icons / f"hicolor/{size}x{size}/apps/gateway-companion.png") as image:
        assert image.size == (size, size)
        assert_is_the_icon(image, 0 if size <= 24 else round(size / 32))


def test_a_linux_desktop_finds_the_drawing(icons: Path) -> None:
    drawing = (icons / "hicolor/scalable/apps/gateway-companion.svg").read_bytes()
    assert drawing == (ROOT / "resources/icons/app-icon.svg").read_bytes()


def test_windows_finds_each_size(icons: Path) -> None:
    with (icons / "gateway-companion.ico").open("rb") as file:
        found = IcoImagePlugin.IcoFile(file)
        assert sorted(found.sizes()) == [(size, size) for size in (16, 20, 24, 32, 40, 48, 64, 256)]
        for size, _ in found.sizes():
            assert_is_the_icon(found.getimage((size, size)), 0 if size <= 24 else round(size / 32))


def test_macos_finds_each_size_with_the_margin_of_its_other_icons(icons: Path) -> None:
    content = (icons / "gateway-companion.icns").read_bytes()
    assert int.from_bytes(content[4:8], "big") == len(content)
    found = IcnsImagePlugin.IcnsFile(io.BytesIO(content))
    sizes = {(side * scale, scale) for side, _, scale in found.itersizes()}
    assert sizes == {(s, 1) for s in (16, 32, 128, 256, 512)} | {(s * 2, 2) for s in (16, 32, 128, 256, 512)}
    for side, height, scale in found.itersizes():
        pixels = side * scale
        assert_is_the_icon(found.getimage((side, height, scale)), max(1, pixels * 100 // 1024))


def test_what_is_packed_for_macos_is_what_was_drawn(icons: Path) -> None:
    """The two smallest are in a code of Apple's that other programs seldom write."""
    found = IcnsImagePlugin.IcnsFile(io.BytesIO((icons / "gateway-companion.icns").read_bytes()))
    packed = found.getimage((32, 32, 1)).convert("RGBA")
    retina = found.getimage((16, 16, 2)).convert("RGBA")  # of 32 pixels too, and plain PNG
    assert packed.tobytes() == retina.tobytes()


def test_the_same_drawing_gives_the_same_files(icons: Path, tmp_path: Path) -> None:
    again = drawn(tmp_path)
    files = [path.relative_to(again) for path in again.rglob("*") if path.is_file()]
    assert len(files) == 12
    assert all((again / file).read_bytes() == (icons / file).read_bytes() for file in files)
