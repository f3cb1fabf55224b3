"""The real command line with OpenRouter's real address: whom it contacts, who gets the key, and what goes past the proxy."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.gateway_address import DEFAULT_BASE_URL
from app.domain.secret_ref import KEY, MANAGEMENT
from app.domain.sign_in import Verifier
from app.practice.claude_behaviour import Behaviour, write_behaviour
from app.practice.openrouter import PracticeOpenRouter
from tests.stories.command_line import SOURCE, child, data_folder, on_a_new_computer
from tests.stories.computer import World, ids
from tests.stories.helper_process import complaint, run
from tests.stories.linux.canary import Canary
from tests.stories.linux.recording_proxy import CERTIFICATE, GATEWAY, STATUS, RecordingProxy
from tests.stories.linux.test_canary import Story, handed_over, listening

HOOK = Path(__file__).with_name("network_hook")
BOTH = {f"{GATEWAY}:443", f"{STATUS}:443"}
COUNT, KEY_INFO, CREDITS, MODELS = (f"GET /api/v1/{name}" for name in ("models/count", "key", "credits", "models/user"))
WITHOUT_KEY = {GATEWAY: {COUNT}}
LOOK = {GATEWAY: {KEY_INFO, CREDITS, MODELS}, STATUS: {"GET /config.json"}}
COMMANDS: tuple[tuple[str, dict[str, set[str]], int], ...] = (
    ("status", WITHOUT_KEY, 1),
    ("setup --key-stdin --yes", LOOK, 0),
    ("status", LOOK, 0),
    ("models", {GATEWAY: {MODELS}}, 0),
    ("repair --yes", LOOK, 0),
    ("undo --yes --forget-key", {}, 0),
    ("status --offline", {}, 1),
)


@pytest.fixture
def proxy(openrouter: PracticeOpenRouter) -> Iterator[RecordingProxy]:
    with RecordingProxy(openrouter.origin) as proxy:
        yield proxy


@pytest.fixture
def story(world: World, proxy: RecordingProxy) -> Iterator[Story]:
    """A computer that reaches the internet by a proxy only; Claude never asks the gateway itself, as its own log says."""
    behaviour = Behaviour(managed=None, not_testable=True)
    write_behaviour(world.folder / "claude-desktop/behaviour.json", behaviour)
    world.environment |= {
        "GATEWAY_COMPANION_BASE_URL": DEFAULT_BASE_URL,
        "https_proxy": proxy.url,
        "http_proxy": proxy.url,
        "SSL_CERT_FILE": str(CERTIFICATE),
        "NETWORK_SEEN": str(world.folder / "network"),
    }
    story = listening(world, Canary(world.key), "system")
    yield story
    for name in (KEY, MANAGEMENT):
        story.keychain.delete(name)


def seen(world: World) -> set[str]:
    """What our own processes and Claude connected to and looked up, since the last time."""
    file = world.folder / "network"
    lines = set(file.read_text().splitlines()) if file.exists() else set()
    file.unlink(missing_ok=True)
    return lines


@pytest.fixture(autouse=True)
def hooked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.stories.command_line.environment_of", with_hook)


def with_hook(world: World) -> dict[str, str]:
    return {**world.environment, "PYTHONPATH": f"{HOOK}:{SOURCE}"}


def only_by_the_proxy(world: World, proxy: RecordingProxy) -> None:
    """Nothing went past it, and neither it nor the page with incidents has seen the key."""
    assert seen(world) == ({f"127.0.0.1:{proxy.port}"} if proxy.asked else set())
    secret = world.key.encode()
    assert not [head for head in proxy.asked if b"authorization" in head.lower() or secret in head]
    status = bytes(proxy.said[STATUS]).lower()
    assert b"authorization" not in status
    assert secret not in status


@on_a_new_computer
def test_every_host_that_is_contacted(story: Story, world: World, proxy: RecordingProxy) -> None:
    for command, asked, status in COMMANDS:
        proxy.forget()
        done, out = story.run(*command.split(), typed=world.key if "--key-stdin" in command else "")
        assert done == status, out
        assert {host: proxy.requests(host) for host in proxy.said} == asked, command
        assert proxy.hosts == {f"{host}:443" for host in asked}
        assert (f"Bearer {world.key}".encode() in proxy.said[GATEWAY]) is (MODELS in asked.get(GATEWAY, ()))
        only_by_the_proxy(world, proxy)


@on_a_new_computer
def test_who_sends_the_key_elsewhere_gets_it_nowhere(story: Story, world: World, proxy: RecordingProxy) -> None:
    assert story.run("setup", "--key-stdin", "--yes", typed=world.key)[0] == 0
    seen(world)
    for place in ("https://elsewhere.invalid/", "http://openrouter.ai/api/v1/key", "https://openrouter.ai.invalid/"):
        proxy.forget()
        proxy.redirect = place
        _, report = story.report("status")
        assert "gateway-intercepted" in ids(report)
        assert proxy.hosts == BOTH
        only_by_the_proxy(world, proxy)


@on_a_new_computer
def test_a_certificate_that_the_computer_does_not_know_gets_no_key(
    story: Story, world: World, proxy: RecordingProxy
) -> None:
    """As where somebody sits between this computer and OpenRouter."""
    del world.environment["SSL_CERT_FILE"]
    story.keychain.set(KEY, world.key)
    _, report = story.report("status")
    assert "gateway-unreachable" in ids(report)
    assert proxy.hosts == BOTH
    assert not any(proxy.said.values())
    only_by_the_proxy(world, proxy)


@on_a_new_computer
def test_where_the_system_says_so_the_proxy_is_left_out(story: Story, world: World, proxy: RecordingProxy) -> None:
    world.environment["no_proxy"] = "localhost,.openrouter.ai,openrouter.ai"
    story.keychain.set(KEY, world.key)
    _, report = story.report("status")
    assert "gateway-unreachable" in ids(report)
    assert proxy.hosts == set()
    assert seen(world) == {GATEWAY, STATUS}  # looked up, and got no further


SIGN_IN = """
import asyncio, sys
from app.domain.gateway_address import DEFAULT_BASE_URL
from app.domain.sign_in import Code, Verifier
from app.services.openrouter import OpenRouter

async def main():
    code, verifier = sys.stdin.read().split()
    async with OpenRouter(DEFAULT_BASE_URL) as openrouter:
        print(await openrouter.exchange(Code(code), Verifier(verifier)))

asyncio.run(main())
"""


@on_a_new_computer
def test_the_code_of_a_sign_in_goes_to_the_gateway_only(
    story: Story, world: World, openrouter: PracticeOpenRouter, proxy: RecordingProxy
) -> None:
    verifier = Verifier("v" * 43)
    code = openrouter._sign_in.new_code(verifier.challenge)
    done = child(world, program=(sys.executable, "-c", SIGN_IN), typed=f"{code} {verifier.reveal()}".encode())
    assert (done.returncode, done.stdout.decode()[:7]) == (0, "sk-or-…"), done.stderr
    assert proxy.hosts == {f"{GATEWAY}:443"}
    assert proxy.requests(GATEWAY) == {"POST /api/v1/auth/keys"}
    said = bytes(proxy.said[GATEWAY])
    assert (code.encode() in said, verifier.reveal().encode() in said) == (True, True)
    assert b"authorization" not in said.lower()
    assert not [head for head in proxy.asked if code.encode() in head]
    only_by_the_proxy(world, proxy)


@on_a_new_computer
def test_a_management_key_goes_to_the_gateway_only(
    story: Story, world: World, openrouter: PracticeOpenRouter, proxy: RecordingProxy
) -> None:
    """Never to Claude: the helper has but one key to give, and Claude's settings hold none."""
    second = openrouter.keys["management"]
    story.canary = Canary(world.key, second)
    assert story.run("setup", "--key-stdin", "--yes", typed=world.key)[0] == 0
    seen(world)
    for command in ("key set-management --key-stdin", "status"):
        proxy.forget()
        assert story.run(*command.split(), typed=second if "stdin" in command else "")[0] == 0
        assert proxy.hosts <= BOTH
        assert f"Bearer {second}".encode() in proxy.said[GATEWAY]
        assert second.encode() not in proxy.said[STATUS]
        assert not [head for head in proxy.asked if second.encode() in head]
        only_by_the_proxy(world, proxy)
    assert (story.keychain.get(MANAGEMENT), handed_over(story)) == (second, world.key)
    assert story.outside() == set()
    assert story.run("key", "remove", "--yes")[0] == 0
    helper = data_folder(world) / "bin/gateway-credential"
    bus = {"XDG_RUNTIME_DIR": os.environ["XDG_RUNTIME_DIR"]}
    assert "No OpenRouter key is stored." in complaint(run([helper], bus))
