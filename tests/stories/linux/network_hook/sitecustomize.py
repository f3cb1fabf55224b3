"""Tells where the program that it is loaded into connects to, and lets it connect to this computer only.

Python imports it by itself at start-up where this folder is on PYTHONPATH. NETWORK_SEEN: the file that gets one line
for each address that is connected to, and each name that is looked up.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import sys

_told = os.open(os.environ["NETWORK_SEEN"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    match event, arguments:
        case "socket.connect" | "socket.sendto" | "socket.sendmsg", (
            socket.socket(family=socket.AF_INET | socket.AF_INET6),
            (host, port, *_),
        ):
            _tell(str(host), f"{host}:{port}")
        case "socket.getaddrinfo" | "socket.gethostbyname", (str() | bytes() as name, *_):
            _tell(name if isinstance(name, str) else name.decode(), name if isinstance(name, str) else name.decode())


def _tell(host: str, line: str) -> None:
    os.write(_told, f"{line}\n".encode())
    if not _is_here(host):
        raise OSError(f"this would leave the computer: {host}")


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


sys.addaudithook(_hook)
