from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings

from dashboard.checks import plain_http


@pytest.mark.parametrize(
    ("url", "loopback", "warnings"),
    [
        ("http://localhost:8000", True, []),
        ("https://bumps.example", False, []),
        ("http://bumps.example", False, ["dashboard.W001"]),
    ],
)
def test_plain_http_is_warned_of_off_this_machine(
    settings: Settings, url: str, loopback: bool, warnings: list[str]
) -> None:
    settings.BUMPBOARD_URL, settings.IS_LOOPBACK = url, loopback
    assert [warning.id for warning in plain_http()] == warnings
