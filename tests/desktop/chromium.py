"""A real Chromium without a screen, used by what is written on its pages; it reaches nothing but this computer."""

from __future__ import annotations

import base64
import ipaddress
import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from tests.desktop.session import Desktop
from tests.desktop.waiting import until

JsonObject = dict[str, Any]
_FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic"),
    *("--no-first-run", "--no-default-browser-check", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--disable-default-apps", "--disable-domain-reliability", "--password-store=basic"),
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--window-size=1000,700",
)
_BUTTON = """(() => {
  const named = [...document.querySelectorAll('button')].find(one => one.innerText.trim() === %s);
  if (!named) return null;
  const box = named.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
})()"""


@dataclass(slots=True)
class Tab:
    """One page. `requests`: every address that it has asked for."""

    browser: Chromium
    session: str
    target: str
    requests: list[str] = field(default_factory=list)

    def do(self, method: str, **parameters: object) -> JsonObject:
        return self.browser.do(method, self.session, **parameters)

    def value(self, expression: str) -> Any:  # noqa: ANN401 - whatever the page says
        """What JavaScript says on this page; None while another one is on its way."""
        told = self.do("Runtime.evaluate", expression=expression, returnByValue=True)
        return told.get("result", {}).get("value")

    def text(self) -> str:
        return str(self.value("document.body ? document.body.innerText : ''") or "")

    def address(self) -> str:
        return str(self.value("location.href") or "")

    def wait_for(self, text: str) -> None:
        until(lambda: text in self.text(), what=lambda: f"{text!r} in {self.address()}\n{self.text()}")

    def click(self, button: str) -> None:
        """By the mouse, in the middle of it."""
        place = until(lambda: self.value(_BUTTON % json.dumps(button)), what=lambda: f"{button!r} in\n{self.text()}")
        for kind in ("mousePressed", "mouseReleased"):
            self.do("Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], button="left", clickCount=1)

    def prefer(self, scheme: str) -> None:
        """Light or dark."""
        self.do("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def picture(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self.do("Page.captureScreenshot")["data"]))

    def close(self) -> None:
        self.browser.do("Target.closeTarget", targetId=self.target)


class Chromium:
    """Spoken to through two pipes, so that nothing else on this computer can."""

    def __init__(self, process: subprocess.Popen[bytes], writing: int, reading: int) -> None:
        self._process, self._writing, self._reading = process, writing, reading
        self._buffer = b""
        self._number = 0
        self._tabs: dict[str, Tab] = {}

    def do(self, method: str, session: str | None = None, **parameters: object) -> JsonObject:
        """The result; empty where the page has gone meanwhile."""
        self._number += 1
        question: JsonObject = {"id": self._number, "method": method, "params": parameters}
        if session:
            question["sessionId"] = session
        os.write(self._writing, json.dumps(question).encode() + b"\0")
        while True:
            told = self._next()
            if told.get("id") == self._number:
                result: JsonObject = told.get("result", {})
                return result
            self._happened(told)

    def open(self, address: str) -> Tab:
        """In a new tab, as a link from another program."""
        target = str(self.do("Target.createTarget", url="about:blank")["targetId"])
        session = str(self.do("Target.attachToTarget", targetId=target, flatten=True)["sessionId"])
        tab = self._tabs[session] = Tab(self, session, target)
        for part in ("Page.enable", "Network.enable"):
            tab.do(part)
        tab.do("Page.navigate", url=address)
        return tab

    def reached(self) -> set[str]:
        """Every host that it is connected to beyond this computer."""
        hosts = set[str]()
        ours = psutil.Process(self._process.pid)
        for process in (ours, *ours.children(recursive=True)):
            with suppress(psutil.Error):
                hosts |= {str(getattr(c.raddr, "ip", "")) for c in process.net_connections("inet")}
        return {host for host in hosts if host and not ipaddress.ip_address(host).is_loopback}

    def end(self) -> None:
        with suppress(OSError, EOFError):
            self.do("Browser.close")
        self._process.wait(30)

    def _happened(self, told: JsonObject) -> None:
        tab = self._tabs.get(str(told.get("sessionId")))
        if tab and told.get("method") == "Network.requestWillBeSent":
            tab.requests.append(told["params"]["request"]["url"])

    def _next(self) -> JsonObject:
        while b"\0" not in self._buffer:
            more = os.read(self._reading, 1 << 16)
            if not more:
                raise EOFError("Chromium has gone")
            self._buffer += more
        first, _, self._buffer = self._buffer.partition(b"\0")
        told: JsonObject = json.loads(first)
        return told


@contextmanager
def chromium(desktop: Desktop) -> Iterator[Chromium]:
    """With a profile of its own, which nobody has used before."""
    folder = desktop.folder / "browser"
    folder.mkdir()
    their_reading, writing = os.pipe()
    reading, their_writing = os.pipe()
    pipes = f'exec chromium "$@" 3<&{their_reading} 4>&{their_writing}'
    command = ["setpriv", "--pdeathsig=TERM", "bash", "-c", pipes, "chromium", *_FLAGS]
    command += [f"--user-data-dir={folder}", "--remote-debugging-pipe", "about:blank"]
    environment = {**desktop.environment, "HOME": str(folder), "DBUS_SESSION_BUS_ADDRESS": "disabled:"}
    with (folder / "printed.log").open("wb") as log:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=environment,
            pass_fds=(their_reading, their_writing),
        )
    os.close(their_reading)
    os.close(their_writing)
    browser = Chromium(process, writing, reading)
    with process, os.fdopen(writing, "wb"), os.fdopen(reading, "rb"):
        try:
            yield browser
            assert browser.reached() == set()
        finally:
            browser.end()


class DefaultBrowser:
    """What the computer opens links with: a program of the test, registered as any browser is, that hands them over."""

    def __init__(self, desktop: Desktop, environment: dict[str, str]) -> None:
        home = Path(environment["HOME"])
        self._links = desktop.folder / "links"
        self._seen = 0
        program = desktop.folder / "default-browser"
        program.write_text(f"#!/bin/sh\nprintf '%s\\n' \"$1\" >>'{self._links}'\n")
        program.chmod(0o700)
        applications = Path(environment.get("XDG_DATA_HOME", home / ".local/share")) / "applications"
        applications.mkdir(parents=True, exist_ok=True)
        handled = "MimeType=x-scheme-handler/http;x-scheme-handler/https;"
        entry = f"[Desktop Entry]\nType=Application\nName=Test\nExec={program} %u\n{handled}\n"
        (applications / "test-browser.desktop").write_text(entry)
        config = Path(environment.get("XDG_CONFIG_HOME", home / ".config"))
        config.mkdir(parents=True, exist_ok=True)
        schemes = "".join(f"x-scheme-handler/{scheme}=test-browser.desktop\n" for scheme in ("http", "https"))
        (config / "mimeapps.list").write_text(f"[Default Applications]\n{schemes}")

    def link(self) -> str:
        """The next one that it was asked to open."""

        def more() -> list[str]:
            links = self._links.read_text().splitlines() if self._links.exists() else []
            return links[self._seen :]

        first = until(more, what="a link to be opened")[0]
        self._seen += 1
        return first
