from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from bumps.management.commands._history import add_arguments, branch_of
from bumps.models import Desync


class Command(BaseCommand):
    help = "Every stretch of a branch's history in which its required pins disagreed."

    def add_arguments(self, parser: CommandParser) -> None:
        add_arguments(parser)

    def handle(self, *args: Any, slug: str, branch: str | None, json: bool, **options: Any) -> None:
        found = branch_of(slug, branch).desyncs.of_tracked().select_related("variant", "branch")
        entries = [_entry(row, timezone.now()) for row in found.order_by("opened_position")]
        self.stdout.write(_as_json(entries) if json else _as_text(entries))


def _entry(row: Desync, now: datetime) -> dict[str, object]:
    return {
        "branch": row.branch.name,
        "variant": row.variant.name,
        "opened": row.opened_at.isoformat(),
        "opened_by": row.opened_commit,
        "opened_pull_request": row.opened_pull_request or None,
        "pins": row.values,
        "closed": row.closed_at.isoformat() if row.closed_at else None,
        "closed_by": row.closed_commit or None,
        "closed_pull_request": row.closed_pull_request or None,
        "closing_pins": row.closing_values if row.closed_at else None,
        "seconds": int(row.duration(now).total_seconds()),
    }


def _as_json(entries: list[dict[str, object]]) -> str:
    return json.dumps(entries, indent=1)


def _as_text(entries: list[dict[str, object]]) -> str:
    lines = []
    for entry in entries:
        lines.append(f"{entry['variant']}: {entry['opened']} to {entry['closed'] or 'now'} ({entry['seconds']} s)")
        lines.append(f"  opened by {entry['opened_by']} {entry['opened_pull_request'] or ''}".rstrip())
        lines += [f"    {site:<20} {value}" for site, value in entry["pins"].items()]  # type: ignore[attr-defined]
        if entry["closed"]:
            lines.append(f"  closed by {entry['closed_by']} {entry['closed_pull_request'] or ''}".rstrip())
    return "\n".join(lines) or "never out of sync"
