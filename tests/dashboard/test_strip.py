from __future__ import annotations

import pytest

from bumps.models import Desync
from dashboard.pages.strip import Mark, Segment, labelled


def fits(*places: float) -> list[str]:
    marks = [Mark(x, 0.28, "out of sync 8 h 22 min", Desync()) for x in places]
    return [mark.fits for mark in labelled(marks)]


def test_a_label_is_not_printed_over_its_neighbour() -> None:
    assert fits(40) == ["mark-text"]
    assert fits(40, 43, 46) == ["", "", "mark-text"]
    assert fits(10, 90) == ["mark-text", "mark-text"]
    assert fits(50, 95) == ["mark-text wide", "mark-text"]
    assert fits() == []


@pytest.mark.parametrize(
    ("label", "width", "class_"),
    [("26.04", 5, "label"), ("26.04", 3.8, "label small"), ("26.04", 3, ""), ("other images", 5, "")],
)
def test_a_tag_is_printed_where_it_fits(label: str, width: float, class_: str) -> None:
    assert Segment(0, width, label, label, False).fits == class_
