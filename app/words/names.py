"""Plain names for the members of Claude Desktop's settings."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.claude_settings import ENTRY
from app.words.speech import Speech


def key_name(key: str, speech: Speech) -> str:
    """A member of the settings in plain words; one that is not known keeps its own name."""
    if key == "/".join(ENTRY):
        return speech.say("the OpenRouter entry in the list of profiles")
    if key.startswith("entries/"):
        return speech.say("the entry {id} in the list of profiles", id=key.removeprefix("entries/"))
    return (_profile_names(speech) | _other_names(speech)).get(key, key)


def key_names(keys: Iterable[str], speech: Speech) -> str:
    """Several members as one list, each name once."""
    return speech.listing(list(dict.fromkeys(key_name(key, speech) for key in keys)))


def _profile_names(speech: Speech) -> dict[str, str]:
    handing_over = speech.say("the way Claude gets the key")
    return {
        "inferenceProvider": speech.say("which service answers"),
        "inferenceGatewayBaseUrl": speech.say("the address of OpenRouter"),
        "inferenceGatewayAuthScheme": speech.say("the way the key is shown to OpenRouter"),
        "inferenceCredentialKind": handing_over,
        "inferenceCredentialHelper": handing_over,
        "inferenceCredentialHelperTtlSec": speech.say("how long Claude remembers the key"),
        "inferenceCredentialHelperTimeoutSec": speech.say("how long Claude waits for the key"),
        "inferenceGatewayApiKey": speech.say("the readable copy of the key"),
        "inferenceModels": speech.say("the list of models"),
        "modelDiscoveryEnabled": speech.say("whether Claude looks for models itself"),
        "deploymentDisplayName": speech.say("the name that Claude shows for the connection"),
        "chatTabEnabled": speech.say("whether the Chat tab shows"),
        "coworkEgressAllowedHosts": speech.say("which websites Claude may open"),
        "inferenceCustomHeaders": speech.say("what Claude adds to its requests"),
    }


def _other_names(speech: Speech) -> dict[str, str]:
    return {
        "deploymentMode": speech.say("which mode Claude starts in"),
        "allowDevTools": speech.say("whether the Developer menu shows"),
        "appliedId": speech.say("which profile is chosen"),
        "hybridPointer": speech.say("what overrides the chosen profile"),
        "entries": speech.say("the list of profiles"),
    }
