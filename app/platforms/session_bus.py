"""One connection to the user's session bus, for the Linux keychains: every way in which a call can fail, as a finding."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING

from app.domain.errors import AppError, failure
from app.domain.finding_ids import FindingId, Reason

if TYPE_CHECKING:
    import threading

    from jeepney import DBusAddress, MatchRule, Message
    from jeepney.io.blocking import DBusConnection

ANSWER = 4.0
"""Seconds for one answer; the credential helper as a whole has 5."""
_TICK = 0.1
_ERRORS = "org.freedesktop.DBus.Error."
_REASONS = {
    "ServiceUnknown": Reason.NO_SERVICE,
    "NameHasNoOwner": Reason.NO_SERVICE,
    "NoReply": Reason.STOPPED,  # the bus says so as soon as who was asked has gone
    "Disconnected": Reason.STOPPED,
    "AccessDenied": Reason.DENIED,
}


class SessionBus:
    """Where the session bus is. `connected` and each call raise `AppError`: keychain-unavailable, or keychain-locked.

    `runtimes`: where the system has a folder for everybody who is logged in; `answer`: see `ANSWER`.
    """

    def __init__(self, environment: Mapping[str, str], *, runtimes: str = "/run/user", answer: float = ANSWER) -> None:
        self._answer = answer
        self._address = environment.get("DBUS_SESSION_BUS_ADDRESS") or _runtime_bus(environment, runtimes)

    @contextmanager
    def connected(self) -> Iterator[Calls]:
        connection = self._open()
        try:
            yield Calls(connection, self._answer)
        except AppError:
            raise
        except TimeoutError:
            raise unavailable(Reason.TIMEOUT) from None
        except (OSError, EOFError) as error:  # the bus itself has gone
            raise unavailable(Reason.STOPPED, type(error).__name__) from None
        except Exception as error:  # noqa: BLE001 - an answer of another kind than was asked for; it may know the secret
            raise unavailable(Reason.OTHER, type(error).__name__) from None
        finally:
            connection.close()

    def _open(self) -> DBusConnection:
        """The first of the bus's addresses where it answers."""
        from jeepney.io.blocking import open_dbus_connection

        trouble: AppError | None = None  # only made where it is wanted: what it loads takes the helper's time
        for address in filter(None, (self._address or "").split(";")):
            try:
                return open_dbus_connection(address)
            except TimeoutError:
                trouble = unavailable(Reason.TIMEOUT)
            except (OSError, EOFError, ValueError, RuntimeError) as error:  # RuntimeError: an address of another kind
                trouble = unavailable(Reason.NO_BUS, type(error).__name__)
        raise trouble or unavailable(Reason.NO_BUS)


class Calls:
    """What can be asked over one connection."""

    def __init__(self, connection: DBusConnection, answer: float) -> None:
        self._connection = connection
        self._answer = answer

    def call(
        self, to: DBusAddress, method: str, signature: str | None = None, body: tuple[object, ...] = ()
    ) -> tuple[object, ...]:
        """The answer's values. It is given up after `answer` seconds."""
        from jeepney import new_method_call

        return self.ask(new_method_call(to, method, signature, body))

    def ask(self, message: Message) -> tuple[object, ...]:
        return _values(self._connection.send_and_get_reply(message, timeout=self._answer))

    def owner(self, name: str) -> str | None:
        """Which connection answers under that name now."""
        from jeepney.bus_messages import message_bus

        there = bool(self.ask(message_bus.NameHasOwner(name))[0])
        return str(self.ask(message_bus.GetNameOwner(name))[0]) if there else None

    def call_patiently(
        self, to: DBusAddress, method: str, signature: str, body: tuple[object, ...], stop: threading.Event
    ) -> tuple[object, ...]:
        """As `call`, for an answer that a person gives. Raises keychain-locked once `stop` is set."""
        from jeepney import MatchRule, new_method_call

        answers = MatchRule(type="method_return"), MatchRule(type="error")  # nothing else is asked meanwhile
        with self._hearing(*answers) as heard:
            self._connection.send(new_method_call(to, method, signature, body))
            return _values(self._next(heard, stop))

    def signal(
        self, of: DBusAddress, name: str, begin: Callable[[], object], stop: threading.Event
    ) -> tuple[object, ...]:
        """Begins what ends with that signal, and waits for it as long as its sender is there.

        Raises keychain-locked once `stop` is set.
        """
        from jeepney import MatchRule
        from jeepney.bus_messages import message_bus

        wanted = MatchRule(type="signal", path=of.object_path, interface=of.interface, member=name)
        gone = MatchRule(type="signal", interface=message_bus.interface, member="NameOwnerChanged")
        gone.add_arg_condition(0, str(of.bus_name))
        with self._hearing(wanted, gone) as heard:
            for rule in (wanted, gone):
                self.ask(message_bus.AddMatch(rule))
            begin()
            message = self._next(heard, stop)
        if not wanted.matches(message):
            raise unavailable(Reason.STOPPED)
        return tuple(message.body)

    @contextmanager
    def _hearing(self, *rules: MatchRule) -> Iterator[deque[Message]]:
        heard: deque[Message] = deque()
        with ExitStack() as stack:
            for rule in rules:
                stack.enter_context(self._connection.filter(rule, queue=heard))
            yield heard

    def _next(self, heard: deque[Message], stop: threading.Event) -> Message:
        while not stop.is_set():
            if heard:
                return heard.popleft()
            with suppress(TimeoutError):
                self._connection.recv_messages(timeout=_TICK)
        raise failure(FindingId.KEYCHAIN_LOCKED)


def unavailable(reason: Reason, text: str | None = None) -> AppError:
    from app.domain.findings import Because

    return failure(FindingId.KEYCHAIN_UNAVAILABLE, Because(reason, text))


def _values(reply: Message) -> tuple[object, ...]:
    from jeepney import DBusErrorResponse
    from jeepney.wrappers import unwrap_msg

    try:
        return tuple(unwrap_msg(reply))
    except DBusErrorResponse as error:
        name = error.name
    if name.endswith("IsLocked"):
        raise failure(FindingId.KEYCHAIN_LOCKED)
    raise unavailable(_REASONS.get(name.removeprefix(_ERRORS), Reason.OTHER), name)


def _runtime_bus(environment: Mapping[str, str], runtimes: str) -> str | None:
    """The user's own bus where no variable names it, as for a helper that gets an empty environment."""
    from pathlib import Path  # the helper, which must start fast, hardly ever needs it

    try:
        folder = environment.get("XDG_RUNTIME_DIR") or f"{runtimes}/{Path('/proc/self').stat().st_uid}"
        socket = Path(folder, "bus")
        return f"unix:path={socket}" if socket.exists() else None
    except (OSError, ValueError):  # a folder of somebody else's
        return None
