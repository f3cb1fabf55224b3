"""Findings about Claude Desktop's files: sound or not, ours or changed, and how the key is handed over."""

from __future__ import annotations

import json
from collections.abc import Iterator

from app.domain import claude_settings as claude
from app.domain import managed
from app.domain.desired import differing
from app.domain.documents import Absent, Loaded, Malformed, Role, RootFacts, Unreadable
from app.domain.facts import Facts
from app.domain.findings import AtFile, Finding, FindingId, InProfile, Listed, Named, NoDetail, Reason, Severity, found
from app.domain.goal import Goal, Handover
from app.domain.json_text import canonical
from app.domain.secret_ref import SECRET

_URL = "inferenceGatewayBaseUrl"
_SCHEME = "inferenceGatewayAuthScheme"


def profile_exists(facts: Facts) -> bool:
    return any(root.has(Role.PROFILE) for root in facts.roots)


def files(facts: Facts) -> Iterator[Finding]:
    """Files that Claude reads and that are not sound, and ids that void the whole library."""
    for root in facts.roots:
        for document in root.documents:
            path = str(document.path)
            match document.state:
                case Malformed(line=line, text=text):
                    yield found(FindingId.SETTINGS_MALFORMED, AtFile(path, None, line, text))
                case Unreadable(reason):
                    yield found(FindingId.SETTINGS_UNREADABLE, AtFile(path, reason))
        for id, name in root.entries:
            if not claude.valid_id(id):
                ours = id.lower() == claude.PROFILE_ID
                yield found(FindingId.BAD_ENTRY_ID, Named(id, name or None), repairable=ours)


def settings(facts: Facts, goal: Goal) -> Iterator[Finding]:
    """What differs from the goal, once a setup was made."""
    for root in facts.roots:
        if root.root.shadow:
            yield from _shadow(root, facts, goal)
            continue
        yield from _library(root)
        yield from _mode(root)
        yield from _profile(root, facts, goal)
        if root.member(Role.DEVELOPER, "allowDevTools") != canonical(True):
            yield found(FindingId.DEVELOPER_MODE_OFF)


def _shadow(root: RootFacts, facts: Facts, goal: Goal) -> Iterator[Finding]:
    for document in root.documents:
        if document.role is not Role.DEVELOPER and differing(root, document.role, goal, facts):
            folder = root.root.normal if document.role is Role.NORMAL_CONFIG else root.root.gateway
            yield found(FindingId.SHADOW_COPY, AtFile(str(folder)))
            return


def _library(root: RootFacts) -> Iterator[Finding]:
    if not isinstance(root.document(Role.LIBRARY).state, Loaded | Absent):
        return
    if root.member(Role.LIBRARY, "hybridPointer") is not None:
        yield found(FindingId.HYBRID_POINTER)
    listed = root.member(Role.LIBRARY, *claude.ENTRY) is not None
    if not listed or not root.has(Role.PROFILE):
        yield found(FindingId.PROFILE_MISSING)
        return
    applied = root.member(Role.LIBRARY, "appliedId")
    if applied != canonical(claude.PROFILE_ID):
        name = next((name for id, name in root.entries if canonical(id) == applied), None)
        yield found(FindingId.PROFILE_NOT_APPLIED, Named(name) if name else NoDetail())


def _mode(root: RootFacts) -> Iterator[Finding]:
    for role in (Role.GATEWAY_CONFIG, Role.NORMAL_CONFIG):
        if root.member(role, "deploymentMode") == claude.NORMAL_MODE:
            yield found(FindingId.MODE_IS_FIRST_PARTY, AtFile(str(root.document(role).path)))
            return
    sound = isinstance(root.document(Role.GATEWAY_CONFIG).state, Loaded | Absent)
    if sound and root.member(Role.GATEWAY_CONFIG, "deploymentMode") != claude.GATEWAY_MODE:
        yield found(FindingId.PROFILE_CHANGED, Listed(("deploymentMode",)))


def _profile(root: RootFacts, facts: Facts, goal: Goal) -> Iterator[Finding]:
    if not root.has(Role.PROFILE):
        return
    changed = [key for key in differing(root, Role.PROFILE, goal, facts) if key not in claude.SET_ONCE]
    if _URL in changed:
        address = json.loads(root.member(Role.PROFILE, _URL) or '""')
        tellable = isinstance(address, str) and address and "@" not in address  # it may hold a password
        yield found(FindingId.GATEWAY_URL_WRONG, Named(address) if tellable else NoDetail())
    if _SCHEME in changed:
        yield found(FindingId.AUTH_SCHEME_WRONG)
    told = {_URL, _SCHEME, *claude.CREDENTIAL_KEYS}
    copied = root.member(Role.PROFILE, SECRET) is not None
    if SECRET in changed and goal.handover is Handover.HELPER:
        yield found(FindingId.KEY_IN_CLEAR)
        told.add(SECRET)
    if copied and goal.handover is Handover.STATIC and _exposed(root):
        yield found(FindingId.KEY_IN_CLEAR, AtFile(str(root.document(Role.PROFILE).path), Reason.PERMISSION))
        told.add(SECRET)
    if claude.CREDENTIAL_KEYS.intersection(changed) or (goal.handover is Handover.STATIC and not copied):
        yield found(FindingId.CREDENTIAL_MISSING)
        told.add(SECRET)
    if rest := tuple(k for k in changed if k not in told):
        yield found(FindingId.PROFILE_CHANGED, Listed(rest))


def _exposed(root: RootFacts) -> bool:
    state = root.document(Role.PROFILE).state
    return isinstance(state, Loaded) and state.exposed


def copies(facts: Facts, goal: Goal) -> Iterator[Finding]:
    """A copy by choice is told for as long as there is one."""
    if goal.handover is Handover.STATIC and facts.own_copy:
        yield found(FindingId.KEY_COPY_BY_CHOICE)


def handover(facts: Facts, goal: Goal) -> Iterator[Finding]:
    """Whether Claude can get the key from the helper, where it is to."""
    if goal.handover is Handover.HELPER and not facts.helper.usable:
        yield found(FindingId.HELPER_MISSING, AtFile(str(facts.helper.path)))


def under_management(facts: Facts) -> Iterator[Finding]:
    """All that can be wrong on this computer where an IT department's settings of ours count before the person's own."""
    ours = managed.by_us(facts)
    if ours is not None and not ours.usable:
        yield found(FindingId.HELPER_MISSING, AtFile(str(ours.helper)))
    for root in facts.roots:
        if root.member(Role.GATEWAY_CONFIG, "deploymentMode") == claude.NORMAL_MODE:
            yield found(FindingId.MODE_IS_FIRST_PARTY, AtFile(str(root.document(Role.GATEWAY_CONFIG).path)))
            return


def clear_keys(facts: Facts) -> Iterator[Finding]:
    """Keys that lie in clear in profiles of other people's making: told, never touched."""
    for root in facts.roots:
        for profile in root.others:
            if profile.clear_key_hint is not None and profile.listed:
                held = InProfile(profile.id, profile.name or profile.id)
                yield found(FindingId.KEY_IN_CLEAR, held, severity=Severity.INFO, repairable=False)
