"""The command `export`: writes Claude Desktop's settings for an IT department to hand out, and never over another file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from app.cli import exit_status, printing
from app.cli.asking import Telling, confirmed
from app.cli.reports import Report
from app.cli.reports import finding as report_of
from app.domain.errors import failure
from app.domain.findings import AtFile, FindingId
from app.domain.managed_document import Format
from app.flows.export import Export, export
from app.flows.parts import Parts
from app.services import files
from app.words.export import made_lines, replacing
from app.words.report import finding_lines
from app.words.speech import Speech

_READABLE = 0o644
"""Claude Desktop, which every person runs, has to read it; it holds no secret."""


async def run(parts: Parts, options: argparse.Namespace, speech: Speech, telling: Telling) -> int:
    """The exit status."""
    made = await export(
        parts,
        telling,
        Format(options.format),
        models=options.model,
        base_url=options.base_url,
        helper=options.helper,
    )
    telling.quiet()
    if made.blocked:
        _print(made, None, options, speech)
        return exit_status.of_findings(made.blocked)
    path: Path | None = options.output.absolute() if options.output else None
    if path is not None and not await _write(path, made.document, speech, yes=options.yes):
        return exit_status.FINDINGS
    _print(made, path, options, speech)
    return exit_status.DONE


async def _write(path: Path, document: bytes, speech: Speech, *, yes: bool) -> bool:
    """Whether it is there now. Raises `AppError` (write-failed)."""
    match files.read(path):
        case files.Content(data=data) if data == document:
            return True
        case files.Content():
            if not await confirmed(replacing(str(path), speech), (), speech, yes=yes):
                return False
        case files.Blocked(reason=reason):
            raise failure(FindingId.WRITE_FAILED, AtFile(str(path), reason))
    files.overwrite(path, document, mode=_READABLE)
    return True


def _print(made: Export, path: Path | None, options: argparse.Namespace, speech: Speech) -> None:
    if options.json:
        printing.whole(_report(made, path, speech))
        return
    told = [line for finding in made.blocked for line in finding_lines(finding, speech)]
    if not made.blocked:
        told.extend(made_lines(str(path or ""), [m.label for m in made.goal.models], made.added, speech))
        if path is None:
            printing.raw(made.document)
    sys.stderr.write("".join(f"{line}\n" for line in told))


def _report(made: Export, path: Path | None, speech: Speech) -> Report:
    """`document` is the text of a file that was not asked for; the registry's is UTF-16 once it is written."""
    encoding = "utf-16" if made.format is Format.REG else "utf-8"
    written = path is not None or not made.document
    return {
        "format": made.format.value,
        "path": str(path) if path else None,
        "base_url": made.goal.base_url,
        "helper": str(made.helper),
        "models": [m.id for m in made.goal.models],
        "keys": list(made.names),
        "document": None if written else made.document.decode(encoding),
        "blocked": [report_of(f, speech) for f in made.blocked],
    }
