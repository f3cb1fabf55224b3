"""Signing in with a real browser: the consent page in Chromium, our window, and the keychain that has the key."""

from __future__ import annotations

import hashlib
import re
import socket
from collections.abc import Iterator
from contextlib import suppress
from shutil import which
from urllib.parse import parse_qs, urlsplit

import psutil
import pytest

from tests.desktop.accessibility import Application
from tests.desktop.chromium import Chromium, DefaultBrowser, Tab, chromium
from tests.desktop.program import Computer
from tests.desktop.proof import files_with
from tests.desktop.waiting import until

WORKS = re.compile("^Key works")
ARRIVED = "Your answer has arrived"
SIGN_IN, WAITING = "Sign in with OpenRouter", "Waiting for your browser …"


@pytest.fixture
def browser(computer: Computer) -> Iterator[Chromium]:
    with chromium(computer.desktop) as started:
        yield started


@pytest.fixture
def default(computer: Computer) -> DefaultBrowser:
    return DefaultBrowser(computer.desktop, computer.environment)


def step_three(computer: Computer, **environment: str) -> Application:
    program = computer.desktop.start_python("-m", "app", **{**computer.environment, **environment})
    computer.desktop.hands.click_name(program.app, "Start setup", "push button")
    return program.app


def signs_in(computer: Computer, app: Application, browser: Chromium, default: DefaultBrowser) -> Tab:
    """The person presses the button, and the browser shows what OpenRouter asks."""
    computer.desktop.hands.click_name(app, SIGN_IN, "push button")
    app.wait_for(WAITING)
    return browser.open(default.link())


def logs_in(tab: Tab) -> None:
    tab.click("Log in")
    tab.wait_for(f"Gateway Companion on {socket.gethostname().partition('.')[0]}")


def callback_of(tab: Tab) -> str:
    """Where the browser will be sent, as the consent page's own address tells."""
    return parse_qs(urlsplit(tab.address()).query)["callback_url"][0]


def issued(computer: Computer) -> str:
    """The key in the keychain, made by a sign-in and called as it should be."""
    key = computer.stored_key()
    assert key
    label = computer.openrouter.signed_in[hashlib.sha256(key.encode()).hexdigest()]
    assert label == f"Gateway Companion on {socket.gethostname().partition('.')[0]}"
    return key


def is_refused(browser: Chromium, address: str) -> None:
    tab = browser.open(address)
    tab.wait_for("ERR_CONNECTION_REFUSED")
    tab.close()


def leaks(computer: Computer, secret: str) -> list[str]:
    """Where it can be read: files of anybody but the browser, argument lists, environments."""
    found = [
        str(f) for f in files_with(computer, secret) if f.relative_to(computer.desktop.folder).parts[0] != "browser"
    ]
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if any(secret in part for part in (*process.cmdline(), *process.environ().values())):
                found.append(f"process {process.pid}")
    return found


def test_from_the_button_to_claude_on_openrouter(
    computer: Computer, browser: Chromium, default: DefaultBrowser
) -> None:
    app, hands = step_three(computer), computer.desktop.hands
    tab = signs_in(computer, app, browser, default)
    logs_in(tab)
    callback = callback_of(tab)
    tab.click("Authorize")
    tab.wait_for(ARRIVED)
    code = parse_qs(urlsplit(tab.address()).query)["code"][0]
    app.wait_for(WORKS)
    key = issued(computer)
    assert leaks(computer, key) == []
    assert leaks(computer, code) == []
    assert any(WORKS.match(said) for said in computer.desktop.announcements())
    is_refused(browser, f"{callback}?code=replayed")

    app.wait_for_focus("Continue", "push button")
    hands.key("Return")
    hands.click_name(app, "Apply and open Claude", "push button")
    told = computer.wait_until_claude_is(running=True, ready=True, mode="gateway", health="healthy")
    assert told["key_sha256"] == hashlib.sha256(key.encode()).hexdigest()
    assert leaks(computer, key) == []


def test_the_last_page_loads_nothing_and_looks_right(
    computer: Computer, browser: Chromium, default: DefaultBrowser
) -> None:
    tab = signs_in(computer, step_three(computer), browser, default)
    logs_in(tab)
    tab.requests.clear()
    tab.click("Authorize")
    tab.wait_for(ARRIVED)
    assert "You can close this tab" in tab.text()
    consent = urlsplit(computer.openrouter.origin).netloc
    asked = [urlsplit(address) for address in tab.requests if address != f"http://{consent}/favicon.ico"]
    assert [(a.hostname, a.path.split("/")[1]) for a in asked] == [("127.0.0.1", "auth"), ("127.0.0.1", "signed-in")]
    assert tab.value("getComputedStyle(document.querySelector('main')).borderTopLeftRadius") == "12px"
    grounds = set[str]()
    for scheme in ("light", "dark"):
        tab.prefer(scheme)
        grounds.add(tab.value("getComputedStyle(document.body).backgroundColor"))
        tab.picture(computer.desktop.folder / f"arrived-{scheme}.png")
    assert len(grounds) == 2
    assert tab.value("document.documentElement.scrollWidth <= innerWidth")


def test_a_no_saves_nothing_and_a_browser_that_is_logged_in_asks_only_once(
    computer: Computer, browser: Chromium, default: DefaultBrowser
) -> None:
    app = step_three(computer)
    tab = signs_in(computer, app, browser, default)
    logs_in(tab)
    callback = callback_of(tab)
    tab.click("Deny")
    tab.wait_for("You said no")
    app.wait_for(re.compile("^Sign-in was turned down in your browser"))
    assert computer.stored_key() is None
    is_refused(browser, f"{callback}?code=late")

    again = signs_in(computer, app, browser, default)
    again.click("Authorize")  # without logging in once more
    again.wait_for(ARRIVED)
    app.wait_for(WORKS)
    issued(computer)


def test_a_second_tab_changes_nothing(computer: Computer, browser: Chromium, default: DefaultBrowser) -> None:
    app = step_three(computer)
    first = signs_in(computer, app, browser, default)
    logs_in(first)
    second = browser.open(first.address())
    second.wait_for("Authorize")
    first.click("Authorize")
    first.wait_for(ARRIVED)
    app.wait_for(WORKS)
    key = issued(computer)
    second.click("Authorize")
    second.wait_for("ERR_CONNECTION_REFUSED")
    app.find(WORKS)
    assert computer.stored_key() == key
    assert len(computer.openrouter.signed_in) == 1


def test_a_tab_that_is_closed_is_cancelled_in_the_window(
    computer: Computer, browser: Chromium, default: DefaultBrowser
) -> None:
    app, hands = step_three(computer), computer.desktop.hands
    tab = signs_in(computer, app, browser, default)
    logs_in(tab)
    callback = callback_of(tab)
    tab.close()
    app.wait_for_focus("Cancel sign-in", "push button")
    hands.key("Return")
    app.wait_for_focus(SIGN_IN, "push button")
    is_refused(browser, f"{callback}?code=late")
    assert computer.stored_key() is None


def test_where_no_browser_opens_a_code_is_entered_by_hand(computer: Computer, browser: Chromium) -> None:
    bare = computer.desktop.folder / "bare"
    bare.mkdir()
    (bare / "setpriv").symlink_to(which("setpriv") or "")
    app, hands = step_three(computer, PATH=str(bare)), computer.desktop.hands
    hands.click_name(app, SIGN_IN, "push button")
    app.wait_for(re.compile("^No browser could be opened"))
    hands.click_name(app, "Enter a code instead", "push button")
    hands.click_name(app, "Copy its link", "push button")
    app.wait_for("Copied")
    link = until(hands.clipboard, what="the link on the clipboard")
    tab = browser.open(link)
    logs_in(tab)
    tab.click("Authorize")
    tab.wait_for("Copy it into the app")
    code = str(tab.value("document.querySelector('code').innerText"))

    hands.copy(code)
    hands.tab_to(app, "Code", "text")
    hands.key("ctrl+v")
    app.wait_for("Use code", "push button", states="enabled")
    assert code not in app.dump()
    hands.key("Return")
    app.wait_for(WORKS)
    key = issued(computer)
    assert leaks(computer, key) == []
    assert leaks(computer, code) == []
