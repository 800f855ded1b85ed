"""Bump pull requests: what each changes, whether it forgets a twin, and what both CI systems say of its head."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from bumps.models import Bump, CommitStatus, JobResult, PinSite, PullRequest, Remote, Repository, Run
from bumps.models.run import FAILED
from bumps.rules.tags import short
from dashboard.pages.comparisons import tracked_repositories
from dashboard.pages.links import web
from dashboard.pages.sides import CI_NAMES
from dashboard.pages.words import listed, plural

PER_PAGE = 20
# More open bumps than anyone has; a list that long is cut, and says so.
MAX_OPEN = 100


@dataclass(frozen=True, slots=True)
class Change:
    """One site's pin: before and after, the same where the pull request leaves it alone."""

    name: str
    before: str
    after: str
    rows: tuple[str, ...]

    @property
    def stays(self) -> bool:
        return self.before == self.after


@dataclass(frozen=True, slots=True)
class CiState:
    """What one CI system says of a pull request: its newest run, or a status that stands on the head."""

    name: str
    run: Run | None
    failed: int = 0
    tests: int = 0
    status: CommitStatus | None = None

    @property
    def sign(self) -> str:
        if self.run is None:
            return {"success": "passed", "failure": "failing", "error": "failing", "pending": "waiting"}.get(
                self.status.state if self.status else "", "unknown" if self.status else "none"
            )
        if self.run.status in {"queued", "waiting"}:
            return "waiting"
        if self.run.status == "running":
            return "running"
        ended = {"success": "passed", "failure": "failing", "timed_out": "failing"}
        return "failing" if self.failed else ended.get(self.run.conclusion, "none")

    @property
    def text(self) -> str:
        if self.run is None:
            return (self.status.description or self.status.state) if self.status else "no run"
        state = self.run.get_conclusion_display() if self.run.status == "completed" else self.run.get_status_display()
        if self.failed:
            return f"{self.failed:,} of {self.tests:,} fail{'' if self.run.status == 'completed' else ' so far'}"
        return f"{state}, {plural(self.tests, 'test')}" if self.tests else str(state)

    @property
    def url(self) -> str:
        return web(self.run.url if self.run else self.status.url if self.status else "")


@dataclass(frozen=True, slots=True)
class BumpRow:
    bump: Bump
    changes: tuple[Change, ...]
    ci: tuple[CiState, ...]

    @property
    def has_runs(self) -> bool:
        return any(state.run for state in self.ci)

    @property
    def forgets(self) -> bool:
        return not self.bump.agrees

    @property
    def both(self) -> bool:
        """It changes several sites, and they agree afterwards."""
        return self.bump.agrees and sum(not change.stays for change in self.changes) > 1

    @property
    def forgotten(self) -> str:
        """`GitLab dev stays on 26.04`."""
        left = [f"{change.name} stays on {short(change.after)}" for change in self.changes if change.stays]
        return listed(left) if left else "its pins differ afterwards"

    @property
    def tag(self) -> str:
        """The newest value it brings: `26.06`."""
        return max((short(change.after) for change in self.changes if not change.stays and change.after), default="")


@dataclass(frozen=True, slots=True)
class BumpsPage:
    open: tuple[BumpRow, ...]
    total: int
    past: Page[Bump]
    past_rows: tuple[BumpRow, ...]

    @property
    def forgetful(self) -> tuple[BumpRow, ...]:
        return tuple(row for row in self.open if row.forgets)

    @property
    def headline(self) -> str:
        if len(self.forgetful) == 1:
            row = self.forgetful[0]
            return f"#{row.bump.pull_request.number} forgets a pin: {row.forgotten}"
        if self.forgetful:
            return f"{len(self.forgetful)} of {plural(self.total, 'open bump')} forget a pin"
        return plural(self.total, "open bump") if self.total else "No bump is open"


def bumps_page(past_page: int) -> BumpsPage:
    """A constant number of queries."""
    repositories = {repository.pk: repository for repository in tracked_repositories()}
    is_open = Q(pull_request__state=PullRequest.State.OPEN)
    found = list(Bump.objects.open()[: MAX_OPEN + 1])
    over = Paginator(Bump.objects.listed().exclude(is_open), PER_PAGE).get_page(past_page)
    every = [*found[:MAX_OPEN], *over]
    rows = bump_rows(every, repositories)
    total = len(found) if len(found) <= MAX_OPEN else Bump.objects.open().count()
    return BumpsPage(rows[: len(every) - len(over)], total, over, rows[len(every) - len(over) :])


def bump_rows(bumps: Sequence[Bump], repositories: Mapping[int, Repository]) -> tuple[BumpRow, ...]:
    """Three queries: runs, their results, statuses on the heads."""
    runs = _newest_runs(bumps)
    counts = _counts(runs)
    statuses = _statuses(bumps)
    rows = []
    for bump in bumps:
        repository = repositories[bump.repository_id]
        remotes = [r for r in repository.remotes.all() if r.kind in CI_NAMES]
        ci = tuple(_ci(bump, remote, runs, counts, statuses) for remote in remotes)
        rows.append(BumpRow(bump, changes_of(bump, repository), ci))
    return tuple(rows)


def changes_of(bump: Bump, repository: Repository) -> tuple[Change, ...]:
    """By site, rows of one value together: what it changes, and the required twins of that variant that it leaves."""
    sites = {site.name: site for site in repository.sites.all()}
    touched = {site.variant_id for name in bump.changes if (site := _site(name, sites))}
    values: dict[tuple[str, str, str], list[str]] = {}
    for name in sorted({*bump.pins_before, *bump.pins_after}, key=lambda n: _place(n, sites)):
        site = _site(name, sites)
        if name not in bump.changes and (site is None or site.variant_id not in touched):
            continue
        before, after = bump.pins_before.get(name, ""), bump.pins_after.get(name, "")
        row = name.removeprefix(f"{site.name}/") if site and name != site.name else ""
        values.setdefault((_words(site) if site else name, before, after), []).append(row)
    return tuple(Change(*key, tuple(row for row in rows if row)) for key, rows in values.items())


def _site(member: str, sites: Mapping[str, PinSite]) -> PinSite | None:
    """`gitlab/dev/amd64` is row amd64 of site gitlab/dev: the longest name that fits."""
    fits = [name for name in sites if member == name or member.startswith(f"{name}/")]
    return sites[max(fits, key=len)] if fits else None


def _place(member: str, sites: Mapping[str, PinSite]) -> tuple[int, str]:
    site = _site(member, sites)
    return (site.position if site else 10_000, member)


def _words(site: PinSite) -> str:
    """`GitHub dev`."""
    return f"{CI_NAMES[site.ci]} {site.name.rpartition('/')[2]}" if site.ci in CI_NAMES else site.label or site.path


def _newest_runs(bumps: Sequence[Bump]) -> dict[tuple[int, int, int], Run]:
    """Per (repository, CI remote, pull request)."""
    numbers = {bump.pull_request.number for bump in bumps}
    repositories = {bump.repository_id for bump in bumps}
    runs = Run.objects.filter(remote__repository__in=repositories, pull_request__in=numbers).select_related("remote")
    newest: dict[tuple[int, int, int], Run] = {}
    for run in runs.order_by("created_at", "pk"):
        newest[(run.remote.repository_id, run.remote_id, run.pull_request or 0)] = run
    return newest


def _counts(runs: Mapping[tuple[int, int, int], Run]) -> dict[int, tuple[int, int]]:
    results = JobResult.objects.counting().filter(run__in=[run.pk for run in runs.values()], test__isnull=False)
    failed = Count("pk", filter=Q(conclusion__in=FAILED))
    rows = results.order_by().values_list("run").annotate(failed=failed, tests=Count("pk"))
    return {run: (bad, tests) for run, bad, tests in rows}


def _statuses(bumps: Sequence[Bump]) -> dict[str, CommitStatus]:
    """What GitLab wrote on each head, the last word of it."""
    heads = {bump.pull_request.head_sha for bump in bumps}
    said = CommitStatus.objects.filter(sha__in=heads, context__icontains="gitlab").order_by("updated_at")
    return {status.sha: status for status in said}


def _ci(
    bump: Bump,
    remote: Remote,
    runs: Mapping[tuple[int, int, int], Run],
    counts: Mapping[int, tuple[int, int]],
    statuses: Mapping[str, CommitStatus],
) -> CiState:
    run = runs.get((bump.repository_id, remote.pk, bump.pull_request.number))
    name = CI_NAMES[remote.kind]
    if run is None:
        status = statuses.get(bump.pull_request.head_sha) if remote.kind == Remote.Kind.GITLAB else None
        return CiState(name, None, status=status)
    return CiState(name, run, *counts.get(run.pk, (0, 0)))
