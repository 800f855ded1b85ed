from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.core.management.base import BaseCommand, CommandParser

from bumps.rules.triage import LIMIT_BYTES, Kind, Triage, triage

CHUNK = 1 << 18


class Command(BaseCommand):
    help = "Why the jobs that wrote these logs failed. Exit 1 if a file could not be read. Needs no database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="a job's or a rank's log; - for standard input")
        parser.add_argument("--json", action="store_true", help="{file: {kind, line, metrics}} instead of a table")

    def handle(self, *args: Any, files: list[str], json: bool, **options: Any) -> None:
        readings = [_read(name) for name in files]
        self.stdout.write(_as_json(readings) if json else _as_table(readings))
        if any(reading.failed for reading in readings):
            sys.exit(1)


class _Reading(NamedTuple):
    name: str
    result: Triage
    failed: bool = False


def _read(name: str) -> _Reading:
    try:
        return _Reading(name, triage(_chunks(name)))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return _Reading(name, Triage(Kind.UNKNOWN, f"could not read: {reason}"), failed=True)
    except ValueError as error:  # a name that no file can have
        return _Reading(name, Triage(Kind.UNKNOWN, f"could not read: {error}"), failed=True)


def _chunks(name: str) -> Iterator[bytes]:
    if name == "-":
        while chunk := sys.stdin.buffer.read(CHUNK):
            yield chunk
        return
    with Path(name).open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _as_json(readings: list[_Reading]) -> str:
    shown = {name: {"kind": r.kind, "line": r.line, "metrics": list(r.metrics)} for name, r, _ in readings}
    return json.dumps(shown, indent=1, ensure_ascii=False)


def _as_table(readings: list[_Reading]) -> str:
    rows: list[str] = []
    for name, result, _ in readings:
        where = f"line {result.line_number}: " if result.line_number else ""
        cut = f" [only the first {LIMIT_BYTES:,} bytes were read]" if result.truncated else ""
        rows += [f"{result.kind:<15} {name}", f"{'':<15} {where}{result.line}{cut}".rstrip()]
        if result.metrics:
            rows.append(f"{'':<15} metrics: {', '.join(result.metrics)}")
    return "\n".join(rows)
