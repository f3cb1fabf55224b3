"""Ends a service of the session bus while it has a question to answer."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from jeepney import HeaderFields, MatchRule, Message, MessageType
from jeepney.bus_messages import Monitoring, message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import unwrap_msg

_SECONDS = 20


@contextmanager
def stopped_in_the_middle(address: str, name: str) -> Iterator[Callable[[Callable[[], object]], BaseException | None]]:
    """Gives what makes a call whose question the service `name` never answers, and how that call has failed."""
    with open_dbus_connection(address) as connection:
        pid = int(_ask(connection, message_bus.GetConnectionUnixProcessID(name)))
        owner = _ask(connection, message_bus.GetNameOwner(name))
        os.kill(pid, signal.SIGSTOP)
        rules = [MatchRule(type="method_call").serialise()]
        unwrap_msg(connection.send_and_get_reply(Monitoring().BecomeMonitor(rules), timeout=_SECONDS))

        def made(call: Callable[[], object]) -> BaseException | None:
            with ThreadPoolExecutor(1) as pool:
                calling = pool.submit(call)
                while not _is_for(connection, {name, owner}):
                    pass
                os.kill(pid, signal.SIGKILL)
                return calling.exception(_SECONDS)

        yield made


def _is_for(connection: DBusConnection, names: set[str]) -> bool:
    """Whether the next message on the bus is a question to one of these."""
    header = connection.receive(timeout=_SECONDS).header
    to: object = header.fields.get(HeaderFields.destination)
    return header.message_type is MessageType.method_call and to in names


def _ask(connection: DBusConnection, message: Message) -> str:
    return str(unwrap_msg(connection.send_and_get_reply(message, timeout=_SECONDS))[0])
