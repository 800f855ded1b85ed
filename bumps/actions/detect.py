"""Desync rows from PinValue rows: derived whole each time, so the same pins always give the same desyncs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import models

from bumps.models import Branch, Desync, PinValue, Variant
from bumps.rules.desync import PinChange, Window, windows


def detect(branch: Branch, base_at: datetime | None, base_position: int = 0) -> None:
    """Make the branch's desyncs what its pin values say.

    `base_at`, `base_position`: when and where it left the default branch, whose desyncs are already up to date.

    A desync keeps its row (and id) as long as the commit that opened it stands; unchanged rows are not written.
    """
    values = list(branch.pin_values.required().order_by("position", "site__position", "row"))
    known = {(row.variant_id, row.opened_commit): row for row in branch.desyncs.filter(variant__retired_at=None)}
    derived: set[int] = set()
    for variant in Variant.objects.filter(repository=branch.repository_id, retired_at=None):
        mine = [value for value in values if value.site.variant_id == variant.pk]
        for window in windows(_changes(mine), variant.rule):
            row = _derive(branch, variant, window, mine)
            if row.was_cut_out_of_sync and base_at:
                _blame_trunk(row, base_at, base_position)
            derived.add(_save(row, known.get((variant.pk, row.opened_commit))))
    stale = [row.pk for row in known.values() if row.pk not in derived]
    if stale:
        # Only rewritten history or a changed configuration gets here: the opening is no longer part of the past.
        Desync.objects.filter(pk__in=stale).delete()


def _changes(values: Sequence[PinValue]) -> list[PinChange]:
    return [PinChange(value.position, value.member, value.state) for value in values]


def _derive(branch: Branch, variant: Variant, window: Window, values: Sequence[PinValue]) -> Desync:
    opener = _at(values, window.opened)[0]
    row = Desync(
        branch=branch,
        variant=variant,
        values=window.values,
        opened_position=window.opened,
        opened_at=opener.committed_at,
        opened_commit=opener.commit,
        opened_author=opener.author,
        opened_subject=opener.subject,
        opened_pull_request=opener.pull_request,
    )
    if window.closed is not None:
        row.close(_at(values, window.closed)[0], window.closing_values)
    return row


def _at(values: Sequence[PinValue], position: int) -> list[PinValue]:
    return [value for value in values if value.position == position]


def _blame_trunk(row: Desync, base_at: datetime, base_position: int) -> None:
    """A branch cut out of sync has been so since it exists, by what opened the trunk's desync that it was cut from."""
    row.opened_at = base_at
    trunk = (
        Desync.objects.order_by("opened_position")
        .filter(
            models.Q(closed_position=None) | models.Q(closed_position__gt=base_position),
            branch__repository=row.branch.repository_id,
            branch__is_default=True,
            variant=row.variant,
            opened_position__lte=base_position,
        )
        .last()
    )
    if trunk:
        row.opened_commit, row.opened_author = trunk.opened_commit, trunk.opened_author
        row.opened_subject, row.opened_pull_request = trunk.opened_subject, trunk.opened_pull_request


def _save(row: Desync, known: Desync | None) -> int:
    if known is None:
        row.save(force_insert=True)
        return row.pk
    fields = [field.attname for field in Desync._meta.concrete_fields if not field.primary_key]
    changed = [name for name in fields if getattr(row, name) != getattr(known, name)]
    if changed:
        row.pk = known.pk
        row.save(force_update=True, update_fields=changed)
    return known.pk
