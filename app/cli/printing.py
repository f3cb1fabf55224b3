"""Prints reports: sentences for people, or one JSON object and nothing else on standard output."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence

from app.cli import reports
from app.domain.errors import failure
from app.domain.facts import StoredKey
from app.domain.findings import AtFile, Finding, FindingId
from app.domain.gateway_address import person_link
from app.domain.journal import ChangeKind
from app.domain.old_key import Use
from app.domain.outcome import Look, Outcome
from app.flows.models import OfferedModel
from app.services import files
from app.words import keys as words
from app.words.changes import kept
from app.words.findings import finding as sentence
from app.words.report import change_lines, finding_lines, model_lines, status_lines
from app.words.speech import Speech


def status(look: Look, speech: Speech, *, as_json: bool) -> None:
    if as_json:
        whole(reports.status(look, speech))
        return
    lines(status_lines(look.facts, look.goal, look.diagnosis, speech))


def models(rows: Sequence[OfferedModel], speech: Speech, *, as_json: bool) -> None:
    if as_json:
        whole({"models": [reports.model(row) for row in rows]})
        return
    lines(model_lines([(r.model, r.accepted, r.shown, r.default) for r in rows], speech))


def change(outcome: Outcome, speech: Speech, *, as_json: bool) -> None:
    if as_json:
        whole(reports.change(outcome, speech))
        return
    lines(
        change_lines(
            outcome.plan,
            outcome.applied,
            outcome.confirmed,
            outcome.rolled_back,
            outcome.declined,
            speech,
            blocked=bool(outcome.blocked),
        )
    )
    undone = outcome.plan.kind is ChangeKind.UNDO
    findings = outcome.look.diagnosis.findings if outcome.look and not undone and outcome.applied else ()
    for finding in (*outcome.blocked, *findings):
        lines(finding_lines(finding, speech))
    if outcome.applied:
        lines(kept(one, speech) for one in outcome.plan.kept)


def old_key(old: StoredKey, outcome: Outcome, base_url: str, speech: Speech) -> None:
    """A key that was replaced is not deleted at the gateway, and a Claude that was not opened anew may still use it."""
    page = person_link(base_url, f"/keys/{old.digest}")
    if page is None:
        return
    opened = outcome.applied and outcome.plan.reopen
    runs = outcome.look is not None and bool(outcome.look.facts.claude.processes)
    lines((*words.old_key(old.hint, Use.FOR_AN_HOUR if runs and not opened else Use.OVER, speech), page))


def error(finding: Finding, speech: Speech, *, as_json: bool, command: str) -> None:
    """A failure before there was anything to report; people read it on standard error."""
    if as_json:
        whole(reports.failed(finding, speech, command))
        return
    said = sentence(finding, speech)
    sys.stderr.write(f"{said.title}. {said.detail} {said.remedy}\n")


def whole(report: dict[str, object]) -> None:
    """One JSON object."""
    lines([json.dumps(report, ensure_ascii=False)])


def raw(document: bytes) -> None:
    """A file as it is, to standard output. Raises `AppError` (write-failed) where that is a file on a full disk."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.buffer.write(document)
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise failure(FindingId.WRITE_FAILED, AtFile(sys.stdout.name, files.reason(error))) from error


def lines(told: Iterable[str]) -> None:
    """To standard output, if there is one; a reader who has gone has seen enough."""
    text = "".join(f"{line}\n" for line in told)
    if sys.stdout is None:
        return
    try:
        sys.stdout.write(text.encode(errors="backslashreplace").decode())  # a file name may be no valid text
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that the exit does not fail again
