"""A call that knows the key can be cancelled, or meet a defect: what could be logged of that never shows the key."""

from __future__ import annotations

import asyncio
import traceback
from pathlib import Path

import pytest

from app.domain.errors import AppError
from app.domain.model import ApiKey
from app.services.data_folder import DataFolder
from app.services.forgetting import forgetting
from app.services.keychain import Keychain
from app.services.openrouter_transport import Patience, Transport
from app.services.practice_secrets import PracticeSecrets
from tests.services.asking import gateway
from tests.services.loopback_server import answer, serving

pytestmark = pytest.mark.anyio

SECRET = "sk-or-v1-" + "0123456789abcdef" * 4
KEY = ApiKey(SECRET)


def shown(error: BaseException) -> str:
    """But for the test's own variables."""
    assert error.__traceback__ is not None
    below = error.__traceback__.tb_next
    return "".join(traceback.TracebackException(type(error), error, below, capture_locals=True).format())


async def fails(key: ApiKey) -> None:
    secret = key.reveal()
    await asyncio.sleep(0)
    raise RuntimeError(len(secret))


async def test_a_defect_keeps_its_lines_and_loses_its_variables() -> None:
    with pytest.raises(RuntimeError) as plain:
        await fails(KEY)
    assert SECRET in shown(plain.value)
    with pytest.raises(RuntimeError) as caught:
        await forgetting(fails)(KEY)
    assert SECRET not in shown(caught.value)
    assert "raise RuntimeError(len(secret))" in shown(caught.value)


async def test_a_question_that_is_cancelled() -> None:
    begun = asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
        begun.set()
        await reader.read()

    async with serving(silent) as server, gateway(server.origin) as openrouter:
        asking = asyncio.ensure_future(openrouter.key(KEY))
        await begun.wait()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError) as caught:
            await asking
    assert SECRET.encode() in server.requests[0]
    assert "in get_once" in shown(caught.value)
    assert SECRET not in shown(caught.value)


async def test_a_defect_in_the_midst_of_a_request() -> None:
    async with serving(answer(200, b"{}")) as server:
        transport = Transport(server.origin, Patience(), asyncio.sleep, lambda: 0)
        with pytest.raises(TypeError) as caught:
            await transport.get_once(f"{server.origin}/api/v1/key", KEY, None)  # type: ignore[arg-type]
        await transport.close()
    assert SECRET.encode() in server.requests[0]
    assert "len(body) > room" in shown(caught.value)
    assert SECRET not in shown(caught.value)


@pytest.mark.parametrize("content", ["{", "[]"])
async def test_a_keychain_that_takes_no_key(tmp_path: Path, content: str) -> None:
    (tmp_path / "practice-keychain.json").write_text(content)
    keychain = Keychain(PracticeSecrets(tmp_path), DataFolder(tmp_path))
    with pytest.raises(AppError) as caught:
        await keychain.write(KEY)
    assert "in write" in shown(caught.value)
    assert SECRET not in shown(caught.value)


async def test_a_keychain_with_a_defect(tmp_path: Path) -> None:
    """A path that cannot be, of which nobody thinks."""
    keychain = Keychain(PracticeSecrets(tmp_path / "\0"), DataFolder(tmp_path))
    with pytest.raises(ValueError, match="null byte") as caught:
        await keychain.write(KEY)
    assert SECRET not in shown(caught.value)
