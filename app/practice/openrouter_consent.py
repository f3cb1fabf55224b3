"""The pages of a sign-in: log in where this browser has not yet, then say yes or no to a key for the app that asks."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode

from app.practice.http_service import Answer, Request, html_answer
from app.practice.openrouter_html import page
from app.practice.openrouter_sign_in import SignIn, what_is_wrong, with_answer

_COOKIE = "practice_openrouter"
_ASKED = ("callback_url", "code_challenge", "code_challenge_method", "key_label")
_QUIET = ' class="quiet"'


class Consent:
    def __init__(self, sign_in: SignIn) -> None:
        self._sign_in = sign_in

    def answer(self, request: Request) -> Answer | None:
        """None where it is no page of a sign-in."""
        form = dict(parse_qsl(request.body.decode(errors="replace"), keep_blank_values=True))
        match request.method, request.path:
            case "GET", "/auth":
                return self._asked(request)
            case "POST", "/auth":
                return self._decided(form)
            case "POST", "/auth/log-in":
                cookie = f"{_COOKIE}=1; Path=/; HttpOnly; SameSite=Lax"
                return html_answer(303, "", (("Location", f"/auth?{urlencode(_of(form))}"), ("Set-Cookie", cookie)))
            case "POST", "/auth/log-out":
                gone = f"{_COOKIE}=; Path=/; Max-Age=0"
                return html_answer(303, "", (("Location", f"/auth?{urlencode(_of(form))}"), ("Set-Cookie", gone)))
        return None

    def _asked(self, request: Request) -> Answer:
        asked = _of(request.query)
        if wrong := _wrong(asked):
            return page("This sign-in link is not right", f"<p>{escape(wrong)}</p>", status=400)
        if not _is_logged_in(request):
            text = (
                "<p>There is no password, as nothing here is real. This browser remembers that you have logged in.</p>"
            )
            return page("Log in", text + _form("/auth/log-in", asked, "<button>Log in</button>"))
        label = escape(asked["key_label"] or "an app")
        text = f"<p>A practice key will be made for <strong>{label}</strong>. It is worth nothing.</p>"
        buttons = (
            '<button name="decision" value="authorize">Authorize</button> '
            f'<button name="decision" value="deny"{_QUIET}>Deny</button>'
        )
        other = _form("/auth/log-out", asked, f"<button{_QUIET}>Log out first</button>")
        return page("Practice sign-in", text + _form("/auth", asked, buttons), other)

    def _decided(self, form: Mapping[str, str]) -> Answer:
        asked = _of(form)
        callback = asked["callback_url"]
        if wrong := _wrong(asked):
            return page("This sign-in is not right", f"<p>{escape(wrong)}</p>", status=400)
        if form.get("decision") == "deny":
            # No source tells what OpenRouter does then. This is what RFC 6749 says; who just closes the tab tells nothing.
            return (
                _back(callback, "error", "access_denied")
                if callback
                else page("You said no", "<p>No key was made.</p>")
            )
        code = self._sign_in.new_code(asked["code_challenge"], asked["key_label"])
        if callback:
            return _back(callback, "code", code)
        return page("Your code", f"<p>Copy it into the app:</p><p><code>{code}</code></p>")


def _of(given: Mapping[str, str]) -> dict[str, str]:
    return {name: given.get(name, "") for name in _ASKED}


def _wrong(asked: Mapping[str, str]) -> str | None:
    return what_is_wrong(asked["code_challenge"], asked["code_challenge_method"], asked["callback_url"])


def _back(callback: str, name: str, value: str) -> Answer:
    return html_answer(303, "", (("Location", with_answer(callback, name, value)),))


def _is_logged_in(request: Request) -> bool:
    try:
        return _COOKIE in SimpleCookie(request.headers.get("cookie", ""))
    except CookieError:
        return False


def _form(address: str, fields: Mapping[str, str], buttons: str) -> str:
    hidden = "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in fields.items())
    return f'<form method="post" action="{address}">{hidden}{buttons}</form>'
