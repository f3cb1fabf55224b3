"""A person with a browser: follows the link of a sign-in at the practice OpenRouter, logs in, and says yes or no."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx


@dataclass
class Browser:
    """`works`: the system finds one. It keeps its cookies; `opened`: every link that it was given."""

    works: bool = True
    opened: list[str] = field(default_factory=list)
    cookies: dict[str, str] = field(default_factory=dict)

    def open(self, link: str) -> bool:
        if self.works:
            self.opened.append(link)
        return self.works

    async def decide(self, link: str, decision: str = "authorize") -> str:
        """The address that the consent page sends the browser to; or, without a callback, the code that it shows."""
        async with httpx.AsyncClient(trust_env=False, cookies=self.cookies) as client:
            page = await client.get(link)
            if "Log in</button>" in page.text:
                sent = await client.post(_site(link, "/auth/log-in"), data=_fields(page.text))
                page = await client.get(_site(link, sent.headers["location"]))
            answer = await client.post(_site(link, "/auth"), data={**_fields(page.text), "decision": decision})
            self.cookies.update(dict(client.cookies))
        shown: list[str] = re.findall("<code>(.*)</code>", answer.text)
        return shown[0] if shown else str(answer.headers["location"])

    async def visit(self, address: str) -> httpx.Response:
        async with httpx.AsyncClient(trust_env=False, cookies=self.cookies) as client:
            return await client.get(address)

    async def agree(self) -> str:
        """To what was opened last: the page that the person sees in the end."""
        return (await self.visit(await self.decide(self.opened[-1]))).text


def _site(link: str, path: str) -> str:
    parts = urlsplit(link)
    return f"{parts.scheme}://{parts.netloc}{path}"


def _fields(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page)
    return {name: html.unescape(value) for name, value in found}


def asked(link: str) -> dict[str, str]:
    """What a link asks for."""
    return {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}


def with_answer(callback: str, **answer: str) -> str:
    return f"{callback}?{urlencode(answer)}"
