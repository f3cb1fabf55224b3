"""What IT departments get: an example that the program reads, a description that agrees with it, commands that exist."""

from __future__ import annotations

import json
import re
import shlex
from decimal import Decimal
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from app.cli import exit_status
from app.cli.arguments import parser
from app.domain.finding_ids import FindingId
from app.domain.goal import LOW_BELOW, Handover
from app.domain.managed_document import HELPERS, Format
from app.domain.preseed import MEMBERS, Preseed, PreseedError, read
from app.platforms import preseed_file

FLEET = Path(__file__).resolve().parents[2] / "packaging" / "fleet"
PAGE = (FLEET / "README.md").read_text("utf-8")
EXAMPLE = (FLEET / "preseed.json").read_bytes()
SCHEMA = json.loads((FLEET / "preseed.schema.json").read_text("utf-8"))
CHECK = Draft202012Validator(SCHEMA)
SONNET = "anthropic/claude-sonnet-4.6"


def test_the_example_has_every_member_and_is_read() -> None:
    assert json.loads(EXAMPLE).keys() == MEMBERS
    assert read(EXAMPLE) == Preseed(
        "https://openrouter.ai/api",
        (SONNET, "anthropic/claude-opus-4.6", "anthropic/claude-haiku-4.5"),
        Handover.HELPER,
        Decimal(5),
    )


def test_the_description_is_one_and_fits_the_example() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["properties"].keys() == MEMBERS
    assert list(CHECK.iter_errors(json.loads(EXAMPLE))) == []
    assert SCHEMA["properties"]["low_credit_usd"]["default"] == LOW_BELOW
    assert SCHEMA["properties"]["handover"]["enum"] == [way.value for way in Handover]


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"gateway": "https://gateway.example/api/"},
        {"gateway": "http://localhost:8080/api"},
        {"gateway": "http://gateway.example"},
        {"gateway": "https://user@gateway.example"},
        {"gateway": ""},
        {"gateway": 1},
        {"models": [SONNET]},
        {"models": []},
        {"models": [SONNET] * 101},
        {"models": SONNET},
        {"models": [""]},
        {"handover": "static"},
        {"handover": "mail"},
        {"low_credit_usd": 0},
        {"low_credit_usd": 2.5},
        {"low_credit_usd": -1},
        {"low_credit_usd": 1_000_001},
        {"low_credit_usd": "5"},
        {"low_credit_usd": True},
        [],
    ],
    ids=json.dumps,
)
def test_the_description_and_the_program_agree(document: object) -> None:
    try:
        read(json.dumps(document).encode())
        reads = True
    except PreseedError:
        reads = False
    assert CHECK.is_valid(document) is reads


def test_only_the_program_knows_which_models_claude_lists() -> None:
    with pytest.raises(PreseedError):
        read(json.dumps({"models": ["openai/gpt-5"]}).encode())


def commands() -> list[str]:
    blocks = "\n".join(re.findall(r"^```\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL))
    inline = re.findall(r"`(gateway-companion [^`]+)`", PAGE)
    return [line for line in (*blocks.splitlines(), *inline) if line.startswith("gateway-companion ")]


@pytest.mark.parametrize("command", commands())
def test_a_command_on_the_page_is_one(command: str) -> None:
    if command != "gateway-companion export":  # in the text, without what it needs
        parser().parse_args(shlex.split(command)[1:])


def test_the_page_has_commands() -> None:
    assert {shlex.split(c)[1] for c in commands()} >= {"export", "setup", "key", "status", "undo", "start-at-login"}


def test_every_format_and_helper_is_on_the_page() -> None:
    assert all(f"--format {format}" in PAGE for format in Format)
    assert all(str(helper) in PAGE for helper in HELPERS.values())


def test_every_exit_status_is_on_the_page() -> None:
    statuses = (exit_status.DONE, exit_status.FINDINGS, exit_status.USAGE, exit_status.PERSON, exit_status.GATEWAY)
    assert re.findall(r"^\| (\d) \|", PAGE, re.MULTILINE) == [str(status) for status in statuses]


@pytest.mark.parametrize("id", ["preseed-ignored", "preseed-damaged", "managed-by-this", "managed-configuration"])
def test_the_findings_it_speaks_of_exist(id: str) -> None:
    assert FindingId(id)
    assert f"`{id}`" in PAGE


def test_the_places_are_those_of_the_program() -> None:
    assert f"/etc/gateway-companion/{preseed_file.NAME}" in PAGE
    assert f"/Library/Application Support/Gateway Companion/{preseed_file.NAME}" in PAGE


def test_every_file_here_is_told_of() -> None:
    linked = set(re.findall(r"\]\(([\w.-]+)\)", PAGE))
    assert {path.name for path in FLEET.iterdir()} - {"README.md"} <= linked
