"""`start-at-login` for helpdesks and fleets: it says how it stands, and changes that one file alone."""

from __future__ import annotations

from pathlib import Path

from tests.stories.command_line import child, on_a_new_computer, report_of
from tests.stories.computer import World, ids, snapshot


def autostart(world: World) -> Path:
    return Path(world.environment["XDG_CONFIG_HOME"]) / "autostart" / "gateway-companion.desktop"


def real(world: World) -> None:
    """Practice mode never starts at login; a data folder without its mark is a real one."""
    mark = Path(world.environment["GATEWAY_COMPANION_HOME"]) / "practice.json"
    mark.unlink(missing_ok=True)


@on_a_new_computer
def test_on_and_off(world: World) -> None:
    real(world)
    before, place = snapshot(world.home), str(autostart(world))
    for wish, state in (
        ("status", "off"),
        ("on", "on"),
        ("on", "on"),
        ("status", "on"),
        ("off", "off"),
        ("off", "off"),
    ):
        done = child(world, "start-at-login", wish, "--json")
        assert (done.returncode, done.stderr) == (0, b"")
        assert report_of(done) == {"start_at_login": state, "place": place, "blocked": []}
        assert autostart(world).exists() is (state == "on")
    after = snapshot(world.home)
    assert {path for path in after if path not in before} <= {str(autostart(world).parent.relative_to(world.home))}


@on_a_new_computer
def test_it_says_so_in_words(world: World) -> None:
    real(world)
    said = child(world, "start-at-login", "on")
    assert (said.returncode, said.stdout) == (0, b"Gateway Companion starts when you log in.\n")


@on_a_new_computer
def test_what_is_not_ours_stays_and_is_told(world: World) -> None:
    real(world)
    autostart(world).parent.mkdir(parents=True)
    autostart(world).write_text("mine")
    done = child(world, "start-at-login", "on", "--json")
    assert (done.returncode, ids(report_of(done), "blocked")) == (1, {"start-at-login-unchanged"})
    assert report_of(child(world, "start-at-login", "status", "--json"))["start_at_login"] == "not-ours"
    assert autostart(world).read_text() == "mine"


@on_a_new_computer
def test_practice_mode_changes_nothing(world: World) -> None:
    before = snapshot(world.home)
    done = child(world, "start-at-login", "on", "--json")
    assert (done.returncode, ids(report_of(done), "blocked")) == (1, {"start-at-login-unchanged"})
    assert snapshot(world.home) == before


@on_a_new_computer
def test_a_wish_that_is_none_is_wrong_usage(world: World) -> None:
    assert child(world, "start-at-login", "perhaps").returncode == 2
