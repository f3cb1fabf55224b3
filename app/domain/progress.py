"""The steps of a change or of connecting a key, for telling how far it is."""

from __future__ import annotations

from enum import StrEnum


class Step(StrEnum):
    LOOK = "look"
    VERIFY_KEY = "verify-key"
    STORE_KEY = "store-key"
    GET_MODELS = "get-models"
    RECOVER = "recover"
    QUIT_CLAUDE = "quit-claude"
    WAIT_CLOSED = "wait-closed"
    WRITE = "write"
    INSTALL_HELPER = "install-helper"
    REOPEN = "reopen"
    CONFIRM = "confirm"
    ROLL_BACK = "roll-back"
