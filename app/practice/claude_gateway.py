"""What Claude Desktop asks the gateway at launch: the list of models, and one message of one token."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from app.practice.claude_credential import Credential
from app.practice.claude_profile import GatewayProfile

_TIMEOUT = 10


@dataclass(frozen=True, slots=True)
class Reply:
    """`document`: the body if it is a JSON object, else empty."""

    status: int
    document: dict[str, object]


@dataclass(frozen=True, slots=True)
class Unreachable:
    why: str


@dataclass(frozen=True, slots=True)
class GatewayClient:
    profile: GatewayProfile
    credential: Credential = field(repr=False)

    @property
    def api_host(self) -> str:
        parts = urlsplit(self.profile.base_url)
        return f"{parts.scheme}://{parts.netloc}"

    def list_models(self) -> Reply | Unreachable:
        return self._ask("GET", "/v1/models?limit=1000", None)

    def send_one_token(self, model: str) -> Reply | Unreachable:
        message = {"role": "user", "content": "."}
        return self._ask("POST", "/v1/messages", {"model": model, "max_tokens": 1, "messages": [message]})

    def _ask(self, method: str, path: str, body: dict[str, object] | None) -> Reply | Unreachable:
        parts = urlsplit(self.profile.base_url)
        if parts.scheme != "http" or parts.hostname != "127.0.0.1":
            return Unreachable("practice never leaves this computer")
        connection = http.client.HTTPConnection(parts.hostname, parts.port or 80, timeout=_TIMEOUT)
        try:
            payload = None if body is None else json.dumps(body)
            connection.request(method, parts.path + path, payload, self._headers())
            answer = connection.getresponse()
            return Reply(answer.status, _object(answer.read()))
        except (OSError, http.client.HTTPException) as error:
            return Unreachable(type(error).__name__)
        finally:
            connection.close()

    def _headers(self) -> dict[str, str]:
        bearer = self.profile.scheme == "bearer"
        secret = (
            {"Authorization": f"Bearer {self.credential.token}"} if bearer else {"x-api-key": self.credential.token}
        )
        fixed = {"Content-Type": "application/json", "anthropic-version": "2023-06-01"}
        return fixed | dict(self.profile.headers) | dict(self.credential.headers) | secret


def _object(body: bytes) -> dict[str, object]:
    try:
        document = json.loads(body)
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


def health_of(reply: Reply | Unreachable) -> str:
    """The word that ConfigHealth uses for the answer to a message."""
    match reply:
        case Unreachable():
            return "unreachable"
        case Reply(200, {"type": "message"}):
            return "healthy"
        case Reply(401):
            return "auth_failed"
        case Reply():
            return "provider_error"
