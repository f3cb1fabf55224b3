"""What can be the matter with the key in the keychain when somebody else has been at it."""

from __future__ import annotations

from dataclasses import replace

from app.domain.accounts import KeptKey
from app.domain.facts import GatewayFacts
from app.domain.findings import FindingId, Replaced, found
from app.domain.secret_ref import KEY
from tests.domain.building import JOURNAL, SET_UP, STORED, facts
from tests.domain.conditions import confirmed, unknown

KEPT = KeptKey(KEY, "sk-or-…0a1b", "of another key")
AS_IT_SHOULD_BE = facts(SET_UP, journal=JOURNAL)
CONDITIONS = [
    confirmed("the key that was kept last", replace(AS_IT_SHOULD_BE, kept=replace(KEPT, digest=STORED.digest))),
    confirmed(
        "a key that somebody else has put there",
        replace(AS_IT_SHOULD_BE, kept=KEPT),
        found(FindingId.KEY_CHANGED, Replaced(KEPT.hint, STORED.hint)),
    ),
    confirmed(
        "a key that somebody else has removed",
        replace(AS_IT_SHOULD_BE, kept=KEPT, keychain=None, gateway=GatewayFacts(0.1)),
        found(FindingId.KEY_MISSING, Replaced(KEPT.hint)),
        not_checked=("key", "credit", "models"),
    ),
    unknown("a key of somebody else's, and never set up", replace(facts({}), kept=KEPT), found(FindingId.NOT_SET_UP)),
]
