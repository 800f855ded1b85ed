"""The newest runs of branches: what counts as "now" on the overview and on the Tests page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F, OuterRef, Subquery

from bumps.models import Remote, Run

# A pipeline need not run every test, and the newest may still be running: a few of them together say what fails now.
DEPTH = 4


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest runs of one branch on one CI system, newest first."""

    remote: int
    repository: int
    branch: int
    name: str
    runs: tuple[int, ...]


def newest_runs(repositories: Collection[int], branch: str = "") -> list[Newest]:
    """Per CI system and live branch of those repositories (or that one branch); one query."""
    runs = Run.objects.filter(remote=OuterRef("pk"), baseline=OuterRef("name"), gone_at=None)
    pks = runs.order_by("-created_at", "-pk").values("pk")
    pairs = Remote.objects.filter(
        repository__in=repositories,
        kind__in=[Remote.Kind.GITHUB, Remote.Kind.GITLAB],
        retired_at=None,
        repository__branches__deleted_at=None,
        repository__branches__untracked_at=None,
    ).annotate(branch=F("repository__branches"), name=F("repository__branches__name"))
    if branch:
        pairs = pairs.filter(name=branch)
    ranks = {f"run_{rank}": Subquery(pks[rank : rank + 1]) for rank in range(DEPTH)}
    rows = pairs.annotate(**ranks).values_list("pk", "repository", "branch", "name", *ranks)
    return [Newest(r, p, b, n, tuple(run for run in found if run)) for r, p, b, n, *found in rows if found[0]]
