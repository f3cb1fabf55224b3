"""The first process of a bare root: mounts what belongs to a running system, and ends everything in it with itself.

    unshare --mount --pid --net --fork holder.py ROOT BELOW [OUTSIDE:INSIDE ...]

With a folder BELOW, which may be empty, ROOT shows that folder, and what is changed is kept in memory until the end.
All mounts are its own, so nobody else ever sees them, and they are gone with it however it ends. Standard library only.
It prints "ready" once all is there, and ends when its standard input does.
"""

from __future__ import annotations

import fcntl
import os
import socket
import struct
import subprocess
import sys
import threading
from pathlib import Path

_UP = 0x1 | 0x40  # IFF_UP, IFF_RUNNING
_SET_FLAGS = 0x8914


def main(root: str, below: str, *binds: str) -> None:
    mount("--make-rprivate", "/")
    if below:
        changes = Path(root).with_name("changes")
        changes.mkdir()
        mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", str(changes))
        for name in ("above", "work"):
            (changes / name).mkdir()
        mount(
            "-t", "overlay", "-o", f"lowerdir={below},upperdir={changes}/above,workdir={changes}/work", "overlay", root
        )
    mount("-t", "proc", "proc", f"{root}/proc")
    mount("--rbind", "/dev", f"{root}/dev")
    mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", f"{root}/run")
    for bind in binds:
        outside, inside = bind.split(":")
        Path(f"{root}{inside}").mkdir(parents=True, exist_ok=True)
        mount("--bind", outside, f"{root}{inside}")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _SET_FLAGS, struct.pack("16sH14x", b"lo", _UP))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    threading.Thread(target=until_told, daemon=True).start()
    tick = threading.Event()
    while True:  # whoever lost its parent is ours, and shall not stay as a zombie
        try:
            os.wait()
        except ChildProcessError:
            tick.wait(0.02)


def mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True)


def until_told() -> None:
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
