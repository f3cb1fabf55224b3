"""A setup, a repair and an undo as plans, to be put into words."""

from __future__ import annotations

from pathlib import PurePosixPath

from app.domain.claude_edits import DropMember, Edit, RestoreMember, SetMember
from app.domain.claude_settings import ENTRY, profile_values
from app.domain.documents import Role
from app.domain.findings import FindingId, found
from app.domain.goal import ChosenModel, Goal, Tier
from app.domain.journal import ChangeKind
from app.domain.plan import Action, FileChange, Kept, Plan, WhyKept

FOLDER = PurePosixPath("/home/ada/Claude-3p")
MODELS = (
    ChosenModel("anthropic/claude-sonnet-4.6", "Claude Sonnet 4.6", Tier.SONNET),
    ChosenModel("anthropic/claude-opus-4.6", "Claude Opus 4.6", Tier.OPUS),
    ChosenModel("anthropic/claude-haiku-4.5", "Claude Haiku 4.5", Tier.HAIKU),
)
GOAL = Goal(models=MODELS)


def change(role: Role, action: Action, *edits: Edit, restore: bool = False) -> FileChange:
    return FileChange(FOLDER / role, role, action, edits, restore)


def put(*address: str) -> SetMember:
    return SetMember(address, "1")


PROFILE = change(Role.PROFILE, Action.CREATE, *(put(key) for key in profile_values(GOAL, FOLDER)))
LIBRARY = change(Role.LIBRARY, Action.CREATE, put(*ENTRY), put("appliedId"))
MODE = change(Role.GATEWAY_CONFIG, Action.EDIT, put("deploymentMode"))
LEFT_OVER = change(Role.NORMAL_CONFIG, Action.EDIT, put("deploymentMode"))
DEVELOPER = change(Role.DEVELOPER, Action.CREATE, put("allowDevTools"))
SETUP = Plan(
    ChangeKind.SETUP, (PROFILE, MODE, LEFT_OVER, DEVELOPER, LIBRARY), install_helper=True, restart=True, reopen=True
)
REPAIR = Plan(
    ChangeKind.REPAIR,
    (
        change(Role.PROFILE, Action.EDIT, put("inferenceGatewayBaseUrl"), put("chatTabEnabled")),
        change(Role.LIBRARY, Action.EDIT, DropMember(("entries", "ABC")), DropMember(("hybridPointer",))),
    ),
    cache=FOLDER / "Cache",
    restart=True,
    reopen=True,
)
UNDO = Plan(
    ChangeKind.UNDO,
    (
        change(Role.PROFILE, Action.REMOVE, restore=True),
        change(Role.GATEWAY_CONFIG, Action.EDIT, DropMember(("deploymentMode",))),
        change(Role.DEVELOPER, Action.REMOVE, DropMember(("allowDevTools",)), restore=True),
        change(
            Role.LIBRARY,
            Action.EDIT,
            DropMember(ENTRY),
            RestoreMember(("appliedId",), '"x"'),
            RestoreMember(("hybridPointer",), '"y"'),
        ),
    ),
    restart=True,
    reopen=True,
    kept=(Kept(FOLDER / "settings", "deploymentMode", WhyKept.CHANGED_SINCE),),
)
BLOCKED = Plan(ChangeKind.SETUP, blocked=(found(FindingId.KEY_MISSING), found(FindingId.CLAUDE_NOT_INSTALLED)))
ENTRIES_BACK = Plan(
    ChangeKind.UNDO,
    (change(Role.LIBRARY, Action.EDIT, RestoreMember(("entries", "ABC"), "{}"), DropMember(("appliedId",))),),
)
PLANS = [SETUP, REPAIR, UNDO, BLOCKED, ENTRIES_BACK, *(Plan(kind) for kind in ChangeKind)]
