"""What a release needs before and after the builds; .github/workflows/release.yml calls it (standard library only):

python3 packaging/release.py check TAG        refuses a tag that is not this version, and a version that CHANGELOG.md does not tell of
python3 packaging/release.py notes            what CHANGELOG.md tells of this version
python3 packaging/release.py sums FOLDER      writes SHA256SUMS of all files in there
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SUMS = "SHA256SUMS"
UNFINISHED = "not yet released"


def main(arguments: list[str]) -> int:
    match arguments:
        case ["check", tag]:
            return check(tag)
        case ["notes"]:
            print(told_of(version())[1])
        case ["sums", folder]:
            return sums(Path(folder))
        case _:
            print(__doc__)
            return 2
    return 0


def check(tag: str) -> int:
    heading, notes = told_of(version())
    problems = []
    if tag != f"v{version()}":
        problems.append(f"The tag is {tag}, and app/__init__.py says {version()}: v{version()} would be right.")
    if not re.fullmatch(r"\d+\.\d+\.\d+", version()):
        problems.append(f"Windows and macOS only take three numbers for a version, not {version()}.")
    if not notes:
        problems.append(f"CHANGELOG.md tells nothing of {version()}.")
    if UNFINISHED in heading:
        problems.append(f"CHANGELOG.md still says “{heading}”.")
    # On GitHub the program must lead people to where it is released.
    if (repository := os.environ.get("GITHUB_REPOSITORY")) and page().removeprefix("https://github.com/") != repository:
        problems.append(f"app/project.py names {page()}, and this is {repository}.")
    print("\n".join(problems) or f"{tag} can be released.")
    return 1 if problems else 0


def version() -> str:
    return said_in("app/__init__.py", r'__version__ = "(.+)"')


def page() -> str:
    return said_in("app/project.py", r'PAGE = "(.+)"')


def said_in(file: str, pattern: str) -> str:
    found = re.search(pattern, (ROOT / file).read_text("utf-8"))
    return found[1] if found else sys.exit(f"{file} does not say it: {pattern}")


def told_of(version: str) -> tuple[str, str]:
    """The heading and the lines of that version; empty where there are none."""
    sections = re.split(r"^## ", (ROOT / "CHANGELOG.md").read_text("utf-8"), flags=re.MULTILINE)[1:]
    for section in sections:
        heading, _, lines = section.partition("\n")
        if re.split(r"[\s,]", heading)[0] == version:
            return heading.strip(), lines.strip()
    return "", ""


def sums(folder: Path) -> int:
    files = sorted(file for file in folder.iterdir() if file.is_file() and file.name != SUMS)
    if not files:
        print(f"There is nothing in {folder}.")
        return 1
    lines = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files]
    (folder / SUMS).write_text("".join(lines), "utf-8", newline="\n")
    print("".join(lines), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
