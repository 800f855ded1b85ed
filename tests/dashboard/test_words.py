from __future__ import annotations

import zoneinfo
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from dashboard.pages import words

NOW = datetime(2026, 5, 8, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("delta", "text"),
    [
        (timedelta(), "0 s"),
        (timedelta(seconds=-5), "0 s"),
        (timedelta(seconds=40), "40 s"),
        (timedelta(minutes=22, seconds=8), "22 min"),
        (timedelta(hours=8, minutes=22, seconds=8), "8 h 22 min"),
        (timedelta(hours=3), "3 h"),
        (timedelta(days=1, hours=4, minutes=9), "1 d 4 h"),
        (timedelta(days=65, hours=7), "65 d"),
    ],
)
def test_a_duration_has_two_units_at_most(delta: timedelta, text: str) -> None:
    assert words.duration(delta) == text


def test_an_exact_duration_keeps_the_seconds() -> None:
    assert words.duration(timedelta(hours=8, minutes=22, seconds=8), exact=True) == "8 h 22 min 8 s"


@pytest.mark.parametrize(
    ("back", "text"),
    [
        (timedelta(), "now"),
        (timedelta(seconds=-30), "now"),
        (timedelta(seconds=40), "40 s ago"),
        (timedelta(hours=3, minutes=59), "3 h ago"),
        (timedelta(days=6), "6 d ago"),
        (timedelta(days=7), "1 May"),
        (timedelta(days=200), "20 Oct 2025"),
    ],
)
def test_a_time_is_an_age_for_a_week_and_then_a_date(back: timedelta, text: str) -> None:
    assert words.ago(NOW - back, NOW) == text


def test_a_clock_shows_the_day_unless_it_is_today() -> None:
    assert words.clock(NOW - timedelta(hours=2), NOW) == "10:00"
    assert words.clock(NOW - timedelta(hours=13), NOW) == "7 May"


@pytest.mark.parametrize(
    ("name", "limit", "cut"),
    [
        ("core_r0.17.0", 20, "core_r0.17.0"),
        ("gpt3_mcore_te_tp2_pp2_resume_torch_dist_wgrad_compute", 36, "gpt3_mcore_te_tp2_…_wgrad_compute"),
        ("x" * 50, 11, "xxxxx…xxxxx"),
        ("a_" + "b" * 60, 21, "a_bbbbbbbb…bbbbbbbbbb"),
    ],
)
def test_a_long_name_is_cut_in_its_middle(name: str, limit: int, cut: str) -> None:
    assert words.middle(name, limit) == cut
    assert len(words.middle(name, limit)) <= limit


def test_plural_and_lists() -> None:
    assert words.plural(1, "branch", "branches") == "1 branch"
    assert words.plural(1200, "row") == "1,200 rows"
    assert words.listed([]) == ""
    assert words.listed(["a"]) == "a"
    assert words.listed(["a", "b", "c"]) == "a, b and c"


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("UTC", "UTC"),
        ("Europe/Berlin", "Europe/Berlin, UTC+2"),
        ("Asia/Kolkata", "Asia/Kolkata, UTC+5:30"),
        ("America/St_Johns", "America/St_Johns, UTC−2:30"),
    ],
)
def test_the_zone_is_named_with_its_distance(zone: str, text: str) -> None:
    with timezone.override(zoneinfo.ZoneInfo(zone)):
        assert words.zone(NOW) == text
