"""The marks of a recipe, and of Megatron-Bridge's launchers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bumps.rules.job_names import platform_of
from bumps.rules.recipes.commented import commented_rows
from bumps.rules.recipes.comments import joined, prose_above, prose_beside
from bumps.rules.recipes.issues import issue_in
from bumps.rules.recipes.model import Mark, Row, Way
from bumps.rules.recipes.rows import Layout, Product

_SUFFIXES = (
    ("-broken", Way.BROKEN),
    ("-disabled", Way.DISABLED),
    ("flaky", Way.FLAKY),
    ("deprecated", Way.DEPRECATED),
)
_LAUNCHER = re.compile(r"(?:.*/)?launch_scripts/([\w.-]+)/(active|flaky)/((L\d+)_[\w.-]+)\.sh")


def way_of(scope: str) -> Way | None:
    """How a scope takes a test out of the gate; None for one that runs it."""
    return next((way for suffix, way in _SUFFIXES if scope.endswith(suffix)), None)


def marks_of(text: str, path: str, layout: Layout) -> Iterator[Mark]:
    """Every way out that this file holds, in the order of its lines."""
    lines = text.splitlines()
    found = [*_scoped(lines, path, layout), *_commented(lines, path, layout)]
    yield from sorted(found, key=lambda mark: mark.line)


def _scoped(lines: list[str], path: str, layout: Layout) -> Iterator[Mark]:
    for product in layout.products:
        if not any(way_of(scope.name) for scope in product.rows[0].scopes):
            continue
        reason = _reason(lines, product)
        issue = issue_in(reason)
        for row in product.rows:
            for way, names in _by_way(row).items():
                place = (row.suite, row.case, row.platform, row.environment)
                yield Mark(way, *place, ", ".join(names), path, product.scope_line, reason, *issue)


def _by_way(row: Row) -> dict[Way, list[str]]:
    found: dict[Way, list[str]] = defaultdict(list)
    for scope in row.scopes:
        if way := way_of(scope.name):
            found[way].append(scope.name)
    return found


def _reason(lines: list[str], product: Product) -> str:
    """What stands above the scope and beside the row's lines; what stands above the test only if it names an issue."""
    near = [*prose_above(lines, product.scope_line), *prose_above(lines, product.line)]
    near += prose_beside(lines, product.line, product.last_line)
    above = [*prose_above(lines, product.case_line), *prose_beside(lines, product.case_line, product.case_line + 1)]
    return joined([*near, *(text for text in above if issue_in(text).ref)])


def _commented(lines: list[str], path: str, layout: Layout) -> Iterator[Mark]:
    for row in commented_rows(lines, layout):
        issue = issue_in(row.reason)
        for case in row.cases:
            for environment in row.environments or [""]:
                for platform in row.platforms or [layout.platform]:
                    place = (layout.suite, case, platform, environment)
                    yield Mark(Way.COMMENTED, *place, ", ".join(row.scopes), path, row.line, row.reason, *issue)


def launchers(paths: Iterable[str]) -> tuple[tuple[Row, ...], tuple[Mark, ...]]:
    """Megatron-Bridge's launch scripts: those that are active as rows, those that were moved to `flaky/` as marks."""
    rows: list[Row] = []
    marks: list[Mark] = []
    for path in sorted(paths):
        if match := _LAUNCHER.fullmatch(path):
            platform, folder, name, level = match.groups()
            if folder == "active":
                rows.append(Row(level, name, platform_of(platform) or platform, "dev", (), (), 1, 1))
            else:
                marks.append(Mark(Way.FLAKY, level, name, platform_of(platform) or platform, "dev", "flaky", path, 1))
    return tuple(rows), tuple(marks)


@dataclass(frozen=True, slots=True)
class Changes:
    """Two versions of the same files' marks: `kept` pairs the former with the present one."""

    kept: tuple[tuple[Mark, Mark], ...]
    begun: tuple[Mark, ...]
    ended: tuple[Mark, ...]


def changes(before: Iterable[Mark], after: Iterable[Mark]) -> Changes:
    """Which marks stand as before, which are new, which are gone. Lines, comments and files may change meanwhile.

    A mark's own commit is the first one, going back through the history, that began it.
    """
    left: dict[tuple[str, ...], list[Mark]] = defaultdict(list)
    for mark in before:
        left[mark.key].append(mark)
    kept: list[tuple[Mark, Mark]] = []
    begun: list[Mark] = []
    for mark in after:
        candidates = left[mark.key]
        if not candidates:
            begun.append(mark)
            continue
        best = min(candidates, key=lambda old: (old.path != mark.path, old.scope != mark.scope, old.line))
        candidates.remove(best)
        kept.append((best, mark))
    return Changes(tuple(kept), tuple(begun), tuple(old for olds in left.values() for old in olds))
