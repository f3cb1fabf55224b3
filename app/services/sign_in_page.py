"""The page that the browser shows once it has brought its answer: words and nothing that is loaded from anywhere."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from html import escape

from app.words.sign_in import Told

_STYLE = """
:root { color-scheme: light dark; --ground: #f4f6f8; --card: #fff; --line: #d8dee4; --text: #14202b; --second: #51606e; }
@media (prefers-color-scheme: dark) { :root { --ground: #14191e; --card: #1c2329; --line: #323c45; --text: #e8edf1;
  --second: #a5b1bc; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--ground);
  color: var(--text); font: 1rem/1.5 system-ui, "Segoe UI", Roboto, Ubuntu, Cantarell, "Noto Sans", sans-serif; }
main { max-width: 30rem; width: 100%; padding: 2.25rem 2rem; text-align: center; background: var(--card);
  border: 1px solid var(--line); border-radius: .75rem; }
svg { width: 3rem; height: 3rem; stroke: #fff; stroke-width: 4; stroke-linecap: round; stroke-linejoin: round; fill: none; }
rect { stroke: none; fill: #1a5f8f; }
h1 { font-size: 1.45rem; line-height: 1.3; font-weight: 600; margin: 1.1rem 0 .5rem; overflow-wrap: anywhere; }
p { margin: 0; color: var(--second); text-wrap: balance; }
small { display: block; margin-top: 1.5rem; color: var(--second); }
"""
_SIGN = (
    '<svg viewBox="0 0 64 64" aria-hidden="true"><rect x="2" y="2" width="60" height="60" rx="14"/>'
    '<path d="M25 15h-3a7 7 0 0 0-7 7v20a7 7 0 0 0 7 7h3M39 15h3a7 7 0 0 1 7 7v20a7 7 0 0 1-7 7h-3M23 32h17M34 25.5l6.5 6.5'
    '-6.5 6.5"/></svg>'
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
        f"<title>{escape(told.title)}</title><style>{_STYLE}</style></head><body><main>{_SIGN}"
        f"<h1>{escape(told.title)}</h1><p>{escape(told.text)}</p><small>Gateway Companion</small></main></body></html>"
    ).encode()
