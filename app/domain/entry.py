"""What step 3 knows of the key that somebody enters there; never the key itself."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.findings import Finding
from app.domain.model import Account


@dataclass(frozen=True, slots=True)
class NoEntry:
    """Nobody has entered a key."""


@dataclass(frozen=True, slots=True)
class CheckingEntry:
    """The gateway is being asked."""


@dataclass(frozen=True, slots=True)
class SigningIn:
    """The browser is asked for consent. `link`: the page's address, to open it by hand; `code_link`: the same page, which
    then shows a code to enter here; both empty until they are known. `opened`: a browser was found.

    `got`: the person has agreed, and the key is being fetched. `refused`: why the code that was entered gave none.
    """

    link: str = ""
    code_link: str = ""
    opened: bool = True
    got: bool = False
    refused: Finding | None = None


@dataclass(frozen=True, slots=True)
class EntryWorks:
    """The gateway accepts it, and the keychain keeps it; or, where `kept` is False, this window until step 4 writes it."""

    hint: str
    account: Account
    kept: bool = True


@dataclass(frozen=True, slots=True)
class EntryFailed:
    """It is not accepted, could not be checked, or the keychain did not take it.

    `odd`: it does not look like an OpenRouter key. `by_sign_in`: there was no key yet, so a stored one still counts.
    """

    finding: Finding
    odd: bool = False
    by_sign_in: bool = False


Entry = NoEntry | CheckingEntry | SigningIn | EntryWorks | EntryFailed
