from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bumps.rules.tags import ImageTag, behind, ladder, short, tag_of

TAGS = st.builds("{:02}.{:02}-py3".format, st.integers(20, 40), st.integers(1, 12))


@pytest.mark.parametrize(
    ("value", "tag"),
    [
        ("nvcr.io/nvidia/pytorch:26.04-py3", "26.04"),
        ("26.04-py3", "26.04"),
        ("localhost:5000/nvidia/pytorch:25.06-py3", "25.06"),
    ],
)
def test_tags_of_the_series_are_known(value: str, tag: str) -> None:
    assert str(tag_of(value)) == tag


@pytest.mark.parametrize(
    "value",
    ["nvcr.io/nvidia/pytorch:25.06-py3-igpu", "nvcr.io/nvidian/nemo:nightly", "nvcr.io/nvidia/nemo:26.04", "", ":"],
)
def test_other_shapes_are_not_of_the_series(value: str) -> None:
    assert tag_of(value) is None


@pytest.mark.parametrize(
    ("value", "chip"),
    [
        ("nvcr.io/nvidia/pytorch:26.04-py3", "26.04"),
        ("77a00ec1c993ea021a22d06650933d4bad9bd087", "77a00ec"),
        ("nvcr.io/nvidian/nemo:nightly", "nemo:nightly"),
    ],
)
def test_a_chip_shows_the_short_form(value: str, chip: str) -> None:
    assert short(value) == chip


def test_distance_counts_tags_that_exist_not_months() -> None:
    known = ladder(["x:25.06-py3", "x:25.08-py3", "x:25.09-py3", "x:25.06-py3", "nonsense"])
    assert behind("x:25.06-py3", known) == 2
    assert behind("nonsense", known) is None


@given(st.lists(TAGS, min_size=1))
def test_the_newest_is_behind_nothing_and_the_ladder_is_in_order(values: list[str]) -> None:
    known = ladder(values)
    assert known == sorted(set(known))
    assert behind(str(known[-1]) + "-py3", known) == 0
    assert all(isinstance(tag, ImageTag) for tag in known)
