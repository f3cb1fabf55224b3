"""Each script in the workflows, as shellcheck sees it."""

from __future__ import annotations

import subprocess

import pytest

from tests.packaging.workflows import Step, steps


@pytest.mark.parametrize("step", [step for step in steps() if step.run], ids=lambda step: step.name)
def test_a_script_is_sound(step: Step) -> None:
    # GitHub starts it with these options.
    script = f"set -eo pipefail\n{step.run}"
    run = subprocess.run(["shellcheck", "-s", "bash", "-"], input=script, capture_output=True, text=True, check=False)
    assert run.stdout == ""
