"""Desyncs of what the configuration no longer names are gone; those of a deleted branch ended with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from bumps.models import Branch, Desync, Repository, Variant
from tests.dashboard.board import OPENED, Board

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [Repository, Variant])
def test_a_desync_of_what_is_retired_is_not_found(
    client: Client, board: Board, model: type[Repository] | type[Variant]
) -> None:
    desync = board.forget_gitlab()
    board.repair(desync)
    model.objects.update(retired_at=timezone.now())
    assert client.get(f"/desyncs/{desync.pk}/").status_code == 404
    for query in ("#4611", "26.04"):
        assert "Nothing is called" in client.get("/search", {"q": query}).content.decode()
    assert f"/desyncs/{desync.pk}/" not in client.get("/").content.decode()


def test_lists_and_neighbours_skip_retired_variants(client: Client, board: Board) -> None:
    desync = board.forget_gitlab()
    old = Variant.objects.create(
        repository=board.repository, name="old", label="old", rule_kind="equal", retired_at=timezone.now()
    )
    Desync.objects.create(
        branch=board.main,
        variant=old,
        opened_position=1,
        opened_at=OPENED - timedelta(days=9),
        closed_at=OPENED,
        opened_commit="a" * 40,
    )
    assert "1 in the known history" in client.get("/repositories/megatron-lm/").content.decode()
    assert 'rel="prev"' not in client.get(f"/desyncs/{desync.pk}/").content.decode()


def test_a_window_ends_with_its_branch(client: Client, board: Board) -> None:
    board.agree()
    desync = board.bump_github_alone()
    Branch.objects.update(deleted_at=OPENED + timedelta(hours=5))
    html = client.get(f"/desyncs/{desync.pk}/").content.decode()
    assert "was out of sync" in html
    assert "<strong>5 h</strong>" in html
    assert "when the branch was deleted" in html
    listed = client.get("/repositories/megatron-lm/").content.decode()
    assert "branch deleted" in listed
    assert "so far" not in listed
