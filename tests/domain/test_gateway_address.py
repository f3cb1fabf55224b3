"""The gateway's base URL: the accepted spellings, and what follows from them."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.gateway_address import DEFAULT_BASE_URL, is_loopback, normalise, origin, person_link, status_feed

COMPANY = "https://gateway.example/llm"


@pytest.mark.parametrize(
    "text,base_url",
    [
        ("https://openrouter.ai/api", DEFAULT_BASE_URL),
        ("https://openrouter.ai/api/", DEFAULT_BASE_URL),
        ("https://openrouter.ai/api//", DEFAULT_BASE_URL),
        ("https://openrouter.ai/api/v1", DEFAULT_BASE_URL),
        ("https://openrouter.ai/api/v1/", DEFAULT_BASE_URL),
        ("https://openrouter.ai/api/v1/v1", DEFAULT_BASE_URL),
        ("  https://OpenRouter.AI/api\n", DEFAULT_BASE_URL),
        ("HTTPS://openrouter.ai/api", DEFAULT_BASE_URL),
        ("https://gateway.example", "https://gateway.example"),
        ("https://gateway.example/v1", "https://gateway.example"),
        ("https://v1", "https://v1"),
        ("https://v1/v1", "https://v1"),
        ("https://gateway.example:8443/a/b", "https://gateway.example:8443/a/b"),
        ("https://gateway.example/v1beta", "https://gateway.example/v1beta"),
        ("https://gateway.example/v1/extra", "https://gateway.example/v1/extra"),
        ("https://[2001:db8::1]:8443/api", "https://[2001:db8::1]:8443/api"),
        ("http://127.0.0.1:4000/api", "http://127.0.0.1:4000/api"),
        ("http://localhost:4000/api/v1/", "http://127.0.0.1:4000/api"),
        ("http://LOCALHOST/api", "http://127.0.0.1/api"),
        ("http://[::1]:4000", "http://[::1]:4000"),
        ("https://localhost/api", "https://localhost/api"),
    ],
)
def test_a_spelling_that_claude_accepts(text: str, base_url: str) -> None:
    assert normalise(text) == base_url


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "https://",
        "https:///api",
        "openrouter.ai/api",
        "//openrouter.ai/api",
        "ftp://openrouter.ai/api",
        "file:///etc/passwd",
        "http://openrouter.ai/api",
        "http://192.168.1.4/api",
        "http://127.0.0.1.example/api",
        "http://localhost.example/api",
        "http://127.0.0.1@gateway.example/api",
        "https://ada:secret@openrouter.ai/api",
        "https://ada@openrouter.ai/api",
        "https://:secret@openrouter.ai/api",
        "https://openrouter.ai/api?key=secret",
        "https://openrouter.ai/api#part",
        "https://openrouter.ai:port/api",
        "https://openrouter.ai:99999/api",
        "https://[::1/api",
        "https://openrouter.ai/api two",
        "https://openrouter.ai/a\npi",
        "https://openrouter.ai/api\x00",
        "https://openrouter.ai\\api",
    ],
)
def test_an_address_that_is_refused(text: str) -> None:
    assert normalise(text) is None


_PARTS = st.sampled_from(
    [
        *"https http :// / // v1 /v1 openrouter.ai localhost 127.0.0.1 [::1] : 443 api @ ? # %41 é \\ [ ]".split(),
        " ",
        "\t",
    ]
)


@given(st.lists(_PARTS, max_size=10).map("".join) | st.text(max_size=30).map("https://".__add__))
def test_what_is_accepted_is_spelled_right_for_ever(text: str) -> None:
    base_url = normalise(text)
    if base_url is None:
        return
    parts = urlsplit(base_url)
    assert normalise(base_url) == base_url
    assert not base_url.endswith(("/", "/v1"))
    assert parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1"))
    assert (parts.username, parts.password, parts.query, parts.fragment) == (None, None, "", "")
    assert base_url.isprintable()
    assert " " not in base_url


@pytest.mark.parametrize(
    "base_url,start,loopback,keys,feed",
    [
        (
            DEFAULT_BASE_URL,
            "https://openrouter.ai",
            False,
            "https://openrouter.ai/keys",
            "https://status.openrouter.ai/config.json",
        ),
        (
            "http://127.0.0.1:4000/api",
            "http://127.0.0.1:4000",
            True,
            "http://127.0.0.1:4000/keys",
            "http://127.0.0.1:4000/status/config.json",
        ),
        (
            "http://[::1]:4000/api",
            "http://[::1]:4000",
            True,
            "http://[::1]:4000/keys",
            "http://[::1]:4000/status/config.json",
        ),
        (COMPANY, "https://gateway.example", False, None, None),
    ],
)
def test_what_follows_from_it(base_url: str, start: str, loopback: bool, keys: str | None, feed: str | None) -> None:
    assert origin(base_url) == start
    assert is_loopback(base_url) is loopback
    assert person_link(base_url, "/keys") == keys
    assert status_feed(base_url) == feed
