"""The command `start-at-login`: whether the program starts by itself, switched on or off; for helpdesks and fleets."""

from __future__ import annotations

import argparse
import asyncio

from app.cli import exit_status, printing
from app.domain.login_start import LoginStart
from app.flows.parts import Parts
from app.words.at_login import start
from app.words.speech import Speech


async def run(parts: Parts, options: argparse.Namespace, speech: Speech) -> int:
    """The exit status: 0 where it is as was wished, and where only its state was asked for."""
    if options.wish != "status":
        await asyncio.to_thread(parts.at_login.turn, on=options.wish == "on")
    now = await asyncio.to_thread(parts.at_login.state)
    if options.json:
        printing.whole({"start_at_login": now.value, "place": parts.at_login.place, "blocked": []})
    else:
        printing.lines([start(now, speech)])
    starts = now in (LoginStart.ON, LoginStart.FOR_ALL)
    done = options.wish == "status" or starts is (options.wish == "on")
    return exit_status.DONE if done else exit_status.FINDINGS
