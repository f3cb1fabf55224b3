"""Prints the OpenRouter key for Claude Desktop and nothing else; on any failure one line on standard error, exit 1."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

DEADLINE = 5.0
"""Seconds after which it gives up: a keychain may wait for a person, and Claude must not."""


def main() -> int:
    """Exit status 0 with the key on standard output, else 1 with what to do on standard error."""
    answer: list[tuple[str, str]] = []
    thread = threading.Thread(target=lambda: answer.append(_look()), daemon=True)
    thread.start()
    thread.join(DEADLINE)
    key, trouble = answer[0] if answer else ("", "The computer's keychain did not answer. Unlock it, then try again.")
    if trouble:
        sys.stderr.write(f"Gateway Companion: {trouble}\n")
        return 1
    sys.stdout.write(key)
    sys.stdout.flush()
    return 0


def _look() -> tuple[str, str]:
    """The key, or what to say."""
    from app.domain.errors import AppError
    from app.domain.secret_ref import KEY
    from app.services.secrets import secret_store

    try:
        key = secret_store(_data_folder(), os.environ).get(KEY)
    except AppError as error:
        from app.words.findings import finding
        from app.words.speech import Speech

        said = finding(error.finding, Speech())
        return "", f"{said.title}. {said.remedy}"
    except Exception as error:  # noqa: BLE001 - Claude shows one line to a person, a traceback is of no use
        return "", f"The key could not be read ({type(error).__name__}). Open Gateway Companion and choose Repair."
    return (key, "") if key else ("", "No OpenRouter key is stored. Open Gateway Companion and connect again.")


def _data_folder() -> Path:
    named = os.environ.get("GATEWAY_COMPANION_HOME")
    if named:
        return Path(named)
    from app.platforms import current

    return current(os.environ).data_folder()


if __name__ == "__main__":
    sys.exit(main())
