from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from bumps.management.commands._history import add_arguments, branch_of
from bumps.models import PinValue


class Command(BaseCommand):
    help = "Every value each pin site had, from which commit on."

    def add_arguments(self, parser: CommandParser) -> None:
        add_arguments(parser)

    def handle(self, *args: Any, slug: str, branch: str | None, json: bool, **options: Any) -> None:
        values = branch_of(slug, branch).pin_values.of_active_sites().select_related("site")
        history: dict[str, list[dict[str, object]]] = {}
        for value in values.order_by("site__position", "row", "position"):
            history.setdefault(str(value.member), []).append(_entry(value))
        self.stdout.write(_as_json(history) if json else _as_text(history))


def _entry(value: PinValue) -> dict[str, object]:
    entry: dict[str, object] = {
        "commit": value.commit,
        "time": int(value.committed_at.timestamp()),
        "value": value.text if value.kind == PinValue.Kind.VALUE else None,
    }
    if value.kind == PinValue.Kind.UNREADABLE:
        entry["could_not_read"] = value.text
    return entry


def _as_json(history: dict[str, list[dict[str, object]]]) -> str:
    return json.dumps(history, indent=1, sort_keys=True)


def _as_text(history: dict[str, list[dict[str, object]]]) -> str:
    lines: list[str] = []
    for site, entries in history.items():
        lines.append(site)
        lines += [f"  {str(entry['commit'])[:10]}  {entry['value'] or 'absent'}" for entry in entries]
    return "\n".join(lines)
