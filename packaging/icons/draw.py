"""Draws the program's icon in the sizes and files that each system wants, from resources/icons/app-icon*.svg:

    .venv/bin/python packaging/icons/draw.py [FOLDER]      into build/icons, or FOLDER

    hicolor/<size>x<size>/apps/gateway-companion.png and hicolor/scalable/apps/gateway-companion.svg     Linux
    gateway-companion.ico      Windows
    gateway-companion.icns     macOS

Small ones come from a drawing of their own, as the large one turns into mush; edges always lie on whole pixels.
"""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).resolve().parents[2]
DRAWINGS = ROOT / "resources" / "icons"
NAME = "gateway-companion"
LINUX = (16, 22, 24, 32, 48, 64, 128, 256, 512)
WINDOWS = (16, 20, 24, 32, 40, 48, 64, 256)
# How Apple's file names them: one kind for each size, those for Retina screens apart.
MACOS = {"ic11": 32, "ic12": 64, "ic07": 128, "ic13": 256, "ic08": 256, "ic14": 512, "ic09": 512, "ic10": 1024}
# The two smallest are kept in the old way, which every macOS reads right: colours packed, then the mask.
MACOS_SMALL = {16: ("is32", "s8mk"), 32: ("il32", "l8mk")}
SMALL = 24  # up to here the small drawing is the better one


def main(arguments: list[str]) -> int:
    folder = Path(arguments[0] if arguments else ROOT / "build" / "icons").absolute()
    for size in LINUX:
        write(folder / f"hicolor/{size}x{size}/apps/{NAME}.png", png(draw(size)))
    write(folder / f"hicolor/scalable/apps/{NAME}.svg", (DRAWINGS / "app-icon.svg").read_bytes())
    write(folder / f"{NAME}.ico", ico([draw(size) for size in WINDOWS]))
    write(folder / f"{NAME}.icns", icns())
    print(f"The icons are in {os.path.relpath(folder)}")
    return 0


def draw(size: int, *, margin: int | None = None) -> QImage:
    """The icon; without a `margin` given, the one in the drawing."""
    small = size <= SMALL
    renderer = QSvgRenderer(str(DRAWINGS / ("app-icon-16.svg" if small else "app-icon.svg")))
    # The shape alone, without the drawing's margin, which need not be whole pixels at this size.
    renderer.setViewBox(QRectF(0, 0, 16, 16) if small else QRectF(2, 2, 60, 60))
    if margin is None:
        margin = 0 if small else round(size * 2 / 64)
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(margin, margin, size - 2 * margin, size - 2 * margin))
    painter.end()
    return image


def draw_for_macos(size: int) -> QImage:
    """Apple's grid: the shape takes 824 of 1024, so that all icons in the Dock are of one size."""
    return draw(size, margin=max(1, int(size * 100 / 1024)))


def png(image: QImage) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG", 0):  # type: ignore[call-overload]  # PySide6's types forget the device
        sys.exit("Qt cannot write PNG pictures here.")
    return bytes(content.data())


def pixels(image: QImage, form: QImage.Format) -> bytes:
    converted = image.convertToFormat(form)  # kept: what `constBits` gives is only as long there as its image
    return bytes(converted.constBits())


def ico(images: list[QImage]) -> bytes:
    """Bitmaps, which every program reads, and PNG for the largest, as Windows itself does it."""
    contents = [png(image) if image.width() == 256 else bitmap(image) for image in images]
    entries, offset = b"", 6 + 16 * len(images)
    for image, content in zip(images, contents, strict=True):
        side = image.width() % 256  # 0 stands for 256
        entries += struct.pack("<4B2H2I", side, side, 0, 0, 1, 32, len(content), offset)
        offset += len(content)
    return struct.pack("<3H", 0, 1, len(images)) + entries + b"".join(contents)


def bitmap(image: QImage) -> bytes:
    """As icons hold it: from the bottom up, twice as high as it is, with a mask that nobody needs beside alpha."""
    side = image.width()
    lines = pixels(image, QImage.Format.Format_ARGB32)  # on a little-endian computer: blue, green, red, alpha
    upward = b"".join(lines[row * side * 4 : (row + 1) * side * 4] for row in reversed(range(side)))
    mask = bytes((side + 31) // 32 * 4 * side)
    header = struct.pack("<3I2H6I", 40, side, 2 * side, 1, 32, 0, len(upward) + len(mask), 0, 0, 0, 0)
    return header + upward + mask


def icns() -> bytes:
    parts = b""
    for size, (colours, mask) in MACOS_SMALL.items():
        rgba = pixels(draw_for_macos(size), QImage.Format.Format_RGBA8888)
        parts += part(colours, b"".join(packed(rgba[channel::4]) for channel in range(3)))
        parts += part(mask, rgba[3::4])
    for kind, size in MACOS.items():
        parts += part(kind, png(draw_for_macos(size)))
    return part("icns", parts)


def part(kind: str, content: bytes) -> bytes:
    return kind.encode() + struct.pack(">I", 8 + len(content)) + content


def packed(channel: bytes) -> bytes:
    """Apple's run-length code: 0-127 and that many bytes more than one, or 128-255 and a byte to repeat 3-130 times."""
    result, at, plain = b"", 0, b""
    while at < len(channel):
        run = 1
        while run < 130 and channel[at : at + run + 1] == channel[at : at + 1] * (run + 1):
            run += 1
        if run < 3:
            plain += channel[at : at + 1]
            run = 1
        if plain and (len(plain) == 128 or run >= 3 or at + run == len(channel)):
            result += bytes([len(plain) - 1]) + plain
            plain = b""
        if run >= 3:
            result += bytes([run + 125, channel[at]])
        at += run
    return result


def write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
