"""The runs that stand beside each other, oldest first, and what each was built on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bumps.models import Desync, PinSite, PinValue, Remote, Run
from bumps.models.run import Status
from bumps.rules.tags import short, tag_of
from dashboard.pages.links import web
from dashboard.pages.tests.choice import Choice
from dashboard.pages.tests.scope import Scope

WAITING = (Status.QUEUED, Status.WAITING)
# A branch's pins move about once a month: more than anyone pages back.
MAX_PINS = 400


@dataclass(frozen=True, slots=True)
class Column:
    """One run. `bump`: the pull request that brought its image, where the run before it was built on another."""

    run: Run
    image: str
    is_first: bool = False
    desync: Desync | None = None
    moved: bool = False
    bump: str = ""

    @property
    def tag(self) -> str:
        return short(self.image)

    @property
    def url(self) -> str:
        return web(self.run.url)

    @property
    def is_running(self) -> bool:
        return self.run.status == Status.RUNNING

    @property
    def is_waiting(self) -> bool:
        return self.run.status in WAITING


@dataclass(frozen=True, slots=True)
class System:
    """One CI system's runs."""

    remote: Remote
    columns: tuple[Column, ...]
    has_older: bool

    @property
    def desync(self) -> Desync | None:
        return next((c.desync for c in self.columns if c.desync), None)

    @property
    def out_of_sync(self) -> int:
        return sum(c.desync is not None for c in self.columns)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring columns that share a line of the head: `#4611 to 26.04`, or nothing to say."""

    span: int
    bump: str = ""
    image: str = ""
    is_first: bool = False

    @property
    def tag(self) -> str:
        return short(self.image)


def systems(scope: Scope, choice: Choice) -> tuple[System, ...]:
    """One query a system, and two for the pins and desyncs that the heads tell of."""
    picked = [(remote, *_runs(scope, choice, remote)) for remote in scope.remotes]
    pins, desyncs = _moves(scope), _desyncs(scope)
    found = []
    for remote, runs, has_older in picked:
        if runs:
            of_ci = [pin for pin in pins if pin.site.ci in {remote.kind, ""}]
            found.append(System(remote, tuple(_columns(runs, scope, of_ci, desyncs)), has_older))
    return tuple(found)


def _runs(scope: Scope, choice: Choice, remote: Remote) -> tuple[list[Run], bool]:
    if choice.pull_request:
        wanted = Run.objects.of_pull_request([remote.pk], choice.pull_request)
    elif scope.branch:
        wanted = Run.objects.baseline([remote.pk], scope.branch.name)
    else:
        return [], False
    start = choice.older * choice.runs
    runs = list(wanted[start : start + choice.runs + 1])
    for run in runs:
        run.remote = remote
    return list(reversed(runs[: choice.runs])), len(runs) > choice.runs


def _columns(runs: list[Run], scope: Scope, pins: Sequence[PinValue], desyncs: Sequence[Desync]) -> Iterable[Column]:
    before = ""
    for index, run in enumerate(runs):
        image = built_on(run, scope)
        column = Column(run, image, index == 0, _desync_of(run, image, desyncs))
        if before and image and image != before:
            column = replace(column, moved=True, bump=_brought_by(image, run, pins))
        before = image or before
        yield column


def built_on(run: Run, scope: Scope) -> str:
    """The image of the scope's variant; empty where it is not known."""
    name = scope.variant.name if scope.variant else ""
    first = not scope.variants or scope.variant == scope.variants[0]
    return str(run.images.get(name) or (run.image if first else ""))


def _brought_by(image: str, run: Run, pins: Sequence[PinValue]) -> str:
    """The pull request of the last pin to take that image before the run."""
    took = [pin for pin in pins if pin.text == image and pin.committed_at <= run.created_at]
    return took[-1].pull_request if took else ""


def _desync_of(run: Run, image: str, desyncs: Sequence[Desync]) -> Desync | None:
    """The desync that the run was built in, if it stands on the side that was left behind."""
    for desync in desyncs:
        inside = desync.opened_at <= run.created_at and (not desync.closed_at or run.created_at < desync.closed_at)
        tags = [tag for value in desync.values.values() if (tag := tag_of(value))]
        if inside and tags and tag_of(image) in tags and tag_of(image) != max(tags):
            return desync
    return None


def _moves(scope: Scope) -> list[PinValue]:
    pins = PinValue.objects.filter(branch=scope.branch, site__variant=scope.variant, site__role=PinSite.Role.REQUIRED)
    return list(reversed(pins.select_related("site").order_by("-position", "-site__position")[:MAX_PINS]))


def _desyncs(scope: Scope) -> list[Desync]:
    found = Desync.objects.of_tracked().filter(branch=scope.branch, variant=scope.variant).order_by("-opened_at")
    return list(found[:MAX_PINS])


def stretches(system: System) -> tuple[Stretch, ...]:
    """The head's first line: from one move of the image to the next."""
    found: list[Stretch] = []
    for column in system.columns:
        if column.moved or not found:
            found.append(Stretch(1, column.bump, column.image if column.moved else "", column.is_first))
        else:
            found[-1] = replace(found[-1], span=found[-1].span + 1)
    return tuple(found)
