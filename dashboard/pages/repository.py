"""One repository: banner per open desync, timeline, matrix, watched pins, all desyncs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator

from bumps.models import Branch, Desync, Remote, Repository
from bumps.rules.desync import Verdict
from dashboard.pages.blame import headline
from dashboard.pages.comparisons import Comparison, compare, tracked_repositories
from dashboard.pages.ladder import known_tags
from dashboard.pages.lanes import lanes
from dashboard.pages.links import Links, links_of
from dashboard.pages.matrix import Matrix, matrix
from dashboard.pages.remotes import RemoteNotes, remote_notes
from dashboard.pages.skew import Skew, skew
from dashboard.pages.timeline import Timeline, timeline
from dashboard.pages.watched import Watched, watched

DESYNCS_PER_PAGE = 10
MAX_DELETED = 50


@dataclass(frozen=True, slots=True)
class Banner:
    """An open desync in one sentence."""

    headline: str
    desync: Desync


@dataclass(frozen=True, slots=True)
class RepositoryPage:
    """All that the page shows."""

    repository: Repository
    links: Links
    remotes: tuple[Remote, ...]
    git: Remote | None
    banners: tuple[Banner, ...]
    timeline: Timeline | None
    matrix: Matrix
    watched: Watched
    skew: Skew | None
    desyncs: Page[Desync]
    deleted: tuple[Branch, ...]
    notes: RemoteNotes


@dataclass(frozen=True, slots=True)
class Choice:
    """What the address asks the timeline to show; empty: the default."""

    branch: str = ""
    variant: str = ""
    range: str = ""
    page: int = 1
    every: bool = False


def repository_page(slug: str, choice: Choice, now: datetime) -> RepositoryPage | None:
    """None when no such repository is tracked."""
    tracked = list(tracked_repositories())
    repository = next((r for r in tracked if r.slug == slug), None)
    if repository is None:
        return None
    comparisons = compare([repository])
    known = known_tags()
    remotes = tuple(repository.remotes.all())
    links = links_of(repository)
    chosen = _chosen(comparisons, choice)
    desyncs = Desync.objects.of_tracked().filter(branch__repository=repository).select_related("branch", "variant")
    paginator = Paginator(desyncs.order_by("-opened_at", "-pk"), DESYNCS_PER_PAGE)
    return RepositoryPage(
        repository,
        links,
        tuple(r for r in remotes if r.kind != Remote.Kind.GIT),
        next((r for r in remotes if r.kind == Remote.Kind.GIT), None),
        tuple(Banner(headline(c), c.desync) for c in comparisons if c.desync and c.verdict is Verdict.DESYNC),
        timeline(chosen, comparisons, known, links, choice.range, now) if chosen else None,
        matrix(comparisons, every=choice.every),
        watched(repository, known),
        skew(lanes(tracked, now), known),
        paginator.get_page(choice.page),
        tuple(repository.branches.exclude(deleted_at=None).order_by("-deleted_at")[:MAX_DELETED]),
        remote_notes(repository, now),
    )


def _chosen(comparisons: list[Comparison], choice: Choice) -> Comparison | None:
    """The branch and variant asked for, else the default branch's first."""

    def fit(comparison: Comparison) -> tuple[bool, bool]:
        branch, variant = comparison.branch, comparison.variant
        right_branch = branch.name == choice.branch if choice.branch else branch.is_default
        return right_branch, variant.name == choice.variant

    return max(comparisons, key=fit, default=None)
