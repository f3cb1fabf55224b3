"""The workflows are what GitHub understands, name what exists, may do little, and print no secret."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tests.packaging import workflows
from tests.packaging.workflows import FILES, ROOT, Step, jobs

STEPS = list(workflows.steps())
RUNS = [step for step in STEPS if step.run]
PATH = re.compile(r"(?<![\w/.-])(?:packaging|tests|app|resources|\.ci|\.github)/[\w./-]+")
DEV_PY = re.compile(r"packaging/dev\.py (?P<command>[\w-]+)(?: (?P<argument>[\w-]+))?")


def understood(file: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def commands_of_dev_py() -> set[str]:
    tree = ast.parse((ROOT / "packaging" / "dev.py").read_text("utf-8"))
    tables = [
        node.value for node in ast.walk(tree) if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict)
    ]
    keys = [key for table in tables for key in table.keys]
    return {str(key.value) for key in keys if isinstance(key, ast.Constant)}


def test_there_is_one_for_each_push_and_one_for_releases() -> None:
    assert {file.name for file in FILES} == {"check.yml", "release.yml"}


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_github_understands_it(file: Path) -> None:
    done = understood(file)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "right, wrong",
    [
        ("runs-on:", "run-on:"),
        ("permissions:\n      contents: read", "permissions:\n      contents: everything"),
        ("needs: asked-for", "needs: {asked: for}"),
        ("timeout-minutes: 5", "timeout-minutes: soon"),
    ],
)
def test_what_github_does_not_understand_is_found(tmp_path: Path, right: str, wrong: str) -> None:
    text = (ROOT / ".github" / "workflows" / "release.yml").read_text("utf-8")
    assert right in text
    broken = tmp_path / "release.yml"
    broken.write_text(text.replace(right, wrong), "utf-8")
    assert understood(broken).returncode == 1


@pytest.mark.parametrize("step", RUNS, ids=lambda step: step.name)
def test_what_it_names_exists(step: Step) -> None:
    missing = [path for path in PATH.findall(step.run) if not (ROOT / path).exists()]
    assert missing == []
    named = [match["command"] for match in DEV_PY.finditer(step.run)]
    assert set(named) <= commands_of_dev_py()


def test_the_stages_of_packaging_are_those_that_there_are() -> None:
    stages = {match["argument"] for step in RUNS for match in DEV_PY.finditer(step.run) if match["argument"]}
    source = (ROOT / "packaging" / "installers.py").read_text("utf-8")
    assert stages == {"bundle", "installer"}
    assert all(f'"{stage}"' in source for stage in stages)


def test_both_builds_and_tests_happen_on_every_system() -> None:
    found = {step.job for step in RUNS if "packaging/dev.py test" in step.run and step.workflow == "release"}
    packed = {step.job for step in RUNS if "packaging/dev.py package" in step.run}
    assert found == packed == {"linux", "windows-programs", "macos"}


def test_what_one_job_takes_another_has_left() -> None:
    """By name, from a job that it waits for; the last one takes something of each."""
    release = [step for step in STEPS if step.workflow == "release"]
    left = {str(step.shown["name"]): step.job for step in release if "upload-artifact" in step.uses}
    taken = [step for step in release if "download-artifact" in step.uses]
    assert {step.job for step in taken} == {"windows-setup", "windows", "publish"}
    for step in taken:
        pattern = str(step.shown.get("name") or step.shown["pattern"])
        found = {job for name, job in left.items() if fnmatch(name, pattern)}
        waits = jobs(ROOT / ".github" / "workflows" / "release.yml")[step.job]["needs"]
        assert found == (set(waits) if isinstance(waits, list) else {waits}), step.name


def test_nothing_is_published_before_all_three_are_built() -> None:
    published = jobs(ROOT / ".github" / "workflows" / "release.yml")["publish"]
    assert published["needs"] == ["linux", "windows", "macos"]


@pytest.mark.parametrize("step", RUNS, ids=lambda step: step.name)
def test_a_script_is_fixed_text(step: Step) -> None:
    """Whatever GitHub would fill in might be a command; it comes by the environment."""
    assert "${{" not in step.run


@pytest.mark.parametrize("step", RUNS, ids=lambda step: step.name)
def test_no_secret_is_printed(step: Step) -> None:
    secret = [name for name, value in step.shown.items() if "secrets." in str(value) or "github.token" in str(value)]
    assert not [name for name in secret if name in step.run]
    assert not re.search(r"set -\w*x|\bprintenv\b|^\s*env\s*$", step.run, re.MULTILINE)


def test_secrets_are_given_only_to_the_step_that_needs_them() -> None:
    for file in FILES:
        for name, job in jobs(file).items():
            given = [str(value) for value in dict(job.get("env") or {}).values()]  # type: ignore[call-overload]
            assert all("!= ''" in value for value in given if "secrets." in value), name


@pytest.mark.parametrize("step", [step for step in STEPS if step.uses], ids=lambda step: step.name)
def test_foreign_code_is_pinned(step: Step) -> None:
    assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", step.uses)
    text = (ROOT / ".github" / "workflows" / f"{step.workflow}.yml").read_text("utf-8")
    assert re.search(rf"{re.escape(step.uses)} # v\d", text), "say which version it is"


@pytest.mark.parametrize("step", [step for step in STEPS if "checkout" in step.uses], ids=lambda step: step.name)
def test_the_token_is_not_left_in_the_checkout(step: Step) -> None:
    assert step.shown["persist-credentials"] is False


def test_only_the_last_job_may_write() -> None:
    assert workflows.content(ROOT / ".github" / "workflows" / "release.yml")["permissions"] == {}
    for file in FILES:
        for name, job in jobs(file).items():
            assert isinstance(job["timeout-minutes"], int)
            may = dict(job.get("permissions") or {})  # type: ignore[call-overload]
            assert set(may.values()) <= {"read"} or name == "publish"
