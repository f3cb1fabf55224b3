"""The accessibility bus as a screen reader uses it: many questions at once, answered or None."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from jeepney import DBusAddress, HeaderFields, Message, MessageType, Properties, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import unwrap_msg

T = TypeVar("T")
_PATIENCE = 30.0
_AT_ONCE = 100
_BUS = DBusAddress("/org/freedesktop/DBus", bus_name="org.freedesktop.DBus", interface="org.freedesktop.DBus")
_STATUS = DBusAddress("/org/a11y/bus", bus_name="org.a11y.Bus", interface="org.a11y.Status")
_LAUNCHER = DBusAddress("/org/a11y/bus", bus_name="org.a11y.Bus", interface="org.a11y.Bus")
_REGISTRY = "org.a11y.atspi.Registry"


@dataclass(frozen=True, slots=True)
class Reference:
    """One object of one program on the accessibility bus."""

    program: str
    path: str

    def call(self, interface: str, method: str, signature: str | None = None, *body: object) -> Message:
        address = DBusAddress(self.path, bus_name=self.program, interface=f"org.a11y.atspi.{interface}")
        return new_method_call(address, method, signature, body)

    def property(self, interface: str, name: str) -> Message:
        return Properties(DBusAddress(self.path, self.program, f"org.a11y.atspi.{interface}")).get(name)


DESKTOP = Reference(_REGISTRY, "/org/a11y/atspi/accessible/root")


class AccessibilityBus:
    """Open from the first question to the end of the test."""

    def __init__(self, connection: DBusConnection) -> None:
        self._connection = connection
        self._said = list[str]()
        self._popups = dict[Reference, None]()
        self._focus = dict[str, Reference]()

    def one(self, call: Message) -> tuple[object, ...] | None:
        return self.ask([call])[0]

    def ask(self, calls: Sequence[Message]) -> list[tuple[object, ...] | None]:
        """The answers in the order of the calls; None where that object has gone or knows no answer."""
        answers = list[tuple[object, ...] | None]()
        for start in range(0, len(calls), _AT_ONCE):
            answers += self._ask(calls[start : start + _AT_ONCE])
        return answers

    def programs(self) -> dict[Reference, int]:
        """The root of every program on the bus, with its process id."""
        answer = self.one(DESKTOP.call("Accessible", "GetChildren")) or ([],)
        roots = references(answer[0])
        ids = self.ask([new_method_call(_BUS, "GetConnectionUnixProcessID", "s", (root.program,)) for root in roots])
        return {root: int(str(told[0])) for root, told in zip(roots, ids, strict=True) if told}

    def announcements(self) -> list[str]:
        """What programs have asked the screen reader to say, oldest first."""
        self.programs()  # whatever was sent before the answer is heard with it
        return list(self._said)

    def popups(self, program: str) -> list[Reference]:
        """What has said that it shows now, menus among it: Qt does not list them below the program."""
        return [one for one in self._popups if one.program == program]

    def focus(self, program: str) -> Reference | None:
        """What has said last that it has the focus."""
        return self._focus.get(program)

    def listen(self) -> None:
        """Programs send only those events that somebody has registered for."""
        rule = "type='signal',interface='org.a11y.atspi.Event.Object',member="
        registry = Reference(_REGISTRY, "/org/a11y/atspi/registry")
        for event, match in {
            "object:announcement": f"{rule}'Announcement'",
            "object:state-changed:showing": f"{rule}'StateChanged',arg0='showing'",
            "object:state-changed:focused": f"{rule}'StateChanged',arg0='focused'",
        }.items():
            register = registry.call("Registry", "RegisterEvent", "sass", event, [], "")
            for call in (new_method_call(_BUS, "AddMatch", "s", (match,)), register):
                unwrap_msg(self._connection.send_and_get_reply(call, timeout=_PATIENCE))

    def _ask(self, calls: Sequence[Message]) -> list[tuple[object, ...] | None]:
        places = {}
        for place, call in enumerate(calls):
            serial = next(self._connection.outgoing_serial)
            places[serial] = place
            self._connection.send(call, serial=serial)
        answers: list[tuple[object, ...] | None] = [None] * len(calls)
        deadline = time.monotonic() + _PATIENCE
        while places:
            message = self._connection.receive(timeout=max(0.0, deadline - time.monotonic()))
            kind, fields = message.header.message_type, message.header.fields
            if kind is MessageType.signal:
                self._hear(message)
            answered = places.pop(fields.get(HeaderFields.reply_serial, -1), None)
            if answered is not None and kind is MessageType.method_return:
                answers[answered] = message.body
        return answers

    def _hear(self, signal: Message) -> None:
        fields = signal.header.fields
        match fields.get(HeaderFields.member), signal.body:
            case "Announcement", (_, _, _, (_, str(text)), *_):
                self._said.append(text)
            case "StateChanged", ("showing", int(yes), *_):
                one = Reference(str(fields[HeaderFields.sender]), str(fields[HeaderFields.path]))
                self._popups.pop(one, None)
                if yes:
                    self._popups[one] = None
            case "StateChanged", ("focused", 1, *_):
                sender = str(fields[HeaderFields.sender])
                self._focus[sender] = Reference(sender, str(fields[HeaderFields.path]))
            case _:
                pass


@contextmanager
def bus_without_keychain(folder: Path) -> Iterator[str]:
    """The address of a session bus that can start nothing but the accessibility bus."""
    services = folder / "services"
    services.mkdir()
    shutil.copy("/usr/share/dbus-1/services/org.a11y.Bus.service", services)
    address, config = f"unix:path={folder}/bus", folder / "bus.conf"
    config.write_text(
        f"<busconfig><type>session</type><listen>{address}</listen><servicedir>{services}</servicedir>"
        '<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>'
        '<allow own="*"/></policy></busconfig>'
    )
    command = ["setpriv", "--pdeathsig=TERM", "dbus-daemon", f"--config-file={config}", "--nofork", "--print-address"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as bus:
        try:
            assert bus.stdout is not None
            assert bus.stdout.readline(), "dbus-daemon did not start"
            yield address
        finally:
            bus.terminate()


@contextmanager
def accessibility_bus(session: str) -> Iterator[AccessibilityBus]:
    """Starts it on that session bus, and says there that somebody listens, as a screen reader does."""
    with open_dbus_connection(session) as connection:
        answer = connection.send_and_get_reply(new_method_call(_LAUNCHER, "GetAddress"), timeout=_PATIENCE)
        address = str(unwrap_msg(answer)[0])
        for name in ("IsEnabled", "ScreenReaderEnabled"):
            enable = Properties(_STATUS).set(name, "b", value=True)
            unwrap_msg(connection.send_and_get_reply(enable, timeout=_PATIENCE))
        with open_dbus_connection(address) as own:
            bus = AccessibilityBus(own)
            bus.listen()
            yield bus


def references(told: object) -> list[Reference]:
    """The list of (bus name, path) that a call has given."""
    assert isinstance(told, list)
    return [Reference(str(program), str(path)) for program, path in told]
