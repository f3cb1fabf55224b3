"""Takes out of a bundle's libraries where the builder's own Python lies, which nobody else has and anybody might make:

    python packaging/linux/search_paths.py BUNDLE

The loader looks there for other libraries. Paths that begin at the library itself ($ORIGIN) stay.
"""

from __future__ import annotations

import struct
import sys
from pathlib import Path
from typing import NamedTuple

_HEADER = struct.Struct("<16xHHIQQQIHHHHHH")
_SEGMENT = struct.Struct("<IIQQQQQQ")
_ENTRY = struct.Struct("<qQ")
_LOAD, _DYNAMIC = 1, 2
_END, _STRINGS, _RPATH, _RUNPATH = 0, 5, 15, 29
_INTEL_64 = b"\x7fELF\x02\x01"


class Segment(NamedTuple):
    """A part of the file as it lies in memory."""

    kind: int
    offset: int
    address: int
    size: int


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print(__doc__)
        return 2
    for path in sorted(Path(arguments[0]).rglob("*")):
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes()
            if content.startswith(_INTEL_64) and (cleaned := without_foreign_paths(content)) != content:
                mode = path.stat().st_mode
                path.unlink()  # it may be one file under several names
                path.write_bytes(cleaned)
                path.chmod(mode)
    return 0


def without_foreign_paths(content: bytes) -> bytes:
    parts = segments(content)
    table = next((part for part in parts if part.kind == _DYNAMIC), None)
    if table is None:
        return content
    entries = list(dynamic(content, table))
    strings = next((value for tag, value in entries if tag == _STRINGS), 0)
    kept = [
        (tag, value)
        for tag, value in entries
        if tag not in {_RPATH, _RUNPATH} or text(content, parts, strings + value).startswith("$ORIGIN")
    ]
    kept += [(_END, 0)] * (len(entries) - len(kept))
    packed = b"".join(_ENTRY.pack(*entry) for entry in kept)
    return content[: table.offset] + packed + content[table.offset + len(packed) :]


def segments(content: bytes) -> list[Segment]:
    _, _, _, _, start, _, _, _, size, count, *_ = _HEADER.unpack_from(content)
    found = []
    for index in range(count):
        kind, _, offset, address, _, in_file, _, _ = _SEGMENT.unpack_from(content, start + index * size)
        found.append(Segment(kind, offset, address, in_file))
    return found


def dynamic(content: bytes, table: Segment) -> list[tuple[int, int]]:
    return list(_ENTRY.iter_unpack(content[table.offset : table.offset + table.size // _ENTRY.size * _ENTRY.size]))


def text(content: bytes, parts: list[Segment], address: int) -> str:
    for part in parts:
        if part.kind == _LOAD and part.address <= address < part.address + part.size:
            start = address - part.address + part.offset
            return content[start : content.index(b"\0", start)].decode()
    return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
