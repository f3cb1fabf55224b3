"""What can be the matter with Claude Desktop's files, with the ways to the key, and with our own notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePath

from app.domain import claude_settings as claude
from app.domain.claude_settings import PROFILE_ID
from app.domain.documents import Document, Profile, Role, Unreadable
from app.domain.facts import Facts, GatewayFacts, HelperState, StoredKey
from app.domain.findings import AtFile, FindingId, InProfile, Listed, Named, Reason, Severity, found
from app.domain.goal import Handover
from app.domain.journal import ChangeKind, Journal, Pending
from app.domain.secret_ref import SECRET
from tests.domain.building import (
    CLOSED,
    GOAL,
    HELPER,
    JOURNAL,
    ONE_FOLDER,
    OTHER,
    ROOT,
    SET_UP,
    SHADOW,
    facts,
    place,
    set_up,
    text,
)
from tests.domain.conditions import but, confirmed, drop, put, unknown, without

LIBRARY, PROFILE, CONFIG = place(Role.LIBRARY), place(Role.PROFILE), place(Role.GATEWAY_CONFIG)
NORMAL, DEVELOPER = place(Role.NORMAL_CONFIG), place(Role.DEVELOPER)
BAD = OTHER.upper()
NO_MODE = found(FindingId.PROFILE_CHANGED, Listed(("deploymentMode",)))
NO_MENU = found(FindingId.DEVELOPER_MODE_OFF)
GONE = found(FindingId.PROFILE_MISSING)
NOT_APPLIED = found(FindingId.PROFILE_NOT_APPLIED)
IN_CLEAR = Profile(OTHER, "Default", "gateway", "sk-or-…0000", same_gateway=True)
TOLD_IN_CLEAR = found(FindingId.KEY_IN_CLEAR, InProfile(OTHER, "Default"), severity=Severity.INFO, repairable=False)
ASKED_WITHOUT_KEY = GatewayFacts(0.1)
KEY_TOPICS = ("key", "credit", "models")
PENDING = Pending("x", ChangeKind.SETUP, claude_was_open=True)


def with_files(files: Mapping[PurePath, bytes]) -> Facts:
    return facts(files, journal=JOURNAL)


def entries(*ids: str, applied: str = PROFILE_ID) -> dict[PurePath, bytes]:
    listed = [{"id": id, "name": f"Profile {number}"} for number, id in enumerate(ids)]
    return {**SET_UP, LIBRARY: text({"appliedId": applied, "entries": listed})}


def unreadable(role: Role, reason: Reason) -> Facts:
    seen = with_files(SET_UP)
    (root,) = seen.roots
    documents = (Document(d.role, d.path, Unreadable(reason)) if d.role is role else d for d in root.documents)
    return replace(seen, roots=(replace(root, documents=tuple(documents)),))


def beside(*profiles: Profile, seen: Facts | None = None) -> Facts:
    """With profiles of other people's making in the library."""
    seen = seen or with_files(SET_UP)
    return replace(seen, roots=(replace(seen.roots[0], others=profiles),))


STATIC = replace(GOAL, handover=Handover.STATIC)
COPIED = with_files(set_up({}, goal=STATIC))
KEYLESS = replace(facts(SET_UP, gateway=ASKED_WITHOUT_KEY), keychain=None)

FILES = [
    confirmed("no Developer menu", with_files(without(DEVELOPER)), NO_MENU),
    confirmed("Developer menu off", with_files(but(DEVELOPER, put("allowDevTools", False))), NO_MENU),
    unknown("the list is gone", with_files(without(LIBRARY)), GONE),
    unknown("our entry is gone", with_files(but(LIBRARY, drop("entries", PROFILE_ID))), GONE),
    unknown("our profile is gone", with_files(without(PROFILE)), GONE),
    unknown("all is gone", with_files({}), GONE, NO_MODE, NO_MENU),
    unknown("nothing applied", with_files(but(LIBRARY, drop("appliedId"))), NOT_APPLIED),
    unknown("null applied", with_files(but(LIBRARY, put("appliedId", None))), NOT_APPLIED),
    unknown(
        "another one applied",
        with_files(entries(PROFILE_ID, OTHER, applied=OTHER)),
        found(FindingId.PROFILE_NOT_APPLIED, Named("Profile 1")),
    ),
    unknown("something unlisted applied", with_files(but(LIBRARY, put("appliedId", "what"))), NOT_APPLIED),
    unknown("hybrid pointer", with_files(but(LIBRARY, put("hybridPointer", OTHER))), found(FindingId.HYBRID_POINTER)),
    unknown(
        "hybrid pointer null", with_files(but(LIBRARY, put("hybridPointer", None))), found(FindingId.HYBRID_POINTER)
    ),
    unknown(
        "/v1 in the address",
        with_files(but(PROFILE, put("inferenceGatewayBaseUrl", "https://openrouter.ai/api/v1"))),
        found(FindingId.GATEWAY_URL_WRONG, Named("https://openrouter.ai/api/v1")),
    ),
    unknown(
        "an address that is none",
        with_files(but(PROFILE, put("inferenceGatewayBaseUrl", None))),
        found(FindingId.GATEWAY_URL_WRONG),
    ),
    unknown(
        "no address", with_files(but(PROFILE, drop("inferenceGatewayBaseUrl"))), found(FindingId.GATEWAY_URL_WRONG)
    ),
    unknown(
        "scheme",
        with_files(but(PROFILE, put("inferenceGatewayAuthScheme", "x-api-key"))),
        found(FindingId.AUTH_SCHEME_WRONG),
    ),
    unknown(
        "static",
        with_files(but(PROFILE, put("inferenceCredentialKind", "static"))),
        found(FindingId.CREDENTIAL_MISSING),
    ),
    unknown(
        "another helper",
        with_files(but(PROFILE, put("inferenceCredentialHelper", "/gone"))),
        found(FindingId.CREDENTIAL_MISSING),
    ),
    confirmed("a key in our profile", with_files(but(PROFILE, put(SECRET, "sk-or-v1"))), found(FindingId.KEY_IN_CLEAR)),
    confirmed(
        "our values changed",
        with_files(
            but(PROFILE, put("inferenceModels", "x"), put("modelDiscoveryEnabled", True), drop("inferenceProvider"))
        ),
        found(FindingId.PROFILE_CHANGED, Listed(("inferenceProvider", "inferenceModels", "modelDiscoveryEnabled"))),
    ),
    confirmed(
        "what a person may change",
        with_files(
            but(PROFILE, put("chatTabEnabled", False), put("deploymentDisplayName", "Mine"), put("toggle", True))
        ),
    ),
    confirmed(
        "what a person may take out",
        with_files(but(PROFILE, drop("chatTabEnabled"), drop("inferenceCredentialHelperTtlSec"))),
    ),
    unknown(
        "normal mode",
        with_files(but(CONFIG, put("deploymentMode", "1p"))),
        found(FindingId.MODE_IS_FIRST_PARTY, AtFile(str(CONFIG))),
    ),
    unknown(
        "normal mode in the normal folder",
        with_files({**SET_UP, NORMAL: text({"deploymentMode": "1p"})}),
        found(FindingId.MODE_IS_FIRST_PARTY, AtFile(str(NORMAL))),
    ),
    confirmed("another mode in the normal folder", with_files({**SET_UP, NORMAL: text({"deploymentMode": "x"})})),
    confirmed("no mode", with_files(without(CONFIG)), NO_MODE),
    unknown(
        "malformed",
        with_files({**SET_UP, CONFIG: b'{\n "a": 1\n "b"}'}),
        found(FindingId.SETTINGS_MALFORMED, AtFile(str(CONFIG), None, 3, "Expecting ',' delimiter")),
    ),
    unknown(
        "a list of another shape",
        with_files({**SET_UP, LIBRARY: b'{"entries": {}}'}),
        found(FindingId.SETTINGS_MALFORMED, AtFile(str(LIBRARY), None, 1, "the list of profiles is not a list")),
    ),
    unknown(
        "unreadable",
        unreadable(Role.GATEWAY_CONFIG, Reason.PERMISSION),
        found(FindingId.SETTINGS_UNREADABLE, AtFile(str(CONFIG), Reason.PERMISSION)),
    ),
    unknown(
        "another's bad id", with_files(entries(PROFILE_ID, BAD)), found(FindingId.BAD_ENTRY_ID, Named(BAD, "Profile 1"))
    ),
    unknown(
        "ours misspelt",
        with_files(entries(PROFILE_ID, PROFILE_ID.upper())),
        found(FindingId.BAD_ENTRY_ID, Named(PROFILE_ID.upper(), "Profile 1"), repairable=True),
    ),
    unknown(
        "a copy that hides the real folder",
        facts(SET_UP, roots=(ROOT, SHADOW)),
        found(FindingId.SHADOW_COPY, AtFile(str(SHADOW.gateway))),
    ),
    confirmed("a copy that says the same", facts({**SET_UP, **set_up({}, SHADOW)}, roots=(ROOT, SHADOW))),
    confirmed("one folder for both", facts(set_up({}, ONE_FOLDER), roots=(ONE_FOLDER,))),
    unknown("one folder, nothing in it", facts({}, roots=(ONE_FOLDER,)), found(FindingId.NOT_SET_UP)),
]

KEYS = [
    confirmed(
        "helper gone",
        replace(with_files(SET_UP), helper=HelperState(HELPER, usable=False)),
        found(FindingId.HELPER_MISSING, AtFile(str(HELPER))),
    ),
    confirmed(
        "a copy by choice",
        COPIED,
        found(FindingId.KEY_COPY_BY_CHOICE),
        goal=STATIC,
    ),
    confirmed(
        "a copy by choice of another key",
        replace(COPIED, keychain=StoredKey("sk-or-…1234", "1" * 64)),
        found(FindingId.PROFILE_CHANGED, Listed((SECRET,))),
        found(FindingId.KEY_COPY_BY_CHOICE),
        goal=STATIC,
    ),
    unknown(
        "a copy by choice that is gone",
        with_files(
            {**set_up({}, goal=STATIC), **but(PROFILE, put("inferenceCredentialKind", "static"), drop(claude.HELPER))}
        ),
        found(FindingId.CREDENTIAL_MISSING),
        goal=STATIC,
    ),
    confirmed(
        "keys in clear in other profiles",
        beside(IN_CLEAR, replace(IN_CLEAR, name="", id="nameless"), Profile(OTHER, "none in clear", None)),
        TOLD_IN_CLEAR,
        replace(TOLD_IN_CLEAR, detail=InProfile("nameless", "nameless")),
    ),
    confirmed("no key", KEYLESS, found(FindingId.KEY_MISSING), not_checked=KEY_TOPICS),
    confirmed(
        "no key, which Claude was to keep",
        replace(COPIED, keychain=None, gateway=ASKED_WITHOUT_KEY),
        found(FindingId.KEY_MISSING, InProfile(PROFILE_ID, "OpenRouter")),
        found(FindingId.KEY_COPY_BY_CHOICE),
        not_checked=KEY_TOPICS,
        goal=STATIC,
    ),
    confirmed(
        "no key, but Claude has one for this gateway",
        beside(replace(IN_CLEAR, same_gateway=False), replace(IN_CLEAR, name="By hand"), seen=KEYLESS),
        found(FindingId.KEY_MISSING, Named("By hand")),
        TOLD_IN_CLEAR,
        replace(TOLD_IN_CLEAR, detail=InProfile(IN_CLEAR.id, "By hand")),
        not_checked=KEY_TOPICS,
    ),
    unknown(
        "no key and never set up",
        replace(KEYLESS, roots=facts({}).roots),
        found(FindingId.NOT_SET_UP),
        not_checked=KEY_TOPICS,
    ),
    unknown(
        "no key, and the profile has another helper",
        replace(KEYLESS, roots=facts(but(PROFILE, put("inferenceCredentialHelper", "/gone"))).roots),
        found(FindingId.KEY_MISSING),
        not_checked=KEY_TOPICS,
    ),
    *(
        confirmed(f"{id}", replace(KEYLESS, keychain=found(id)), found(id), not_checked=KEY_TOPICS)
        for id in (FindingId.KEYCHAIN_UNAVAILABLE, FindingId.KEYCHAIN_LOCKED)
    ),
]

OURSELVES = [
    unknown(
        "an interrupted change",
        facts(SET_UP, journal=replace(JOURNAL, pending=PENDING)),
        found(FindingId.UNFINISHED_CHANGE),
    ),
    unknown(
        "an interrupted first setup", facts({}, journal=Journal(pending=PENDING)), found(FindingId.UNFINISHED_CHANGE)
    ),
    confirmed(
        "a change under way",
        replace(facts(SET_UP, journal=replace(JOURNAL, pending=PENDING)), busy="4711"),
        found(FindingId.BUSY, Named("4711")),
    ),
    confirmed(
        "notes damaged",
        replace(facts(SET_UP), damaged=("goal.json", "journal/journal.json")),
        found(FindingId.OWN_DATA_DAMAGED, AtFile("goal.json")),
        found(FindingId.OWN_DATA_DAMAGED, AtFile("journal/journal.json")),
    ),
    confirmed(
        "what is prepared is not trusted",
        replace(facts(SET_UP), preseed=found(FindingId.PRESEED_IGNORED, Listed(("modles",)))),
        found(FindingId.PRESEED_IGNORED, Listed(("modles",))),
    ),
    confirmed(
        "what is prepared is damaged, once there is a setup",
        replace(facts(SET_UP), preseed=found(FindingId.PRESEED_DAMAGED, AtFile("/etc/x"), severity=Severity.INFO)),
        found(FindingId.PRESEED_DAMAGED, AtFile("/etc/x"), severity=Severity.INFO),
    ),
    unknown(
        "several at once, worst first",
        replace(
            facts({**but(CONFIG, put("deploymentMode", "1p")), DEVELOPER: b"{}"}, claude=CLOSED), damaged=("goal.json",)
        ),
        found(FindingId.MODE_IS_FIRST_PARTY, AtFile(str(CONFIG))),
        found(FindingId.OWN_DATA_DAMAGED, AtFile("goal.json")),
        NO_MENU,
        found(FindingId.CLAUDE_NOT_RUNNING),
    ),
]
CONDITIONS = [*FILES, *KEYS, *OURSELVES]
