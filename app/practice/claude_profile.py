"""The flat keys of a profile: which values Claude Desktop takes, and the gateway that they describe."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from app.practice.claude_models import TIERS

Values = Mapping[str, object]
_PROVIDERS = ("gateway", "bedrock", "vertex", "foundry")
_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_DEAD = frozenset(("inference", "inferenceGatewayHeaders", "isDxtEnabled"))
_UNKNOWN = "not a recognized configuration key"


@dataclass(frozen=True, slots=True)
class Ignored:
    """A value that Claude names in its log and does not use."""

    key: str
    why: str


@dataclass(frozen=True, slots=True)
class StaticKey:
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class HelperScript:
    path: str
    timeout: float


@dataclass(frozen=True, slots=True)
class GatewayProfile:
    """`models`: the ids of an explicit list, or None; `discovery`: whether the gateway is asked for its list."""

    base_url: str
    scheme: str
    credential: StaticKey | HelperScript
    models: tuple[str, ...] | None
    discovery: bool
    headers: tuple[tuple[str, str], ...]


def sound_values(document: Values, *, knows_helper: bool = True) -> tuple[dict[str, object], tuple[Ignored, ...]]:
    """The values that Claude uses, and those that it ignores. Keys of others are used by nobody here and stay quiet."""
    used, ignored = dict[str, object](), list[Ignored]()
    for key, value in document.items():
        if key in _DEAD or (key == "inferenceCredentialHelper" and not knows_helper):
            ignored.append(Ignored(key, _UNKNOWN))
        elif why := CHECKS[key](value) if key in CHECKS else None:
            ignored.append(Ignored(key, why))
        else:
            used[key] = value
    return used, tuple(ignored)


def gateway_profile(values: Values) -> GatewayProfile | str:
    """What `sound_values` describe, or what is missing."""
    base_url = _text(values, "inferenceGatewayBaseUrl")
    if base_url is None:
        return 'no base URL configured for provider "gateway"'
    credential = _credential(values)
    if credential is None:
        return 'no credential configured for provider "gateway"'
    models, headers = values.get("inferenceModels"), values.get("inferenceCustomHeaders")
    return GatewayProfile(
        base_url=base_url,
        scheme=_text(values, "inferenceGatewayAuthScheme") or "bearer",
        credential=credential,
        models=tuple(model["name"] for model in models) if isinstance(models, list) else None,
        discovery=values.get("modelDiscoveryEnabled", True) is True,
        headers=tuple(headers.items()) if isinstance(headers, dict) else (),
    )


def _credential(values: Values) -> StaticKey | HelperScript | None:
    kind = _text(values, "inferenceCredentialKind") or "static"
    token, helper = _text(values, "inferenceGatewayApiKey"), _text(values, "inferenceCredentialHelper")
    if kind == "static":
        return StaticKey(token) if token else None
    timeout = values.get("inferenceCredentialHelperTimeoutSec")
    return HelperScript(helper, timeout if isinstance(timeout, float) else 60) if helper else None


def _text(values: Values, key: str) -> str | None:
    value = values.get(key)
    return value if isinstance(value, str) else None


def _one_of(*words: str) -> Callable[[object], str | None]:
    return lambda value: None if value in words else f"expected one of {', '.join(words)}"


def _is_flag(value: object) -> str | None:
    return None if isinstance(value, bool) else "expected boolean"


def _is_text(value: object) -> str | None:
    return None if isinstance(value, str) and value else "expected non-empty string"


def _is_seconds(value: object) -> str | None:
    fine = isinstance(value, float) and value > 0 and value.is_integer()
    return None if fine else "expected positive integer"


def _is_base_url(value: object) -> str | None:
    if not isinstance(value, str):
        return "expected string"
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "expected URL"
    if parts.scheme not in ("http", "https") or not host or any(c.isspace() for c in value):
        return "expected URL"
    if parts.scheme == "http" and host != "127.0.0.1":
        return "must use https"
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        return "must not contain credentials, a query or a fragment"
    if parts.path.endswith(("/", "/v1")):
        return "must not end with a slash or /v1"
    return None


def _is_token(value: object) -> str | None:
    fine = isinstance(value, str) and value and value.isascii() and value.isprintable() and " " not in value
    return None if fine else "expected a key"


def _is_helper_path(value: object) -> str | None:
    if not isinstance(value, str) or not Path(value).is_absolute():
        return "expected absolute path"
    return "expected .exe" if sys.platform == "win32" and not value.lower().endswith(".exe") else None


def _are_models(value: object) -> str | None:
    return None if isinstance(value, list) and all(_is_model(item) for item in value) else "expected list of models"


def _is_model(item: object) -> bool:
    if not isinstance(item, dict) or not isinstance(item.get("name"), str) or not item["name"]:
        return False
    flags_fine = all(isinstance(item.get(flag, False), bool) for flag in ("isFamilyDefault", "supports1m"))
    label_fine = isinstance(item.get("labelOverride", ""), str)
    return flags_fine and label_fine and item.get("anthropicFamilyTier", "sonnet") in TIERS


def _are_headers(value: object) -> str | None:
    def fine(name: object, text: object) -> bool:
        return (
            isinstance(name, str)
            and bool(_HEADER_NAME.fullmatch(name))
            and isinstance(text, str)
            and text.isprintable()
        )

    return (
        None if isinstance(value, dict) and all(fine(n, t) for n, t in value.items()) else "expected object of strings"
    )


def _are_hosts(value: object) -> str | None:
    return None if isinstance(value, list) and all(isinstance(h, str) for h in value) else "expected list of strings"


def _is_display_name(value: object) -> str | None:
    return None if isinstance(value, str) and len(value) <= 60 else "expected string of at most 60 characters"


CHECKS: Mapping[str, Callable[[object], str | None]] = {
    "inferenceProvider": _one_of(*_PROVIDERS),
    "inferenceGatewayBaseUrl": _is_base_url,
    "inferenceGatewayAuthScheme": _one_of("bearer", "x-api-key"),
    "inferenceCredentialKind": _one_of("helper-script", "static"),
    "inferenceCredentialHelper": _is_helper_path,
    "inferenceCredentialHelperTtlSec": _is_seconds,
    "inferenceCredentialHelperTimeoutSec": _is_seconds,
    "inferenceGatewayApiKey": _is_token,
    "inferenceModels": _are_models,
    "inferenceCustomHeaders": _are_headers,
    "modelDiscoveryEnabled": _is_flag,
    "deploymentDisplayName": _is_display_name,
    "chatTabEnabled": _is_flag,
    "coworkEgressAllowedHosts": _are_hosts,
    "disableDeploymentModeChooser": _is_flag,
    "deploymentOrganizationUuid": _is_text,
}
