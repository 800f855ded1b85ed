"""Which tests every tracked branch asks for at its head, and which left the gate, since when, for which issue."""

from __future__ import annotations

import time
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from bumps.actions.follow_up import FollowUp
from bumps.actions.recipe_history import Reading, RecipeReader
from bumps.actions.remotes import git_history
from bumps.actions.store_recipes import store_recipes, stored_marks
from bumps.models import Branch, Remote
from bumps.ports import GitHistory


def read_recipes(remote_id: int) -> list[FollowUp]:
    """Read every branch that moved. What a crash or another worker leaves unread, the next poll sends again."""
    remote = Remote.objects.select_related("repository").filter(pk=remote_id, retired_at=None).first()
    if remote is None:
        return []
    git, repository = git_history(remote), remote.repository
    reader = RecipeReader(git, repository.recipes, repository.launchers)
    for branch in repository.branches.unread_recipes().order_by("-is_default", "name"):
        if branch.claim_recipes(timezone.now(), timedelta(seconds=settings.LEASE_SECONDS)):
            store_recipes(branch, branch.head, _read(branch, reader, git))
    return []


def _read(branch: Branch, reader: RecipeReader, git: GitHistory) -> Reading | None:
    """What the head says; None where that is what is stored. The whole past is walked once, then only what is new."""
    alive = _Alive(branch)
    shas, met = git.first_parents(branch.head, frozenset([branch.recipes_head]))
    before = [dated for _, dated in stored_marks(branch)] if met else []
    return reader.history(shas[::-1], met, before, alive) or (None if met else Reading())


class _Alive:
    """Renews the claim now and then."""

    def __init__(self, branch: Branch) -> None:
        self._branch, self._renewed = branch, time.monotonic()

    def __call__(self) -> None:
        if time.monotonic() - self._renewed > settings.LEASE_SECONDS / 3:
            self._renewed = time.monotonic()
            self._branch.renew_recipes(timezone.now(), timedelta(seconds=settings.LEASE_SECONDS))
