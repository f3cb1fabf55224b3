"""How the practice OpenRouter's pages for people look: one plain page, light or dark as the browser is."""

from __future__ import annotations

from html import escape

from app.practice.http_service import Answer

_STYLE = """
:root { color-scheme: light dark; --ground: #f5f5f8; --card: #fff; --line: #dcdce6; --text: #1d1d28; --second: #56566a;
  --accent: #5145b8; --on: #fff; --note: #ecebfa; }
@media (prefers-color-scheme: dark) { :root { --ground: #16161d; --card: #20202a; --line: #363644; --text: #ececf3;
  --second: #adadbe; --accent: #aba3ff; --on: #17152e; --note: #29274a; } }
body { margin: 0; background: var(--ground); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
header { background: var(--note); padding: .6rem 1rem; text-align: center; }
nav { display: flex; flex-wrap: wrap; gap: 1.25rem; max-width: 40rem; margin: 1.5rem auto 0; padding: 0 1rem; }
main { max-width: 40rem; margin: 0 auto; padding: 0 1rem 3rem; }
h1 { font-size: 1.6rem; margin: 1.25rem 0; } h2 { font-size: 1.05rem; margin: 0 0 .25rem; }
section { background: var(--card); border: 1px solid var(--line); border-radius: .7rem; padding: 1.1rem 1.25rem;
  margin: 0 0 1rem; }
p { margin: 0 0 .75rem; } p:last-child { margin: 0; } small { color: var(--second); }
a { color: var(--accent); } .amount { font-size: 2rem; font-weight: 600; margin: 0; }
.copy { display: flex; gap: .5rem; margin: .5rem 0; }
input { flex: 1; min-width: 0; font: .9rem ui-monospace, monospace; padding: .5rem .6rem; border: 1px solid var(--second);
  border-radius: .5rem; background: var(--ground); color: var(--text); }
button { font: inherit; font-weight: 600; padding: .45rem 1.1rem; border: 0; border-radius: .5rem; cursor: pointer;
  background: var(--accent); color: var(--on); }
button.quiet { background: none; color: var(--accent); box-shadow: inset 0 0 0 1px var(--second); }
table { width: 100%; border-collapse: collapse; } th, td { text-align: left; padding: .35rem 0; }
td + td, th + th { text-align: right; } tr + tr td { border-top: 1px solid var(--line); }
"""
_COPY = """
for (const button of document.querySelectorAll('.copy button')) button.onclick = async () => {
  const field = button.previousElementSibling;
  field.select();
  try { await navigator.clipboard.writeText(field.value); } catch { document.execCommand('copy'); }
  button.textContent = 'Copied';
};
"""
_LINKS = (
    ("/keys", "Keys"),
    ("/credits", "Credits"),
    ("/activity", "Activity"),
    ("/settings/preferences", "Preferences"),
    ("/settings/privacy", "Privacy"),
)


def page(title: str, *sections: str, status: int = 200) -> Answer:
    """`sections` are HTML; every text in them is escaped already."""
    links = "".join(f'<a href="{address}">{name}</a>' for address, name in _LINKS)
    cards = "".join(f"<section>{section}</section>" for section in sections)
    text = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} - Practice OpenRouter</title><style>{_STYLE}</style></head><body>"
        "<header><strong>Practice OpenRouter</strong> on this computer. Nothing here is real, and nothing is sold.</header>"
        f"<nav>{links}</nav><main><h1>{escape(title)}</h1>{cards}</main><script>{_COPY}</script></body></html>"
    )
    return Answer(status, text.encode(), "text/html; charset=utf-8")


def to_copy(name: str, text: str) -> str:
    """A field with a button that copies it."""
    field = f'<input readonly aria-label="{escape(name)}" value="{escape(text)}">'
    return f'<div class="copy">{field}<button type="button" aria-label="Copy: {escape(name)}">Copy</button></div>'


def action(address: str, name: str) -> str:
    """A button that posts to that page."""
    return f'<form method="post" action="{escape(address)}"><button>{escape(name)}</button></form>'
