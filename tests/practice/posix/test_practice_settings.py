"""Which mode a launch takes, as a table over the settings files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.practice.claude_places import find_places, make_folder
from app.practice.claude_settings import Gateway, mode_name
from tests.practice.settings_folder import ID, META, OTHER_ID, STATIC, TEXT, Folder, without


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


LIBRARY = [
    ("applied", TEXT(META), TEXT(STATIC), None, "gateway"),
    ("only appliedId", TEXT({"appliedId": ID}), TEXT(STATIC), None, "gateway"),
    ("unknown keys", TEXT(META | {"x": 1}), TEXT(STATIC | {"theirs": [1]}), None, "gateway"),
    ("byte order mark", "\ufeff" + TEXT(META), "\ufeff" + TEXT(STATIC), None, "gateway"),
    (
        "duplicate name, last counts",
        f'{{"appliedId": "{OTHER_ID}", "appliedId": "{ID}"}}',
        TEXT(STATIC),
        None,
        "gateway",
    ),
    ("mode 3p", TEXT(META), TEXT(STATIC), '{"deploymentMode": "3p"}', "gateway"),
    ("config malformed", TEXT(META), TEXT(STATIC), "{,}", "gateway"),
    ("left-over 1p", TEXT(META), TEXT(STATIC), '{"deploymentMode": "1p"}', "first-party"),
    ("hybridPointer", TEXT(META | {"hybridPointer": OTHER_ID}), TEXT(STATIC), None, "first-party"),
    ("hybridPointer null", TEXT(META | {"hybridPointer": None}), TEXT(STATIC), None, "first-party"),
    ("nothing applied", TEXT(without(META, "appliedId")), TEXT(STATIC), None, "first-party"),
    ("null applied", TEXT(META | {"appliedId": None}), TEXT(STATIC), None, "first-party"),
    ("no library", None, None, None, "first-party"),
    ("profile file missing", TEXT(META), None, None, "first-party"),
    ("no provider", TEXT(META), TEXT(without(STATIC, "inferenceProvider")), None, "first-party"),
    ("no base URL", TEXT(META), TEXT(without(STATIC, "inferenceGatewayBaseUrl")), None, "first-party"),
    ("no key", TEXT(META), TEXT(without(STATIC, "inferenceGatewayApiKey")), None, "first-party"),
    ("nested", TEXT(META), TEXT({"inference": {"provider": "gateway"}}), None, "first-party"),
    ("Bedrock", TEXT(META), TEXT({"inferenceProvider": "bedrock"}), None, "other-provider"),
    ("upper-case id", TEXT(META | {"entries": [{"id": ID.upper()}]}), TEXT(STATIC), None, "void"),
    ("short id", TEXT({"appliedId": ID[:-1], "entries": []}), TEXT(STATIC), None, "void"),
    ("id with line end", TEXT({"appliedId": f"{ID}\n", "entries": []}), TEXT(STATIC), None, "void"),
    ("another's bad id", TEXT(META | {"entries": [{"id": ID}, {"id": "mine"}]}), TEXT(STATIC), None, "void"),
    ("entry without id", TEXT(META | {"entries": [{"name": "x"}]}), TEXT(STATIC), None, "void"),
    ("entries no list", TEXT(META | {"entries": {}}), TEXT(STATIC), None, "void"),
    ("library malformed", TEXT(META)[:-1], TEXT(STATIC), None, "void"),
    ("library no object", "[]", TEXT(STATIC), None, "void"),
    ("library empty", "", TEXT(STATIC), None, "void"),
    ("profile malformed", TEXT(META), "{'a': 1}", None, "void"),
    ("profile no object", TEXT(META), "7", None, "void"),
]


@pytest.mark.parametrize("meta, profile, config, mode", [row[1:] for row in LIBRARY], ids=[r[0] for r in LIBRARY])
def test_the_mode_of_a_local_library(
    folder: Folder, meta: str | None, profile: str | None, config: str | None, mode: str
) -> None:
    folder.write(meta=meta, profile=profile, config=config)
    assert mode_name(folder.read().mode) == mode


def test_an_unreadable_library_is_void(folder: Folder) -> None:
    folder.places.library.joinpath("_meta.json").mkdir(parents=True)
    assert mode_name(folder.read().mode) == "void"


def test_an_old_version_knows_no_library(folder: Folder) -> None:
    folder.write(meta=TEXT(META), profile=TEXT(STATIC))
    assert mode_name(folder.read(old=True).mode) == "first-party"


def test_a_version_without_the_helper_ignores_it_and_has_no_credential(folder: Folder) -> None:
    helper = {"inferenceCredentialKind": "helper-script", "inferenceCredentialHelper": "/x/helper"}
    folder.write(meta=TEXT(META), profile=TEXT(without(STATIC, "inferenceGatewayApiKey") | helper))
    assert mode_name(folder.read().mode) == "gateway"
    settings = folder.read(no_helper=True)
    assert mode_name(settings.mode) == "first-party"
    assert [ignored.key for ignored in settings.ignored] == ["inferenceCredentialHelper"]
    assert settings.remarks == ('[custom-3p] no credential configured for provider "gateway"',)


MANAGED = [
    ("gateway", TEXT(STATIC), "gateway", None),
    ("update keys only", TEXT({"disableAutoUpdates": True, "egressProxyUrl": "http://proxy"}), "gateway", ID),
    ("newer update keys only", TEXT({"dangerousMaxVersion": "2"}), "gateway", ID),
    ("empty", "{}", "gateway", ID),
    ("an unknown key voids the file", TEXT({"chatTabEnabled": True, "whatIsThis": 1}), "gateway", ID),
    ("any other key locks the library", TEXT({"chatTabEnabled": True}), "first-party", None),
    ("malformed", "{", "void", None),
    ("no object", "[]", "void", None),
]


@pytest.mark.parametrize("text, mode, profile_id", [r[1:] for r in MANAGED], ids=[r[0] for r in MANAGED])
def test_managed_settings_win(folder: Folder, text: str, mode: str, profile_id: str | None) -> None:
    folder.write(meta=TEXT(META), profile=TEXT(STATIC))
    folder.managed.write_text(text)
    folder.managed.chmod(0o644)
    found = folder.read().mode
    assert mode_name(found) == mode
    assert not isinstance(found, Gateway) or found.profile_id == profile_id


@pytest.mark.parametrize("owner, mode", [(0, 0o664), (0, 0o646), (1, 0o644)])
def test_managed_settings_that_others_could_have_written_void_everything(folder: Folder, owner: int, mode: int) -> None:
    folder.write(meta=TEXT(META), profile=TEXT(STATIC))
    folder.managed.write_text("{}")
    folder.managed.chmod(mode)
    assert mode_name(folder.read(managed_owner=os.getuid() + owner).mode) == "void"


def test_managed_settings_may_forbid_the_normal_mode(folder: Folder) -> None:
    folder.write(config='{"deploymentMode": "1p"}')
    folder.managed.write_text(TEXT(STATIC))
    assert mode_name(folder.read().mode) == "first-party"
    folder.managed.write_text(TEXT(STATIC | {"disableDeploymentModeChooser": True}))
    assert mode_name(folder.read().mode) == "gateway"


HOME = "/home/me"
PLACES = [
    ("linux", {}, "/home/me/.config/Claude-3p", "/home/me/.config/Claude", "/home/me/.config/Claude-3p/logs/main.log"),
    ("linux", {"XDG_CONFIG_HOME": "/x"}, "/x/Claude-3p", "/x/Claude", "/x/Claude-3p/logs/main.log"),
    ("linux", {"CLAUDE_USER_DATA_DIR": "/d"}, "/d", "/d", "/d/logs/main.log"),
    (
        "darwin",
        {},
        "/home/me/Library/Application Support/Claude-3p",
        "/home/me/Library/Application Support/Claude",
        "/home/me/Library/Logs/Claude-3p/main.log",
    ),
    ("win32", {"LOCALAPPDATA": "/l", "APPDATA": "/r"}, "/l/Claude-3p", "/r/Claude", "/l/Claude-3p/logs/main.log"),
]


@pytest.mark.parametrize("system, environment, gateway, normal, log", PLACES)
def test_the_folders_of_each_system(
    system: str, environment: dict[str, str], gateway: str, normal: str, log: str
) -> None:
    places = find_places({"HOME": HOME, **environment}, system)
    assert (places.gateway, places.normal, places.gateway_log) == (Path(gateway), Path(normal), Path(log))


def test_folders_are_made_for_this_user_only(tmp_path: Path) -> None:
    make_folder(tmp_path / "a/b")
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("a", "a/b")] == [0o700, 0o700]
