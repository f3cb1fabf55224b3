"""Letters follow the size that a person has set for the whole computer."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from app.ui.style import lines
from app.ui.style.fonts import Role, font
from app.ui.style.theme import Theme


def base(qt_app: QApplication, points: float) -> None:
    usual = QFont(qt_app.font())
    usual.setPointSizeF(points)
    qt_app.setFont(usual)


@pytest.mark.parametrize("role", Role)
def test_a_role_grows_with_the_system(theme: Theme, qt_app: QApplication, role: Role) -> None:
    small = font(role).pointSizeF()
    base(qt_app, 21)
    assert font(role).pointSizeF() == pytest.approx(2 * small, rel=0.01)


@pytest.mark.parametrize("points,caption", [(10.5, 9.03), (13, 11.18), (9, 9), (8, 8)])
def test_nothing_is_smaller_than_9_points_unless_the_system_is(
    theme: Theme, qt_app: QApplication, points: float, caption: float
) -> None:
    base(qt_app, points)
    assert font(Role.CAPTION).pointSizeF() == pytest.approx(caption, abs=0.01)
    assert min(font(role).pointSizeF() for role in Role) >= min(points, 9)


def test_a_size_in_pixels_is_a_size_too(theme: Theme, qt_app: QApplication) -> None:
    usual = QFont(qt_app.font())
    usual.setPixelSize(20)
    qt_app.setFont(usual)
    assert font(Role.TITLE).pixelSize() == 31


def test_numbers_stand_still_while_they_change(theme: Theme) -> None:
    assert font(Role.NUMBER).featureTags() == [QFont.Tag("tnum")]


def test_headings_are_heavy_and_emphasis_is_lighter(theme: Theme) -> None:
    assert font(Role.TITLE).weight() == QFont.Weight.DemiBold
    assert font(Role.BODY).weight() < font(Role.BODY, strong=True).weight() <= QFont.Weight.DemiBold
    assert font(Role.BODY).weight() == QFont.Weight.Normal


@pytest.mark.parametrize("role", Role)
def test_lines_never_touch(theme: Theme, role: Role) -> None:
    worn = font(role)
    laid = lines.lay_out("g", worn, 100)
    assert lines.pitch(worn, role) >= laid.lineAt(0).height() - 1
