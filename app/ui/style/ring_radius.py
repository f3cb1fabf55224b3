"""How round the focus ring of a control is, told by the control itself."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

_NAME = "ringRadius"


def set_ring_radius(widget: QWidget, radius: int) -> None:
    """For controls whose corners are not a button's 8 px."""
    widget.setProperty(_NAME, radius)


def ring_radius(widget: QWidget) -> int | None:
    """Its own corner radius in pixels; None where it is a button's."""
    radius = widget.property(_NAME)
    return radius if isinstance(radius, int) else None
