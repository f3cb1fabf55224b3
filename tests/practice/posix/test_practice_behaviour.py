"""The practice Claude Desktop behaves as it is told to."""

from __future__ import annotations

import json
import os
import subprocess

from tests.practice.stand_ins import Practice, said, until


def test_it_can_start_slowly(practice: Practice) -> None:
    practice.behave(start_seconds=60)
    practice.apply()
    process = practice.start()
    until(lambda: practice.program.with_name("state.json").exists())
    assert (practice.state()["running"], practice.state()["ready"]) == (True, False)
    assert not (practice.root / "logs").exists()
    practice.quit(process)


def test_it_can_crash(practice: Practice) -> None:
    practice.behave(crash=True)
    practice.apply()
    process = practice.start()
    assert process.wait(20) == 1
    assert practice.state()["running"] is False
    assert said(practice)[-1].startswith("Uncaught exception")
    assert not practice.config.exists()


def test_it_can_be_silent(practice: Practice) -> None:
    practice.behave(silent=True)
    practice.apply()
    practice.launch()
    assert practice.state()["health"] == "healthy"
    assert not (practice.root / "logs").exists()


def test_it_can_rotate_its_log(practice: Practice) -> None:
    practice.behave(rotate=True)
    practice.apply()
    practice.quit(practice.launch())
    first = practice.log()
    practice.quit(practice.launch())
    assert (practice.root / "logs/main.old.log").read_text().splitlines() == first
    assert len(practice.log()) == len(first)


def test_it_can_lack_the_helper(practice: Practice) -> None:
    practice.behave(no_helper=True)
    practice.apply()
    practice.launch()
    assert practice.state()["mode"] == "first-party"
    assert said(practice, practice.normal_root)[:3] == [
        'Ignoring local configuration value "inferenceCredentialHelper": not a recognized configuration key',
        '[custom-3p] no credential configured for provider "gateway"',
        "Starting app { appVersion: '1.52386.0' }",
    ]


def test_it_can_have_a_stale_cache(practice: Practice) -> None:
    practice.behave(stale_cache=True)
    practice.apply()
    practice.quit(practice.launch())
    assert practice.state()["health"] == "healthy"
    (practice.root / "Cache").mkdir()
    practice.launch()
    assert (practice.state()["health"], practice.state()["models"]) == ("config_model_rejected", [])
    assert "[custom-3p] Gateway /v1/models returned 0 usable models { rawCount: 39 }" in said(practice)


def test_it_can_have_an_old_login_in_the_code_tab(practice: Practice) -> None:
    practice.behave(code_tab_401=True)
    practice.apply()
    practice.launch()
    assert practice.state()["health"] == "healthy"
    assert said(practice)[-1].startswith("[claude-code] API Error: 401 ")


def test_it_can_decline_to_test_a_key_of_a_helper(practice: Practice) -> None:
    practice.behave(not_testable=True)
    practice.apply()
    practice.launch()
    assert practice.state()["health"] == "not_testable"
    assert not practice.site.server.requests


def test_managed_settings_are_used(practice: Practice) -> None:
    managed = practice.folder / "managed.json"
    managed.write_text(
        json.dumps(
            {
                "inferenceProvider": "gateway",
                "inferenceGatewayBaseUrl": practice.env["GATEWAY_COMPANION_BASE_URL"],
                "inferenceGatewayApiKey": practice.site.server.keys["limited"],
            }
        )
    )
    practice.behave(managed=str(managed), managed_owner=os.getuid())
    practice.apply()
    practice.launch()
    state = practice.state()
    assert (state["mode"], state["profile_id"], state["key_source"]) == ("gateway", None, "static")
    assert said(practice)[0] == "Managed MDM config detected"
    assert practice.site.server.requests[-1].key == "limited"


def test_a_wrong_behaviour_does_not_start(practice: Practice) -> None:
    practice.program.with_name("behaviour.json").write_text('{"hangs": true}')
    process = subprocess.Popen([practice.program], env={**os.environ, **practice.env}, stderr=subprocess.PIPE)
    _, complaint = process.communicate(timeout=20)
    assert process.returncode == 1
    assert b"unknown hangs" in complaint
