"""Reads one branch's pin changes from git: only what is new, or all of it from where the branch begins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.db.models.base import ModelState

from bumps.actions.read_sites import SiteReader
from bumps.models import Branch, PinSite, PinValue
from bumps.ports import Commit, GitHistory, PathChange
from bumps.rules.history import PinState, changed_rows
from bumps.rules.pull_requests import pull_request_of

States = dict[int, dict[str, PinState]]


class Trunk:
    """The default branch as it is stored: where the others leave it, and what they inherit there."""

    def __init__(self, branch: Branch, git: GitHistory) -> None:
        self._branch = branch
        self._git = git

    @cached_property
    def positions(self) -> dict[str, int]:
        """Sha to position along its first parents, as its PinValues count them (from 1)."""
        shas, _ = self._git.first_parents(self._branch.head, frozenset())
        return {sha: len(shas) - index for index, sha in enumerate(shas)}

    @cached_property
    def _values(self) -> list[PinValue]:
        return list(self._branch.pin_values.of_active_sites().order_by("position"))

    def inherited_by(self, branch: Branch, base: str) -> list[PinValue]:
        """What its rows said at the commit `base`, as unsaved values at position 0 of `branch`."""
        past = (value for value in self._values if value.position <= self.positions[base])
        latest = {(value.site_id, value.row): value for value in past}
        return [_moved(value, branch) for value in latest.values() if value.kind != PinValue.Kind.ABSENT]


@dataclass(slots=True)
class BranchHistory:
    """Unsaved PinValues of one branch, and where it stands with them."""

    head_at: datetime
    length: int
    base: str = ""
    base_at: datetime | None = None
    base_position: int = 0
    is_whole: bool = True
    changes: list[PinValue] = field(default_factory=list)
    replaced: list[int] = field(default_factory=list)


def resume(branch: Branch, head: str, reader: SiteReader, git: GitHistory, trunk: Trunk | None) -> BranchHistory | None:
    """The changes since the stored head.

    None where that would not give what reading the whole gives: the history was rewritten, the sites changed, or the
    branch now leaves the trunk elsewhere (it was moved along it).
    """
    if not branch.head or branch.built_with != reader.digest:
        return None
    shas, met = git.first_parents(head, frozenset([branch.head]))
    if met is None:
        return None
    if trunk and (git.first_parents(head, trunk.positions)[1] or "") != branch.base:
        return None
    current = list(branch.pin_values.of_active_sites().filter(is_current=True))
    states: States = defaultdict(dict)
    for value in current:
        states[value.site_id][value.row] = value.state
    history = BranchHistory(
        head_at=git.commit(head).committed_at,
        length=branch.length + len(shas),
        base=branch.base,
        base_at=branch.base_at,
        base_position=trunk.positions.get(branch.base, 0) if trunk else 0,
        is_whole=False,
    )
    history.changes = _collect(branch, git, reader, shas[::-1], branch.head, branch.length + 1, states)
    changed = {(value.site_id, value.row) for value in history.changes}
    history.replaced = [value.pk for value in current if (value.site_id, value.row) in changed]
    return history


def read_whole(branch: Branch, head: str, reader: SiteReader, git: GitHistory, trunk: Trunk | None) -> BranchHistory:
    """The branch's own history from where its first parents leave the trunk's, or from the root."""
    shas, base = git.first_parents(head, trunk.positions if trunk else {})
    history = BranchHistory(head_at=git.commit(head).committed_at, length=len(shas))
    states: States = defaultdict(dict)
    inherited: list[PinValue] = []
    if base and trunk:
        history.base, history.base_at = base, git.commit(base).committed_at
        history.base_position = trunk.positions[base]
        inherited = trunk.inherited_by(branch, base)
        for value in inherited:
            states[value.site_id][value.row] = value.state
    history.changes = inherited + _collect(branch, git, reader, shas[::-1], base, 1, states)
    _mark_current(history.changes)
    return history


def _collect(
    branch: Branch,
    git: GitHistory,
    reader: SiteReader,
    shas: Sequence[str],
    base: str | None,
    start: int,
    states: States,
) -> list[PinValue]:
    found: list[PinValue] = []
    for change in git.path_changes(shas, base, list(reader.by_path), start):
        for path, entry in change.entries.items():
            for site in reader.by_path[path]:
                rows = changed_rows(states[site.pk], reader.read(site, entry))
                states[site.pk].update(rows)
                found += [_value(branch, site, row, state, change) for row, state in rows.items()]
    _mark_current(found)
    return found


def _value(branch: Branch, site: PinSite, row: str, state: PinState, change: PathChange) -> PinValue:
    commit: Commit = change.commit
    return PinValue(
        branch=branch,
        site=site,
        row=row,
        position=change.position,
        kind=state.kind,
        text=state.text,
        commit=commit.sha,
        committed_at=commit.committed_at,
        author=commit.author[:200],
        subject=commit.subject[:300],
        pull_request=pull_request_of(commit.subject),
    )


def _mark_current(changes: Sequence[PinValue]) -> None:
    """The last change of each row is what it says now."""
    last: Mapping[tuple[int, str], PinValue] = {(value.site_id, value.row): value for value in changes}
    for value in changes:
        value.is_current = last[value.site_id, value.row] is value


def _moved(value: PinValue, branch: Branch) -> PinValue:
    """A copy that says the same of `branch`, from its beginning on."""
    moved = copy(value)
    moved._state = ModelState()
    moved.pk, moved.branch, moved.position = None, branch, 0
    return moved
