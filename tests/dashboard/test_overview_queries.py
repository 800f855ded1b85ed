"""The overview is asked for every few seconds by every open tab: its cost must not grow with what is tracked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bumps.models import Branch, Desync, PinSite, PinValue, Repository, Variant
from tests.dashboard.board import CLOSED, IMAGE, OPENED, Board, image, sha
from tests.dashboard.ci_board import Ci

# Of a viewer who is not signed in; signing in adds the session and the user.
QUERIES = 17


def count(client: Client) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get("/?all=1").status_code == 200
    return len(queries)


def grow(repositories: int, branches: int, years: int) -> None:
    """A lot of everything, in few statements."""
    made = Repository.objects.bulk_create(
        Repository(slug=f"r{n}", name=f"R{n}", image=IMAGE, default_branch="main") for n in range(repositories)
    )
    variants = Variant.objects.bulk_create(
        Variant(repository=r, name="dev", label="dev", rule_kind="equal") for r in made
    )
    sites = PinSite.objects.bulk_create(
        PinSite(repository=v.repository, variant=v, name=f"{ci}/dev", ci=ci, path=ci, reader="line", role="required")
        for v in variants
        for ci in ("github", "gitlab")
    )
    refs = Branch.objects.bulk_create(
        Branch(repository=r, name="main" if n == 0 else f"core_r0.{n}.0", is_default=n == 0)
        for r in made
        for n in range(branches)
    )
    of_repository: dict[int, list[PinSite]] = {}
    for site in sites:
        of_repository.setdefault(site.repository_id, []).append(site)
    changes = years * 10
    PinValue.objects.bulk_create(
        PinValue(
            branch=b,
            site=s,
            position=n + 1,
            kind="value",
            text=image(f"{16 + n // 12:02}.{n % 12 + 1:02}"),
            is_current=n == changes - 1,
            commit=sha(n),
            committed_at=CLOSED - timedelta(days=36 * (changes - n)),
            pull_request=f"#{n}",
        )
        for b in refs
        for s in of_repository[b.repository_id]
        for n in range(changes)
    )
    Desync.objects.bulk_create(
        Desync(
            branch=b,
            variant=v,
            opened_position=1,
            opened_at=OPENED,
            opened_commit=sha(1),
            closed_at=CLOSED if n % 2 else None,
        )
        for n, (b, v) in enumerate((b, v) for b in refs for v in variants if v.repository_id == b.repository_id)
    )


@pytest.mark.django_db
def test_the_number_of_queries_stays_the_same(client: Client, board: Board, ci: Ci) -> None:
    board.forget_gitlab()
    ci.history("hangs", [True, False])
    small = count(client)
    grow(repositories=100, branches=4, years=3)
    for number in range(12):
        ci.history(f"t{number}", [True, False], remote=ci.gitlab)
        ci.bump(number, {"github/dev": "26.02"}, {"github/dev": "26.04"}, agrees=False)
    assert count(client) == small == QUERIES
