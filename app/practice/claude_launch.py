"""One launch: what the practice Claude Desktop logs, asks and finds out once it has read its settings."""

from __future__ import annotations

import hashlib
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from app.practice.claude_behaviour import Behaviour
from app.practice.claude_credential import NoCredential, obtain
from app.practice.claude_gateway import GatewayClient, Reply, health_of
from app.practice.claude_log import quoted
from app.practice.claude_models import is_accepted
from app.practice.claude_places import Places
from app.practice.claude_profile import GatewayProfile, HelperScript
from app.practice.claude_settings import FirstParty, Gateway, OtherProvider, Settings, Void
from app.practice.claude_traces import Traces

OLD_VERSION = "0.14.10"
_CODE_TAB_401 = (
    '[claude-code] API Error: 401 {"type":"error","error":{"type":"authentication_error",'
    '"message":"OAuth token has expired."}} · Please run /login'
)


@dataclass(frozen=True, slots=True)
class Launch:
    """`helper_started` is told of the credential helper's process."""

    settings: Settings
    behaviour: Behaviour
    places: Places
    environment: Mapping[str, str]
    traces: Traces
    helper_started: Callable[[subprocess.Popen[bytes]], None]

    def run(self) -> None:
        version = OLD_VERSION if self.behaviour.old else self.behaviour.version
        time.sleep(self.behaviour.start_seconds)
        self._warn()
        self.traces.say("info", f"Starting app {{ appVersion: {quoted(version)} }}")
        if self.behaviour.crash:
            self.traces.say("error", "Uncaught exception: the app will close")
            return
        self._warn()  # the real one reads its settings a second time here and says it all again
        match self.settings.mode:
            case Gateway(profile):
                self._use_gateway(profile)
            case OtherProvider(provider):
                self._say_active(provider)
                self._judge(provider, "healthy")
            case FirstParty() | Void():
                pass
        if self.behaviour.code_tab_401:
            self.traces.say("error", _CODE_TAB_401)
        self.traces.note(lambda state: replace(state, ready=True))

    def _warn(self) -> None:
        for ignored in self.settings.ignored:
            self.traces.say("warn", f'Ignoring local configuration value "{ignored.key}": {ignored.why}')
        for remark in self.settings.remarks:
            self.traces.say("warn", remark)

    def _say_active(self, provider: str) -> None:
        shown = f"{{ provider: {quoted(provider)} }}"
        self.traces.say("info", f"[custom-3p] Credentials loaded from managed/enterprise config {shown}")
        self.traces.say("info", f"[custom-3p] 3P mode active {shown}")

    def _judge(self, provider: str, health: str) -> None:
        state = f"{{ state: {quoted(health)}, provider: {quoted(provider)} }}"
        self.traces.say("info", f"[custom-3p] ConfigHealth recomputed {state}")
        self.traces.note(lambda state: replace(state, health=health))

    def _use_gateway(self, profile: GatewayProfile) -> None:
        match obtain(profile.credential, self.environment, self.helper_started):
            case NoCredential(reason, report):
                self.traces.say("error", f"[custom-3p] {report}")
                self.traces.say("warn", f"[custom-3p] credential helper failed (reason={reason})")
                self.traces.say("warn", "[custom-3p] 3P mode active (degraded — no valid credentials)")
                self._judge("gateway", "auth_failed")
            case credential:
                self._say_active("gateway")
                if isinstance(profile.credential, HelperScript):
                    shown = f"{{ helperPath: {quoted(profile.credential.path)}, args: [] }}"
                    self.traces.say("info", f"[custom-3p] running helper {shown}")
                    self.traces.say("info", f"[custom-3p] {credential.report}")
                digest = hashlib.sha256(credential.token.encode()).hexdigest()
                self.traces.note(lambda state: replace(state, key_sha256=digest, key_source=credential.source))
                self._ask(GatewayClient(profile, credential))

    def _ask(self, client: GatewayClient) -> None:
        self.traces.say("info", f"[custom-3p] inference apiHost={client.api_host}")
        picker = self._picker(client)
        if isinstance(picker, str):
            self._judge("gateway", picker)
            return
        models, default = tuple(picker), picker[0] if picker else None
        self.traces.note(lambda state: replace(state, models=models, default_model=default))
        if not picker:
            health = "config_model_rejected"
        elif self.behaviour.not_testable and client.credential.source == "helper":
            health = "not_testable"
        else:
            health = health_of(client.send_one_token(picker[0]))
        self._judge("gateway", health)

    def _picker(self, client: GatewayClient) -> list[str] | str:
        """The ids that the picker shows, or the health word that says why there are none."""
        if self.behaviour.stale_cache and (self.places.gateway / "Cache").exists():
            self.traces.say("warn", "[custom-3p] Gateway /v1/models returned 0 usable models { rawCount: 39 }")
            return []
        chosen = self._explicit(client.profile.models or ())
        if client.profile.models is not None and not client.profile.discovery:
            skipped = "[custom-3p] Model discovery: skipped (inferenceModels obviates discovery)"
            self.traces.say("info", f"{skipped}; picker = {_listed(chosen)}")
            return chosen
        return self._discover(client, chosen) if client.profile.discovery else chosen

    def _explicit(self, models: tuple[str, ...]) -> list[str]:
        for id in models:
            if not is_accepted(id):
                told = f'inferenceModels: "{id}" is not an Anthropic model and was removed from the list'
                self.traces.say("warn", f"[custom-3p] {told}")
        return [id for id in models if is_accepted(id)]

    def _discover(self, client: GatewayClient, chosen: list[str]) -> list[str] | str:
        begin = time.monotonic()
        reply = client.list_models()
        rows = reply.document.get("data") if isinstance(reply, Reply) and reply.status == 200 else None
        if not isinstance(rows, list):
            return chosen or (
                "provider_error" if isinstance(reply, Reply) and reply.status == 200 else health_of(reply)
            )
        ids = [row["id"] for row in rows if isinstance(row, dict) and isinstance(row.get("id"), str)]
        usable = [id for id in ids if is_accepted(id)]
        if not usable:
            told = f"Gateway /v1/models returned 0 usable models {{ rawCount: {len(rows)} }}"
            self.traces.say("warn", f"[custom-3p] {told}")
        picker = [*chosen, *(id for id in usable if id not in chosen)]
        took = round((time.monotonic() - begin) * 1000)
        found = f"Model discovery: {len(usable)} found in {took}ms; picker = {_listed(picker)}"
        self.traces.say("info", f"[custom-3p] {found}")
        return picker


def _listed(ids: list[str]) -> str:
    return f"{len(ids)} ({', '.join(ids) or 'empty'})"
