"""The page that the browser shows once it has brought its answer: words and nothing that is loaded from anywhere."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from html import escape

from app.words.sign_in import Told

_STYLE = """
:root { color-scheme: light dark; --ground: #f4f6f8; --card: #fff; --line: #d8dee4; --text: #14202b; --second: #51606e;
  --accent: #1b5e91; --soft: #e3eef7; }
@media (prefers-color-scheme: dark) { :root { --ground: #14191e; --card: #1c2329; --line: #323c45; --text: #e8edf1;
  --second: #a5b1bc; --accent: #7db8e3; --soft: #1d3344; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--ground);
  color: var(--text); font: 1rem/1.5 system-ui, "Segoe UI", Roboto, Ubuntu, Cantarell, "Noto Sans", sans-serif; }
main { max-width: 30rem; width: 100%; padding: 2.25rem 2rem; text-align: center; background: var(--card);
  border: 1px solid var(--line); border-radius: .75rem; }
svg { width: 3rem; height: 3rem; padding: .7rem; border-radius: 50%; background: var(--soft); color: var(--accent); }
h1 { font-size: 1.45rem; line-height: 1.3; font-weight: 600; margin: 1.1rem 0 .5rem; overflow-wrap: anywhere; }
p { margin: 0; color: var(--second); }
small { display: block; margin-top: 1.5rem; color: var(--second); }
"""
_ARROW = (
    '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" '
    'stroke-linejoin="round" aria-hidden="true"><path d="M9 4H5v16h4M11 12h9M16 8l4 4-4 4"/></svg>'
)
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = (
    f"Content-Security-Policy: {_POLICY}",
    "Referrer-Policy: no-referrer",
    "Cache-Control: no-store",
    "X-Content-Type-Options: nosniff",
    "Cross-Origin-Opener-Policy: same-origin",
)
"""Sent with every answer, a refusal too."""


def page(told: Told, language: str) -> bytes:
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{escape(told.title)}</title><style>{_STYLE}</style></head><body><main>{_ARROW}"
        f"<h1>{escape(told.title)}</h1><p>{escape(told.text)}</p><small>Gateway Companion</small></main></body></html>"
    ).encode()
