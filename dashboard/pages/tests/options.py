"""What the filters offer: only what would find something."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from bumps.models import JobResult
from dashboard.pages.picker import ANY, Picker
from dashboard.pages.tests.choice import RUNS, Choice
from dashboard.pages.tests.kinds import KINDS, kind_of, platform_words
from dashboard.pages.tests.rows import Listing
from dashboard.pages.tests.scope import Scope


def pickers(scope: Scope, choice: Choice, listing: Listing, runs: Collection[int], belongs: Q) -> tuple[Picker, ...]:
    """One query, for the kinds and metrics that the shown runs know."""
    kinds, metrics = _causes(runs, belongs)
    pull_request = [("", "none"), (str(choice.pull_request), f"#{choice.pull_request}")]
    found = [
        Picker("repository", "Repository", tuple((r.slug, r.name) for r in scope.repositories), scope.repository.slug),
        Picker("branch", "Branch", tuple((b.name, b.name) for b in scope.branches), _name(scope.branch)),
        Picker("variant", "Variant", tuple((v.name, v.label) for v in scope.variants), _name(scope.variant)),
        Picker("ci", "CI", (ANY, ("github", "GitHub"), ("gitlab", "GitLab")), choice.ci),
        _any("platform", "Platform", [(p, platform_words(p)) for p in listing.platforms if p], choice.platform),
        _any("suite", "Suite", [(s, s) for s in listing.suites if s], choice.suite),
        _any("kind", "Kind", [(k, kind_of(k).title) for k in kinds], choice.kind),
        _any("metric", "Metric", [(m, m) for m in metrics], choice.metric),
        Picker("runs", "Runs", tuple((str(n), str(n)) for n in RUNS), str(choice.runs)),
    ]
    if choice.pull_request:
        found.insert(1, Picker("pr", "Pull request", tuple(pull_request), str(choice.pull_request)))
    return tuple(picker for picker in found if len(picker.choices) > 1)


def _name(thing: object) -> str:
    return str(getattr(thing, "name", ""))


def _any(name: str, label: str, choices: list[tuple[str, str]], chosen: str) -> Picker:
    """What is chosen stays on offer, though nothing may fit it now."""
    known = sorted({*choices, *([] if not chosen or chosen in dict(choices) else [(chosen, chosen)])})
    return Picker(name, label, (ANY, *known), chosen)


def _causes(runs: Collection[int], belongs: Q) -> tuple[list[str], list[str]]:
    rows = JobResult.objects.counting().failed().filter(belongs, run__in=runs, test__isnull=False).order_by()
    pairs = list(rows.values_list("failure_kind", "failure_metrics").distinct())
    kinds = {kind for kind, _ in pairs if kind}
    metrics = sorted({str(metric) for _, names in pairs for metric in names})
    return [*(k for k in KINDS if k in kinds), *sorted(kinds - KINDS.keys())], metrics[:40]
