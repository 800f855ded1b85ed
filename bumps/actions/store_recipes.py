"""A branch's recipes into rows: its entries replaced whole, its marks kept as long as they stand."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from bumps.actions.recipe_history import Dated, Reading
from bumps.models import Branch, BrokenMark, Issue, RecipeEntry, Repository, TestCase
from bumps.ports import Commit
from bumps.rules.pull_requests import pull_request_of
from bumps.rules.recipes import Mark, Way, changes

Tests = dict[tuple[str, str], TestCase]


@transaction.atomic
def store_recipes(branch: Branch, head: str, reading: Reading | None) -> None:
    """Make the branch's rows say what `reading` does (None: they do), unless another worker moved it meanwhile."""
    if not branch.recipes_read(head) or reading is None:
        return
    places = {(row.suite, row.case) for rows in reading.rows.values() for row in rows}
    places |= {(mark.suite, mark.case) for mark, _ in reading.marks}
    tests = _tests(branch.repository, places)
    branch.recipe_entries.all().delete()
    entries = [
        RecipeEntry(
            branch=branch,
            test=tests[_place(row.suite, row.case)],
            path=path[:500],
            line=row.line,
            platform=row.platform[:40],
            environment=row.environment[:40],
            scopes=list(row.scope_names),
            cadence=list(row.cadence),
        )
        for path, rows in reading.rows.items()
        for row in rows
    ]
    RecipeEntry.objects.bulk_create(entries, batch_size=500)
    _store_marks(branch, reading.marks, tests)


def stored_marks(branch: Branch) -> list[tuple[BrokenMark, Dated]]:
    """The rows beside what they say."""
    return [(row, (_mark(row), _commit(row))) for row in branch.broken_marks.select_related("test", "issue")]


def _store_marks(branch: Branch, marks: Iterable[Dated], tests: Tests) -> None:
    stored = stored_marks(branch)
    rows = {id(mark): row for row, (mark, _) in stored}
    dated = {id(mark): (mark, at) for mark, at in marks}
    moved = changes([mark for _, (mark, _) in stored], [mark for mark, _ in dated.values()])
    kept = {id(new): rows[id(old)].pk for old, new in moved.kept}
    BrokenMark.objects.filter(pk__in=[rows[id(mark)].pk for mark in moved.ended]).delete()
    issues: dict[str, Issue] = {}
    for key, (mark, at) in dated.items():
        row = BrokenMark(branch=branch, pk=kept.get(key), **_values(mark, at, tests))
        row.issue = _issue(branch.repository, mark, issues) if mark.issue else None
        row.save()


def _values(mark: Mark, at: Commit | None, tests: Tests) -> dict[str, object]:
    return {
        "test": tests[_place(mark.suite, mark.case)],
        "name": mark.case[:300],
        "path": mark.path[:500],
        "line": mark.line,
        "way": mark.way.value,
        "scope": mark.scope[:100],
        "platform": mark.platform[:40],
        "environment": mark.environment[:40],
        "reason": mark.reason[:500],
        "since_at": at.committed_at if at else None,
        "since_commit": at.sha if at else "",
        "since_author": at.author[:200] if at else "",
        "since_subject": at.subject[:300] if at else "",
        "since_pull_request": pull_request_of(at.subject) if at else "",
    }


def _mark(row: BrokenMark) -> Mark:
    suite, case = (row.test.suite, row.test.name) if row.test else ("", row.name)
    return Mark(Way(row.way), suite, case, row.platform, row.environment, row.scope, row.path, row.line)


def _commit(row: BrokenMark) -> Commit | None:
    if row.since_at is None:
        return None
    return Commit(row.since_commit, row.since_at, row.since_author, row.since_subject)


def _issue(repository: Repository, mark: Mark, known: dict[str, Issue]) -> Issue:
    if mark.issue not in known:
        defaults = {"url": mark.issue_url[:500]}
        known[mark.issue], _ = Issue.objects.get_or_create(
            repository=repository, ref=mark.issue[:20], defaults=defaults
        )
    return known[mark.issue]


def _place(suite: str, case: str) -> tuple[str, str]:
    return suite[:100], case[:200]


def _tests(repository: Repository, places: Iterable[tuple[str, str]]) -> Tests:
    wanted = {_place(*place) for place in places}
    known = {(row.suite, row.name): row for row in repository.test_cases.all()}
    missing = [TestCase(repository=repository, suite=suite, name=name) for suite, name in sorted(wanted - known.keys())]
    TestCase.objects.bulk_create(missing, ignore_conflicts=True)
    return {(row.suite, row.name): row for row in repository.test_cases.all()} if missing else known
