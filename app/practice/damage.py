"""What can be broken on purpose on the computer: the catalogue of damages, each a change of files in the practice folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.practice.claude_ending import CHOICE_FILE
from app.practice.claude_json import NotJson, parse, stringify
from app.practice.claude_places import Places

Files = Mapping[Path, bytes | None]
"""What shall be in each file; None: the file shall not be there."""
_Document = dict[str, object]
_OTHER_ID = "00000000-0000-4000-8000-000000000114"
_OTHER_TOOL: _Document = {
    "inferenceProvider": "gateway",
    "inferenceGatewayBaseUrl": "http://127.0.0.1:11434",
    "inferenceGatewayApiKey": "another-tool",
}


class NothingToBreakError(ValueError):
    """What would be broken is not there."""


@dataclass(frozen=True, slots=True)
class Computer:
    """The practice computer, all of it inside `folder`: Claude's places, its program's folder, the companion's data."""

    folder: Path
    places: Places
    program: Path
    companion: Path

    @property
    def library(self) -> Path:
        return self.places.library / "_meta.json"

    def profile(self) -> tuple[Path, _Document]:
        """The applied one."""
        id = self.read(self.library).get("appliedId")
        path = self.places.library / f"{id}.json"
        if not isinstance(id, str) or not path.is_file():
            raise NothingToBreakError("Nothing to break yet: Claude Desktop uses no profile.")
        return path, self.read(path)

    def helper(self) -> Path:
        """What the applied profile names; one outside of the practice folder is not touched."""
        named = self.profile()[1].get("inferenceCredentialHelper")
        path = Path(named) if isinstance(named, str) else None
        if path is None or not path.resolve().is_relative_to(self.folder.resolve()):
            raise NothingToBreakError("Nothing to break here: the profile names no helper in the practice folder.")
        return path

    @property
    def choice(self) -> Path:
        return self.program / CHOICE_FILE

    @property
    def keychain(self) -> Path:
        return self.companion / "practice-keychain.json"

    @property
    def was_set_up(self) -> bool:
        return (self.companion / "goal.json").exists()

    @staticmethod
    def read(path: Path) -> _Document:
        """Empty where there is no sound object."""
        try:
            document = parse(path.read_bytes())
        except (OSError, NotJson):
            return {}
        return document if isinstance(document, dict) else {}


@dataclass(frozen=True, slots=True)
class Damage:
    """`done`: what the files are afterwards; `seen`: whether the computer is broken that way now, whoever did it.

    `in_claude`: a person did it in Claude itself, so that an open one does not write its old settings when it quits.
    """

    description: str
    done: Callable[[Computer], Files]
    seen: Callable[[Computer], bool]
    in_claude: bool = False


def _profile_gone(computer: Computer) -> Files:
    return {computer.profile()[0]: None}


def _is_profile_gone(computer: Computer) -> bool:
    id = computer.read(computer.library).get("appliedId")
    return isinstance(id, str) and not (computer.places.library / f"{id}.json").exists()


def _other_profile(computer: Computer) -> Files:
    library = computer.read(computer.library)
    listed = library.get("entries")
    entries = [entry for entry in (listed if isinstance(listed, list) else []) if not _is_other(entry)]
    added = library | {"appliedId": _OTHER_ID, "entries": [*entries, {"id": _OTHER_ID, "name": "Another tool"}]}
    return {computer.library: _text(added), computer.places.library / f"{_OTHER_ID}.json": _text(_OTHER_TOOL)}


def _is_other(entry: object) -> bool:
    return isinstance(entry, dict) and entry.get("id") == _OTHER_ID


def _first_party(computer: Computer) -> Files:
    config = computer.places.gateway_config
    return {config: _text(computer.read(config) | {"deploymentMode": "1p"})}


def _profile_with(member: str, change: Callable[[str], str]) -> Callable[[Computer], Files]:
    def done(computer: Computer) -> Files:
        path, profile = computer.profile()
        return {path: _text(profile | {member: change(str(profile.get(member, "")))})}

    return done


def _profile_has(member: str, ending: str) -> Callable[[Computer], bool]:
    return lambda computer: str(computer.profile()[1].get(member, "")).endswith(ending)


def _settings_broken(computer: Computer) -> Files:
    whole = computer.library.read_bytes() if computer.library.is_file() else b"{}"
    return {computer.library: whole.rstrip()[:-1]}


def _are_settings_broken(computer: Computer) -> bool:
    try:
        parse(computer.library.read_bytes())
    except NotJson:
        return True
    return False


def _text(document: _Document) -> bytes:
    return stringify(document).encode()


DAMAGES: Mapping[str, Damage] = {
    "profile-gone": Damage("an update removed the profile that Claude uses", _profile_gone, _is_profile_gone),
    "other-profile": Damage(
        "another tool put its own profile in use",
        _other_profile,
        lambda computer: computer.read(computer.library).get("appliedId") == _OTHER_ID,
    ),
    "first-party": Damage(
        "Claude was switched back to its own account",
        _first_party,
        lambda computer: computer.read(computer.places.gateway_config).get("deploymentMode") == "1p",
        in_claude=True,
    ),
    "address-wrong": Damage(
        "someone added /v1 to the gateway address",
        _profile_with("inferenceGatewayBaseUrl", lambda address: f"{address}/v1"),
        _profile_has("inferenceGatewayBaseUrl", "/v1"),
    ),
    "scheme-wrong": Damage(
        "someone chose another way to hand over the key (x-api-key)",
        _profile_with("inferenceGatewayAuthScheme", lambda _: "x-api-key"),
        _profile_has("inferenceGatewayAuthScheme", "x-api-key"),
    ),
    "helper-gone": Damage(
        "a clean-up removed the helper that hands Claude the key",
        lambda computer: {computer.helper(): None},
        lambda computer: not computer.helper().exists(),
    ),
    "key-gone": Damage(
        "the key was deleted from the keychain",
        lambda computer: {computer.keychain: None},
        lambda computer: computer.was_set_up and not computer.keychain.exists(),
    ),
    "settings-broken": Damage(
        "the list of profiles is cut off; only taking it back helps", _settings_broken, _are_settings_broken
    ),
}
