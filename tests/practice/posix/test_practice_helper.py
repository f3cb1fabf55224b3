"""The practice Claude Desktop gets its key from a helper."""

from __future__ import annotations

import pytest

from tests.practice.stand_ins import Practice, said


def test_the_helper_needs_no_variable_of_ours(practice: Practice) -> None:
    practice.behave()
    practice.apply()
    note = practice.folder.parent / "seen"
    practice.write_helper(f"env > '{note}'; echo \"$# $PWD\" >> '{note}'; echo {practice.key}")
    practice.launch(GATEWAY_X="1", PYTHONPATH="/nowhere", XDG_RUNTIME_DIR="/run/mine")
    seen = note.read_text().splitlines()
    assert seen[-1] == "0 /"
    names = {line.partition("=")[0]: line.partition("=")[2] for line in seen[:-1]}
    assert {name: names[name] for name in names.keys() - {"PWD", "SHLVL", "_", "OLDPWD"}} == {
        "PATH": "/usr/bin:/bin",
        "HOME": practice.env["HOME"],
        "XDG_RUNTIME_DIR": "/run/mine",
        "CLAUDE_HELPER_CONTEXT": "background",
    }


@pytest.mark.parametrize(
    "script, health",
    [
        ("echo ' {key} '", "healthy"),
        ('echo \'{{"token": "{key}", "headers": {{"X-Title": "a"}}}}\'', "healthy"),
        ("echo sk-or-v1-wrong", "auth_failed"),
        ("echo {key}; exit 3", "auth_failed"),
        ("true", "auth_failed"),
        ("echo {key}; echo {key}", "auth_failed"),
        ("echo two words", "auth_failed"),
        ('echo \'{{"key": "{key}"}}\'', "auth_failed"),
        ('echo \'{{"token": "{key}", "headers": []}}\'', "auth_failed"),
        ("echo '{{not json'", "auth_failed"),
        ("sleep 60", "auth_failed"),
    ],
)
def test_what_a_helper_may_print(practice: Practice, script: str, health: str) -> None:
    practice.behave()
    practice.apply(inferenceCredentialHelperTimeoutSec=1)
    practice.write_helper(f"exec {script}" if script.startswith("sleep") else script.format(key=practice.key))
    practice.launch()
    assert practice.state()["health"] == health


def test_a_helper_that_fails_is_told_in_the_log(practice: Practice) -> None:
    practice.behave()
    practice.apply()
    practice.write_helper("echo first >&2; echo second >&2; exit 7")
    practice.launch()
    assert said(practice)[1:] == [
        '[custom-3p] helper exited code=7 (0ms stdoutBytes=0) stderr="first"',
        "[custom-3p] credential helper failed (reason=non-zero-exit)",
        "[custom-3p] 3P mode active (degraded — no valid credentials)",
        "[custom-3p] ConfigHealth recomputed { state: 'auth_failed', provider: 'gateway' }",
    ]
    state = practice.state()
    assert (state["mode"], state["key_sha256"], state["key_source"]) == ("gateway", None, None)
    assert not practice.site.server.requests


def test_a_helper_that_is_not_there(practice: Practice) -> None:
    practice.behave()
    practice.apply(inferenceCredentialHelper=str(practice.folder / "gone"))
    practice.launch()
    assert "[custom-3p] credential helper failed (reason=spawn-failed)" in said(practice)
    assert practice.state()["health"] == "auth_failed"
