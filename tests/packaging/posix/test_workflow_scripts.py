"""Each script in the workflows, as bash reads it."""

from __future__ import annotations

import subprocess

import pytest

from tests.packaging.workflows import Step, steps

RUNS = [step for step in steps() if step.run]


def misread(script: str) -> str:
    return subprocess.run(["bash", "-n"], input=script, capture_output=True, text=True, check=False).stderr


@pytest.mark.parametrize("step", RUNS, ids=lambda step: step.name)
def test_bash_can_read_it(step: Step) -> None:
    assert misread(step.run) == ""


def test_a_script_that_bash_cannot_read_is_found() -> None:
    assert misread("if true; then echo 'yes") != ""
