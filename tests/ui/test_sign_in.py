"""Signing in on step 3: what can be pressed in which state, where the keyboard is then, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.domain.entry import CheckingEntry, EntryFailed, EntryWorks, NoEntry, SigningIn
from app.domain.findings import Because, Finding, FindingId, Named, Reason, found
from app.domain.loadable import known
from app.domain.state import AppState
from app.domain.wizard import Page
from app.ui.clipboard import SecretClipboard
from app.ui.style.theme import Theme
from app.ui.style.tokens import Tone
from app.ui.widgets.buttons import Button, Kind
from app.ui.widgets.key_field import KeyField
from app.ui.wizard.key import KeyPage
from app.ui.wizard.sign_in import SignIn
from app.ui.wizard.sign_in_states import sign_in_line
from app.words.speech import Speech
from tests.ui.conftest import Show
from tests.ui.panel_states import QuietController
from tests.ui.panel_views import words
from tests.ui.seen import accessible, parts, read
from tests.ui.stage import Stage
from tests.ui.states import NEW, WITH_KEY, Screen, at
from tests.ui.states_sign_in import SCREENS, not_signed_in, signing_in

LEFT = Qt.MouseButton.LeftButton
CODE = "a-code-that-nobody-may-read"
AT_REST = AppState()


class Asked:
    """Stands for what is behind the rows."""

    def __init__(self, asked: list[object]) -> None:
        self.asked = asked

    def begin(self, speech: Speech) -> None:
        self.asked.append("begin")

    def cancel(self) -> None:
        self.asked.append("cancel")

    def enter_code(self, text: str) -> None:
        self.asked.append(text)


class SignInController(QuietController):
    def __init__(self) -> None:
        super().__init__()
        self.sign_in = Asked(self.asked)  # type: ignore[assignment]
        self.clipboard = SecretClipboard()

    def open_link(self, link: str) -> bool:
        self.asked.append(link)
        return True


@pytest.fixture
def controller() -> SignInController:
    return SignInController()


@pytest.fixture
def rows(controller: SignInController, show: Show) -> SignIn:
    rows = SignIn(Speech(), controller)
    rows.show_state(AT_REST, works=False)
    show(rows, Button("Next"), width=620).resize(620, 600)
    return rows


def button(rows: QWidget, text: str) -> Button:
    (found_one,) = [b for b in rows.findChildren(Button) if b.isVisible() and text in (b.text(), b.accessibleName())]
    return found_one


def said(rows: QWidget) -> list[str]:
    return words(rows).splitlines()


def visible(rows: QWidget) -> list[str]:
    return [b.text() for b in rows.findChildren(Button) if b.isVisible()]


def show_entry(rows: SignIn, entry: SigningIn | NoEntry | EntryFailed, *, works: bool = False) -> None:
    rows.show_state(AppState(entry=entry), works=works)


WAITING = SigningIn("https://openrouter.ai/auth?callback_url=x", "https://openrouter.ai/auth?y")


def test_one_button_begins(rows: SignIn, controller: SignInController) -> None:
    assert visible(rows) == ["Sign in with OpenRouter"]
    assert button(rows, "Sign in with OpenRouter").kind is Kind.PRIMARY
    QTest.mouseClick(button(rows, "Sign in with OpenRouter"), LEFT)
    assert controller.asked == ["begin"]
    rows.show_state(AT_REST, works=True)
    assert button(rows, "Sign in with OpenRouter").kind is Kind.TINTED


def test_while_the_browser_is_waited_for_the_keyboard_is_on_cancel(rows: SignIn, controller: SignInController) -> None:
    button(rows, "Sign in with OpenRouter").setFocus()
    show_entry(rows, SigningIn())  # no link is known yet
    assert visible(rows) == ["Waiting for your browser …", "Cancel"]
    show_entry(rows, WAITING)
    assert visible(rows) == ["Waiting for your browser …", "Cancel", "Copy the link", "Enter a code instead"]
    assert not button(rows, "Waiting for your browser …").isEnabled()
    assert "Didn't open?" in said(rows)
    cancel = button(rows, "Cancel sign-in")
    assert cancel.hasFocus()
    QTest.keyClick(cancel, Qt.Key.Key_Space)
    assert controller.asked == ["cancel"]
    show_entry(rows, NoEntry())
    assert button(rows, "Sign in with OpenRouter").hasFocus()


def test_a_keyboard_elsewhere_stays_there(rows: SignIn) -> None:
    elsewhere = rows.window().findChild(Button, "", Qt.FindChildOption.FindDirectChildrenOnly)
    assert elsewhere
    elsewhere.setFocus()
    show_entry(rows, WAITING)
    show_entry(rows, NoEntry())
    assert elsewhere.hasFocus()


def test_the_link_is_copied_and_says_so(rows: SignIn, controller: SignInController) -> None:
    show_entry(rows, WAITING)
    QTest.mouseClick(button(rows, "Copy the link"), LEFT)
    assert QGuiApplication.clipboard().text() == WAITING.link
    controller.clipboard.clear()
    assert QGuiApplication.clipboard().text() == "", "it leads back here, so it is taken for a secret"
    assert "Copied. It is cleared after 30 seconds." in said(rows)
    assert "Copy the link" in visible(rows), "once more, when it is gone"
    show_entry(rows, replace(WAITING, link="https://openrouter.ai/auth?another"))
    assert "Didn't open?" in said(rows)


def test_the_link_is_copied_and_says_so_where_no_browser_opened(rows: SignIn, controller: SignInController) -> None:
    show_entry(rows, replace(WAITING, opened=False))
    QTest.mouseClick(button(rows, "Copy the link"), LEFT)
    controller.clipboard.clear()
    assert "Copied. It is cleared after 30 seconds." in said(rows)


def test_once_it_is_approved_there_is_nothing_left_to_do_but_to_wait(rows: SignIn) -> None:
    show_entry(rows, replace(WAITING, got=True))
    assert visible(rows) == ["Getting your key …", "Cancel"]
    assert "You approved it. This takes a moment." in said(rows)


def test_no_browser_is_told_with_what_else_there_is(rows: SignIn) -> None:
    show_entry(rows, replace(WAITING, opened=False))
    assert "No browser could be opened" in said(rows)
    assert "Didn't open?" not in said(rows)
    QTest.mouseClick(button(rows, "Enter a code instead"), LEFT)
    assert "No browser could be opened" not in said(rows)
    assert "Open the page" not in visible(rows)


@pytest.fixture
def by_code(rows: SignIn) -> SignIn:
    show_entry(rows, WAITING)
    QTest.mouseClick(button(rows, "Enter a code instead"), LEFT)
    return rows


@pytest.fixture
def field(by_code: SignIn) -> KeyField:
    (field,) = by_code.findChildren(KeyField)
    assert field.isVisible()
    return field


def test_the_way_by_a_code(by_code: SignIn, field: KeyField, controller: SignInController) -> None:
    assert visible(by_code)[2:] == ["Open the page", "Copy its link", "Use code"]
    assert button(by_code, "Open the page").hasFocus()
    QTest.mouseClick(button(by_code, "Open the page"), LEFT)
    QTest.mouseClick(button(by_code, "Copy its link"), LEFT)
    assert (controller.asked, controller.copied) == ([WAITING.code_link], WAITING.code_link)
    assert "Copied" in visible(by_code)
    use = button(by_code, "Use code")
    assert not use.isEnabled()
    field.setFocus()
    QTest.keyClicks(field, CODE)
    assert use.isEnabled()
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.mouseClick(use, LEFT)
    assert controller.asked[1:] == [CODE, CODE]


def test_the_code_cannot_be_read_and_goes_with_the_attempt(by_code: SignIn, field: KeyField) -> None:
    field.put(CODE)
    assert CODE not in "".join(read(by_code))
    for part in parts(accessible(field)):
        if (text := part.textInterface()) is not None:
            assert CODE not in text.text(0, text.characterCount())
    show_entry(by_code, replace(WAITING, got=True))
    assert field.text() == CODE, "it may have been mistyped"
    show_entry(by_code, NoEntry())
    assert field.text() == ""
    assert not field.isVisible()
    show_entry(by_code, replace(WAITING, link="https://openrouter.ai/auth?another"))
    assert not field.isVisible(), "another attempt begins with the browser"


def test_a_pasted_code_leaves_the_clipboard(field: KeyField, controller: SignInController) -> None:
    QGuiApplication.clipboard().setText(CODE)
    field.setFocus()
    field.paste()
    controller.clipboard.clear()
    assert QGuiApplication.clipboard().text() == ""


@pytest.mark.parametrize(
    "refused,title,then",
    [
        (found(FindingId.SIGN_IN_REFUSED), "OpenRouter didn't accept this code", "Copy the whole code from the page."),
        (found(FindingId.SIGN_IN_EXPIRED), "This code is too old", "Open the page again for a new one."),
        (
            found(FindingId.GATEWAY_UNREACHABLE, Because(Reason.TIMEOUT)),
            "OpenRouter can't be reached",
            "No answer came in time. Check this computer's internet connection, then try again.",
        ),
    ],
)
def test_a_code_that_gave_no_key(by_code: SignIn, field: KeyField, refused: Finding, title: str, then: str) -> None:
    field.put(CODE)
    show_entry(by_code, replace(WAITING, refused=refused))
    assert {title, then} <= set(said(by_code))
    assert field.isVisible()
    assert field._tone is Tone.BAD


@pytest.mark.parametrize(
    "id,title,then",
    [
        (FindingId.SIGN_IN_UNFINISHED, "Sign-in wasn't finished", "Nothing was saved."),
        (
            FindingId.SIGN_IN_DENIED,
            "Sign-in was turned down in your browser",
            "OpenRouter gave no key. Nothing was saved.",
        ),
        (
            FindingId.SIGN_IN_EXPIRED,
            "Sign-in took too long",
            "OpenRouter's approval is good for ten minutes only. Nothing was saved.",
        ),
        (FindingId.SIGN_IN_REFUSED, "OpenRouter didn't accept the sign-in", "It gave no key. Nothing was saved."),
    ],
)
def test_how_it_can_end_without_a_key(rows: SignIn, id: FindingId, title: str, then: str) -> None:
    show_entry(rows, EntryFailed(found(id), by_sign_in=True))
    assert {title, then} <= set(said(rows))
    assert visible(rows) == ["Sign in with OpenRouter"]
    assert button(rows, "Sign in with OpenRouter").accessibleDescription() == f"{title}. {then}"
    show_entry(rows, NoEntry())
    assert title not in said(rows)


def test_a_cancel_that_may_have_come_too_late_leads_to_the_keys(rows: SignIn, controller: SignInController) -> None:
    late = found(FindingId.SIGN_IN_UNFINISHED, Named("Gateway Companion on ada"))
    show_entry(rows, EntryFailed(late, by_sign_in=True))
    assert any("may have made a key named “Gateway Companion on ada” already" in text for text in said(rows))
    QTest.mouseClick(button(rows, "Open your keys at OpenRouter"), LEFT)
    assert controller.asked == ["/keys"]
    show_entry(rows, EntryFailed(found(FindingId.SIGN_IN_UNFINISHED), by_sign_in=True))
    assert visible(rows) == ["Sign in with OpenRouter"]


@pytest.mark.parametrize("id", [FindingId.GATEWAY_UNREACHABLE, FindingId.GATEWAY_INTERCEPTED, FindingId.RATE_LIMITED])
def test_what_the_network_did_is_told_with_what_it_means(id: FindingId) -> None:
    line = sign_in_line(AppState(entry=EntryFailed(found(id), by_sign_in=True)), Speech())
    assert line
    assert "Nothing was saved." in line.detail
    assert line.failed


def test_a_key_that_was_typed_is_no_matter_of_the_sign_in() -> None:
    assert sign_in_line(AppState(entry=EntryFailed(found(FindingId.KEY_REJECTED))), Speech()) is None


@pytest.fixture
def stage(theme: Theme, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    stage = Stage(tmp_path_factory.mktemp("nowhere"))
    yield stage
    stage.close()


def page_of(stage: Stage, state: AppState) -> KeyPage:
    stage.show(Screen("", state))
    (page,) = stage.window.findChildren(KeyPage)
    return page


def test_a_gateway_without_such_a_page_only_takes_a_key(stage: Stage) -> None:
    (other,) = [screen.state for screen in SCREENS if screen.name.endswith("other-gateway")]
    page = page_of(stage, other)
    shown = {*said(page), *visible(page)}
    assert not shown & {"Sign in with OpenRouter", "or paste a key", "Create a key by hand"}
    assert "Claude needs a key to use your credit. Paste the one that you were given." in shown
    page = page_of(stage, at(Page.KEY, NEW))
    assert {*said(page), *visible(page)} >= {"Sign in with OpenRouter", "or paste a key", "Create a key by hand"}


def test_what_was_typed_before_no_longer_counts(stage: Stage) -> None:
    page = page_of(stage, at(Page.KEY, NEW, entry=CheckingEntry()))
    page._field.put("sk-or-half-a-key")
    page._field._pause.stop()
    page = page_of(stage, signing_in("x"))
    assert page._field.text() == ""
    assert not page._field._pause.isActive(), "or an empty field would end the sign-in"


def test_a_stored_key_is_still_shown_and_still_counts_after_a_no(stage: Stage) -> None:
    denied = not_signed_in(FindingId.SIGN_IN_DENIED, seen=WITH_KEY)
    for state, goes_on in ((signing_in("x", WITH_KEY), False), (denied, True)):
        page = page_of(stage, state)
        assert "9f2c" in page._field.placeholderText()
        assert any(text.startswith("Key works") for text in said(page))
        assert page._continue.isEnabled() is goes_on


def test_signed_in_the_keyboard_is_on_continue(stage: Stage) -> None:
    page = page_of(stage, at(Page.KEY, NEW))
    stage.window.activateWindow()
    assert QTest.qWaitForWindowActive(stage.window)
    button(page, "Sign in with OpenRouter").setFocus()
    page = page_of(stage, signing_in("x"))
    page = page_of(stage, at(Page.KEY, NEW, entry=CheckingEntry()))
    stored = at(Page.KEY, WITH_KEY)
    account = known(stored.account)
    assert account
    page = page_of(stage, replace(stored, entry=EntryWorks("sk-or-…9f2c", account.value)))
    assert page._continue.hasFocus()
