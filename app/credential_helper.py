"""Prints the OpenRouter key for Claude Desktop and nothing else; on any failure one line on standard error, exit 1."""

from __future__ import annotations

import errno
import os
import sys
import threading
from typing import NoReturn

DEADLINE = 4.5
"""Seconds after which it gives up, so that it is gone within 5: a keychain may wait for a person, Claude must not."""
_FULL = "The computer has too little memory left, or too many programs run. Close some of them, then try again."
_NO_KEY = "What is stored as the OpenRouter key is no key. Open Gateway Companion and connect again."
_PERSON_IS_THERE = frozenset({"interactive", "setup-test"})
"""What `CLAUDE_HELPER_CONTEXT` says where a question by the keychain surprises nobody."""


def run() -> NoReturn:
    """As a program: also stopped by a signal it says one line. Python's own way out takes longer, and may add words."""
    sys.unraisablehook = threading.excepthook = _say_nothing
    try:
        import signal

        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), _stopped)
        status = main()
    except BaseException as error:  # noqa: BLE001 - as in `_answer`
        status = _complain(_told(error))
    os._exit(status)


def main(deadline: float = DEADLINE) -> int:
    """Exit status 0 with the key on standard output, else 1 with what to do on standard error."""
    answer: list[tuple[str, str]] = []
    thread = threading.Thread(target=_answer, args=(answer,), daemon=True)
    try:
        thread.start()
    except RuntimeError:  # the system allows no further one
        return _complain(_FULL)
    thread.join(deadline)
    key, trouble = answer[0] if answer else ("", "The computer's keychain did not answer. Unlock it, then try again.")
    return _complain(trouble) if trouble else _hand_over(key)


def _answer(answer: list[tuple[str, str]]) -> None:
    """Whatever happens is answered, so that nothing else is printed."""
    try:
        answer.append(_look())
    except BaseException as error:  # noqa: BLE001 - Claude shows one line to a person, a traceback is of no use
        answer.append(("", _told(error)))


def _look() -> tuple[str, str]:
    """The key, or what to say."""
    from app.domain.secret_names import KEY
    from app.platforms.core_dumps import no_core_dumps
    from app.services.secrets import secret_store

    no_core_dumps()
    person = os.environ.get("CLAUDE_HELPER_CONTEXT") in _PERSON_IS_THERE
    key = secret_store(_data_folder(), os.environ, may_prompt=person).get(KEY)
    if not key:
        return "", "No OpenRouter key is stored. Open Gateway Companion and connect again."
    if not all("!" <= letter <= "~" for letter in key):  # Claude sends it in a header as it is
        return "", _NO_KEY
    return key, ""


def _told(error: BaseException) -> str:
    try:
        from app.domain.errors import AppError

        if isinstance(error, AppError):
            from app.words.findings import finding
            from app.words.speech import Speech

            said = finding(error.finding, Speech())
            return f"{said.title}. {said.remedy}"
    except BaseException as another:  # noqa: BLE001 - the words are missing too
        error = another
    match error:
        case MemoryError() | OSError(errno=errno.ENOMEM):
            return _FULL
        case ImportError() | SyntaxError():
            return "A part of Gateway Companion is missing. Install it again."
        case OSError(filename=str(place)):
            return f"This folder cannot be read: {place}. Give yourself access to it, then try again."
        case _:
            return f"The key could not be read ({type(error).__name__}). Open Gateway Companion and choose Repair."


def _data_folder() -> str:
    """Where a launcher of ours names it, that; an installation for everybody on a computer finds each person's own."""
    if named := os.environ.get("GATEWAY_COMPANION_HOME"):
        return named
    from app.platforms.own_folder import own_folder

    return str(own_folder(os.environ))


def _hand_over(key: str) -> int:
    """To the stream, never to the number 1: where that was closed, it can be the keychain's connection by now."""
    try:
        sys.stdout.write(key)
        sys.stdout.flush()
    except MemoryError:
        return _complain(_FULL)
    except (OSError, ValueError, AttributeError):  # full, gone, closed, never there
        return _complain("The key could not be handed over, as nobody took it. Close Claude Desktop and open it again.")
    return 0


def _complain(trouble: str) -> int:
    try:
        sys.stderr.write(f"Gateway Companion: {' '.join(trouble.split())}\n")
        sys.stderr.flush()
    except (OSError, ValueError, AttributeError, MemoryError):  # nobody listens
        pass
    return 1


def _say_nothing(_: object) -> None:
    """What Python would print of its own accord is no line for a person."""


def _stopped(number: int, frame: object) -> NoReturn:  # noqa: ARG001 - what a signal's handler gets
    os._exit(_complain("It was stopped before it had the key. Try again."))


if __name__ == "__main__":
    run()
