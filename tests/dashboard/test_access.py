from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied

from dashboard.access import can, require


def test_a_member_may_poll() -> None:
    assert can(User(username="rita"), "poll")
    require(User(username="rita"), "poll")


def test_nobody_else_may() -> None:
    assert not can(AnonymousUser(), "poll")
    assert not can(User(username="left", is_active=False), "poll")


def test_what_is_not_known_is_not_allowed() -> None:
    assert not can(User(username="rita", is_superuser=True), "destroy")
    with pytest.raises(PermissionDenied, match="You may not destroy this"):
        require(User(username="rita"), "destroy")
