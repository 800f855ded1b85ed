"""The Overview at a small and at a large volume: the same number of queries, and what the server's work costs."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.table import Row
from bench.volume import fill

ROUNDS = 5


def run(workshop: Path) -> list[Row]:  # noqa: ARG001
    """One repository of a year beside a hundred of eight years."""
    small = _measure(1, 2, 1)
    large = _measure(100, 6, 8)
    return [
        Row(
            f"overview, 100 repositories x 6 branches x 8 years ({large[2]:,} pin values)",
            f"{large[0]} queries, {large[1] * 1000:.0f} ms",
            f"1 x 2 x 1 ({small[2]} values): {small[0]} queries, {small[1] * 1000:.0f} ms",
            f"{large[0] / small[0]:.2f}",
            "1.00 (queries)",
        )
    ]


def _measure(repositories: int, branches: int, years: int) -> tuple[int, float, int]:
    values = fill(repositories, branches, years)
    client = Client(headers={"host": "localhost"})
    client.get("/")  # templates are compiled once
    seconds = []
    for _ in range(ROUNDS):
        with CaptureQueriesContext(connection) as queries:
            started = time.perf_counter()
            answer = client.get("/")
            seconds.append(time.perf_counter() - started)
        assert answer.status_code == 200
    return len(queries), statistics.median(seconds), values
