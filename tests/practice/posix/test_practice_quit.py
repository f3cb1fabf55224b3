"""The practice Claude Desktop runs once, and rewrites its settings while it quits."""

from __future__ import annotations

import signal
import subprocess

import psutil
import pytest

from tests.practice.stand_ins import Practice, said, until


def test_the_key_is_nowhere_in_what_claude_writes(practice: Practice) -> None:
    practice.behave(toggles={"chatTabEnabled": True})
    practice.apply()
    practice.quit(practice.launch())
    for path in practice.folder.rglob("*"):
        if path.is_file() and path != practice.helper:
            assert practice.key.encode() not in path.read_bytes(), path


def test_settings_are_read_once_and_rewritten_while_quitting(practice: Practice) -> None:
    practice.behave(toggles={"someToggle": {"on": True}})
    practice.apply()
    practice.config.write_bytes(b'{"deploymentMode":"3p", "n": 1.0,\r\n\t"mcpServers": {}}')
    practice.config.chmod(0o640)
    process = practice.launch()
    practice.config.write_text('{"written": "while it ran"}')
    practice.apply(chatTabEnabled=True)
    assert practice.quit(process) == 0
    assert practice.config.read_bytes() == b'{\n  "deploymentMode": "3p",\n  "n": 1,\n  "mcpServers": {}\n}'
    assert practice.config.stat().st_mode & 0o777 == 0o640
    profile = practice.profile.read_text()
    assert profile.startswith('{\n  "inferenceProvider": "gateway",\n  ')
    assert profile.endswith('\n  "someToggle": {\n    "on": true\n  }\n}')
    assert "chatTabEnabled" not in profile


@pytest.mark.parametrize(
    "config, behaviour, after",
    [
        (None, {}, b"{}"),
        (b"{,}", {}, b"{,}"),
        (b"[]", {}, b"[]"),
        (b'{"a":1}', {"rewrite": False}, b'{"a":1}'),
    ],
)
def test_what_is_rewritten(
    practice: Practice, config: bytes | None, behaviour: dict[str, object], after: bytes
) -> None:
    practice.behave(**behaviour)
    practice.apply()
    before = practice.profile.read_bytes()
    if config is not None:
        practice.config.write_bytes(config)
    practice.quit(practice.launch())
    assert practice.config.read_bytes() == after
    assert practice.profile.read_bytes() == before
    if config is None:
        assert practice.config.stat().st_mode & 0o777 == 0o600


def test_as_first_party_only_an_existing_config_is_rewritten(practice: Practice) -> None:
    practice.behave(toggles={"x": 1})
    practice.quit(practice.launch())
    assert not practice.root.exists()
    practice.apply()
    before = practice.profile.read_bytes()
    practice.config.write_text('{"deploymentMode":"1p"}')
    practice.quit(practice.launch())
    assert practice.config.read_text() == '{\n  "deploymentMode": "1p"\n}'
    assert practice.profile.read_bytes() == before


def test_it_writes_through_a_link(practice: Practice) -> None:
    practice.behave()
    practice.apply()
    target = practice.folder / "dotfiles.json"
    target.write_text('{"a":1}')
    practice.config.symlink_to(target)
    practice.quit(practice.launch())
    assert practice.config.is_symlink()
    assert target.read_text() == '{\n  "a": 1\n}'


@pytest.mark.parametrize("mode", ["first-party", "gateway"])
def test_a_second_start_only_says_so(practice: Practice, mode: str) -> None:
    practice.behave()
    practice.apply()
    process = practice.launch()
    before = practice.state()
    if mode == "first-party":
        (practice.profile.parent / "_meta.json").unlink()
    second = practice.start()
    assert second.wait(20) == 0
    assert said(practice, practice.normal_root if mode == "first-party" else None)[-1].startswith("Second instance")
    assert practice.state() == before
    assert process.poll() is None
    practice.quit(process)
    practice.launch()
    assert practice.state()["launches"] == 2


def test_it_can_hang_until_it_is_told_otherwise(practice: Practice) -> None:
    practice.behave(hang=True)
    process = practice.launch()
    process.terminate()
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.3)
    practice.behave(hang=False)
    assert practice.quit(process) == 0


def test_it_can_take_its_time_to_quit(practice: Practice) -> None:
    practice.behave(quit_seconds=60)
    process = practice.launch()
    process.terminate()
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.2)
    assert practice.state()["running"] is True
    process.kill()
    process.wait(20)


def test_it_quits_while_the_launch_still_waits_for_the_gateway(practice: Practice) -> None:
    practice.behave()
    practice.apply()
    practice.site.server.faults.set("hang", True)
    process = practice.start()
    until(lambda: practice.site.server.counts["POST /api/v1/messages"] == 1)
    assert practice.quit(process) == 0
    state = practice.state()
    assert (state["running"], state["ready"], state["health"]) == (False, False, None)


def test_a_helper_that_runs_ends_with_it(practice: Practice) -> None:
    practice.behave()
    practice.apply()
    note = practice.folder.parent / "helper.pid"
    practice.write_helper(f"echo $$ > '{note}'; exec sleep 600")
    process = practice.start()
    until(lambda: note.exists() and note.read_text().endswith("\n"))
    assert practice.quit(process) == 0
    pid = int(note.read_text())
    until(lambda: not is_alive(pid))


def is_alive(pid: int) -> bool:
    """A zombie that nobody has waited for counts as dead."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_interrupt_quits_as_well(practice: Practice) -> None:
    practice.behave()
    process = practice.launch()
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0
