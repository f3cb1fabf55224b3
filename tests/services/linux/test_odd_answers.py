"""A keychain, or a bus, that does not keep to the protocol: told as what it is, and never a traceback."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from jeepney import HeaderFields, Message, MessageType, new_error, new_method_return
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import unwrap_msg

from app.domain.errors import AppError
from app.domain.findings import Because, Finding, FindingId, Reason, found
from app.platforms.kwallet import KWallet
from app.platforms.secret_service import SecretService
from app.services.data_folder import DataFolder
from app.services.keychain import Keychain
from app.services.secrets import SecretStore
from tests.services.linux.test_secret_service import bare_bus

CANARY = "sk-or-v1-canary0123456789abcdef9f2c"
Answer = tuple[str, tuple[object, ...]]
NOTHING: Answer = ("", ())
TEXT: Answer = ("s", ("x",))
NUMBER: Answer = ("i", (7,))
USUAL: dict[str, Answer] = {
    "SearchItems": ("aoao", (["/item"], [])),
    "OpenSession": ("vo", (("s", ""), "/session")),
    "GetSecret": ("(oayays)", (("/session", b"", CANARY.encode(), ""),)),
    "ReadAlias": ("o", ("/collection",)),
    "Get": ("v", (("b", False),)),
    "CreateItem": ("oo", ("/item", "/")),
    "isEnabled": ("b", (True,)),
    "networkWallet": ("s", ("wallet",)),
    "wallets": ("as", (["wallet"],)),
    "isOpen": ("b", (True,)),
    "open": ("i", (1,)),
    "hasEntry": ("b", (True,)),
    "readPassword": ("s", (CANARY,)),
    "close": ("i", (0,)),
}
ODD: list[dict[str, Answer]] = [
    {"SearchItems": NOTHING},
    {"SearchItems": TEXT},
    {"SearchItems": NUMBER},
    {"GetSecret": NOTHING},
    {"GetSecret": TEXT},
    {"GetSecret": ("(oays)", (("/session", b"", CANARY),))},
    {"OpenSession": NOTHING},
    {"SearchItems": ("aoao", ([], [])), "ReadAlias": NOTHING},
    {"SearchItems": ("aoao", ([], [])), "ReadAlias": TEXT},
    {"SearchItems": ("aoao", ([], [])), "Get": NOTHING},
]
ODD_WALLETS: list[dict[str, Answer]] = [
    {"networkWallet": NOTHING},
    {"wallets": NUMBER},
    {"wallets": NOTHING},
    {"isOpen": NOTHING},
    {"open": NOTHING},
    {"hasEntry": NOTHING},
    {"readPassword": NOTHING},
]


@contextmanager
def answering(address: str, name: str, answers: dict[str, Answer]) -> Iterator[None]:
    """A service of that name whose answers are these."""
    over = threading.Event()
    with open_dbus_connection(address) as connection:
        unwrap_msg(connection.send_and_get_reply(message_bus.RequestName(name), timeout=20))
        thread = threading.Thread(target=_answer_all, args=(connection, answers, over))
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join(20)


def _answer_all(connection: DBusConnection, answers: dict[str, Answer], over: threading.Event) -> None:
    while not over.is_set():
        with suppress(TimeoutError):
            message = connection.receive(timeout=0.02)
            if message.header.message_type is MessageType.method_call:
                connection.send(_answer(message, answers))


def _answer(message: Message, answers: dict[str, Answer]) -> Message:
    member = str(message.header.fields[HeaderFields.member])
    if member not in answers:
        return new_error(message, "org.freedesktop.DBus.Error.UnknownMethod")
    signature, body = answers[member]
    return new_method_return(message, signature or None, body)


@pytest.fixture(scope="module")
def bus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with bare_bus(tmp_path_factory.mktemp("odd")) as address:
        yield address


def on(address: str) -> dict[str, str]:
    return {"DBUS_SESSION_BUS_ADDRESS": address, "HOME": "/nowhere"}


def failed(call: Callable[[], object]) -> Finding:
    with pytest.raises(AppError) as caught:
        call()
    assert CANARY not in str(caught.value.finding)
    return caught.value.finding


def is_odd(finding: Finding) -> bool:
    detail = finding.detail
    return (
        finding.id is FindingId.KEYCHAIN_UNAVAILABLE and isinstance(detail, Because) and detail.reason is Reason.OTHER
    )


def test_the_usual_answers_give_the_key(bus: str) -> None:
    with answering(bus, "org.freedesktop.secrets", USUAL):
        assert SecretService(on(bus)).get("openrouter") == CANARY
    with answering(bus, "org.kde.kwalletd6", USUAL):
        assert KWallet(on(bus)).get("openrouter") == CANARY


@pytest.mark.parametrize("odd", ODD, ids=str)
def test_an_odd_answer_of_a_secret_service(bus: str, odd: dict[str, Answer]) -> None:
    with answering(bus, "org.freedesktop.secrets", USUAL | odd):
        assert is_odd(failed(lambda: SecretService(on(bus)).get("openrouter")))


@pytest.mark.parametrize("odd", ODD_WALLETS, ids=str)
def test_an_odd_answer_of_a_wallet(bus: str, odd: dict[str, Answer]) -> None:
    with answering(bus, "org.kde.kwalletd6", USUAL | odd):
        assert is_odd(failed(lambda: KWallet(on(bus)).get("openrouter")))


@pytest.mark.anyio
async def test_a_look_has_it_as_data(bus: str, tmp_path: Path) -> None:
    with answering(bus, "org.freedesktop.secrets", USUAL | {"GetSecret": NOTHING}):
        state, key = await Keychain(SecretService(on(bus)), DataFolder(tmp_path)).look()
    assert (state, key) == (found(FindingId.KEYCHAIN_UNAVAILABLE, Because(Reason.OTHER, "IndexError")), None)


@contextmanager
def silent_bus(folder: Path) -> Iterator[str]:
    """It takes the connection and then says nothing."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / "silent"))
        listener.listen()
        yield f"unix:path={folder}/silent"


def reason(store: SecretStore) -> Reason:
    detail = failed(lambda: store.get("openrouter")).detail
    assert isinstance(detail, Because)
    return detail.reason


def test_a_bus_that_says_nothing_is_there_all_the_same(tmp_path: Path) -> None:
    with silent_bus(tmp_path) as silent:
        assert reason(SecretService(on(silent))) is Reason.TIMEOUT


@pytest.mark.parametrize("before", ["unix:path=/nowhere/bus", "tcp:host=127.0.0.1,port=1", "nonsense", ""])
def test_the_first_address_that_answers_is_taken(bus: str, before: str) -> None:
    with answering(bus, "org.freedesktop.secrets", USUAL):
        assert SecretService(on(f"{before};{bus}")).get("openrouter") == CANARY
        assert SecretService(on(f"{bus};{before}")).get("openrouter") == CANARY


def test_a_runtime_folder_that_may_not_be_looked_into(tmp_path: Path) -> None:
    tmp_path.chmod(0)
    try:
        assert reason(SecretService({"XDG_RUNTIME_DIR": str(tmp_path)})) is Reason.NO_BUS
    finally:
        tmp_path.chmod(0o700)
