"""Tests that left the gate: how, since when, for which issue. A mark whose issue is closed comes first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When

from bumps.models import BrokenMark, Issue, Repository
from dashboard.pages.comparisons import tracked_repositories
from dashboard.pages.links import Links, links_of
from dashboard.pages.picker import ANY, Picker
from dashboard.pages.words import plural

PER_PAGE = 50
CLOSED = Q(issue__state=Issue.State.CLOSED)
STATES = {
    "closed": CLOSED,
    "open": Q(issue__state=Issue.State.OPEN),
    "unknown": Q(issue__state=Issue.State.UNKNOWN),
    "none": Q(issue=None),
}
LABELS = {"": "All", "closed": "Issue closed", "open": "Open", "unknown": "Unknown", "none": "No issue"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for. Branches beyond the default repeat its marks: they are shown when asked for."""

    repository: str = ""
    branch: str = ""
    way: str = ""
    issue: str = ""
    q: str = ""
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        return bool(self.repository or self.branch or self.way or self.issue or self.q)


@dataclass(frozen=True, slots=True)
class Segment:
    key: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class BrokenPage:
    asked: Asked
    marks: Page[BrokenMark]
    links: Mapping[int, Links]
    segments: tuple[Segment, ...]
    pickers: tuple[Picker, ...]
    total: int
    worst: BrokenMark | None

    @property
    def sign(self) -> str:
        return "behind" if self.worst else "broken" if self.total else "passed-solid"

    @property
    def headline(self) -> str:
        closed = next(segment.count for segment in self.segments if segment.key == "closed")
        if closed:
            stand = "mark stands though its issue is" if closed == 1 else "marks stand though their issue is"
            return f"{closed:,} {stand} closed"
        return f"{plural(self.total, 'mark')} out of the gate" if self.total else "No test is out of the gate"


def read(query: Mapping[str, str], page: int) -> Asked:
    """From `request.GET`; what makes no sense is no choice."""
    texts = {name: query.get(name, "").strip()[:200] for name in ("repository", "branch", "way", "q")}
    issue = query.get("issue", "")
    return Asked(**texts, issue=issue if issue in STATES else "", page=page)


def broken(asked: Asked) -> BrokenPage:
    """A constant number of queries."""
    repositories = list(tracked_repositories())
    everything = _of_repository(BrokenMark.objects.live(), asked.repository)
    of_branch = (
        everything.filter(branch__name=asked.branch) if asked.branch else everything.filter(branch__is_default=True)
    )
    found = of_branch.filter(_fits(asked))
    counts = found.order_by().aggregate(
        total=Count("pk"), **{key: Count("pk", filter=state) for key, state in STATES.items()}
    )
    kept = found.filter(STATES[asked.issue]) if asked.issue else found
    loudest = Case(When(CLOSED, then=Value(0)), default=Value(1), output_field=IntegerField())
    marks = Paginator(kept.order_by(loudest, F("since_at").asc(nulls_last=True), "path", "line"), PER_PAGE)
    page = marks.get_page(asked.page)
    first = (
        found.filter(CLOSED).order_by(F("since_at").asc(nulls_last=True), "pk").first() if counts["closed"] else None
    )
    return BrokenPage(
        asked,
        page,
        {repository.pk: links_of(repository) for repository in repositories},
        tuple(Segment(key, label, counts[key or "total"]) for key, label in LABELS.items()),
        _pickers(repositories, everything, asked),
        counts["total"],
        first,
    )


def _of_repository(marks: QuerySet[BrokenMark], slug: str) -> QuerySet[BrokenMark]:
    return marks.filter(branch__repository__slug=slug) if slug else marks


def _fits(asked: Asked) -> Q:
    wanted = Q(way=asked.way) if asked.way else Q()
    if asked.q:
        wanted &= Q(name__icontains=asked.q) | Q(path__icontains=asked.q) | Q(reason__icontains=asked.q)
    return wanted


def _pickers(repositories: list[Repository], marks: QuerySet[BrokenMark], asked: Asked) -> tuple[Picker, ...]:
    """One query: the branches and the ways that there are."""
    pairs = set(marks.order_by().values_list("branch__name", "way").distinct())
    branches = sorted({name for name, _ in pairs})
    ways = [(str(way.value), str(way.label)) for way in BrokenMark.Way if way.value in {way for _, way in pairs}]
    found = (
        Picker("repository", "Repository", (ANY, *((r.slug, r.name) for r in repositories)), asked.repository),
        Picker("branch", "Branch", (("", "default"), *((name, name) for name in branches)), asked.branch),
        Picker("way", "How", (ANY, *ways), asked.way),
    )
    return tuple(picker for picker in found if len(picker.choices) > 2)
