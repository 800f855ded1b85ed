"""Backfill of pins, rows stored, against git walking the same history and handing over the same blobs."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench import baseline, history
from bench.table import Row
from bumps.actions.backfill import backfill
from bumps.integrations.git.adapter import GitMirror
from bumps.models import PinSite, Repository, Variant

ROUNDS = 5
COMMITS = 6000


class Silent:
    """A Progress that nobody watches."""

    def report(self, message: str, done: int, total: int) -> None:
        pass


def run(workshop: Path) -> list[Row]:
    """The synthetic history, and any bundle that BENCH_BUNDLE names."""
    origin = workshop / "synthetic.git"
    history.build(origin, COMMITS)
    return measure(f"backfill, {COMMITS} first parents", origin, "1.5")


def measure(what: str, mirror: Path, limit: str) -> list[Row]:
    """Ours and git's in turn, several rounds; the median of the pairwise ratios."""
    paths = [history.GITHUB, history.GITLAB]
    pairs = []
    for _ in range(ROUNDS):
        repository = _repository()
        started = time.perf_counter()
        result = backfill(repository, GitMirror(mirror), Silent(), timezone.now())
        ours = time.perf_counter() - started
        theirs, blobs = baseline.seconds(mirror, paths)
        narrow, _ = baseline.seconds(mirror, paths, limited=True)
        pairs.append((ours, theirs, narrow))
    rows = result.pin_changes
    ours, theirs, narrow = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(pair[0] / pair[1] for pair in pairs)
    strict = statistics.median(pair[0] / pair[2] for pair in pairs)
    quiet, asked = _quiet(repository, mirror)
    return [
        Row(
            f"{what}, {rows} rows stored",
            f"{ours:.3f} s",
            f"git log --raw, {blobs} blobs {theirs:.3f} s",
            f"{ratio:.2f}",
            limit,
        ),
        Row("  the same, git log told the paths", f"{ours:.3f} s", f"{narrow:.3f} s", f"{strict:.2f}"),
        Row("  again, nothing new", f"{quiet * 1000:.1f} ms", asked),
    ]


def _quiet(repository: Repository, mirror: Path) -> tuple[float, str]:
    git = _Counting(mirror)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        started = time.perf_counter()
        backfill(repository, git, Silent(), timezone.now())
        seconds = time.perf_counter() - started
    writes = [query for query in queries if not query["sql"].startswith("SELECT")]
    return seconds, f"{git.blobs} blobs read, {len(writes)} rows written, {len(queries) - len(writes)} queries"


class _Counting(GitMirror):
    blobs = 0

    def blob(self, oid: str, limit: int) -> bytes:
        self.blobs += 1
        return super().blob(oid, limit)


def _repository() -> Repository:
    Repository.objects.all().delete()
    repository = Repository.objects.create(
        slug="bench", name="Bench", image="nvcr.io/nvidia/pytorch", default_branch="main"
    )
    for position, (name, key) in enumerate([("dev", "DEV"), ("lts", "LTS")]):
        variant = Variant.objects.create(repository=repository, name=name, label=name, rule_kind="equal")
        site = {"repository": repository, "variant": variant, "role": PinSite.Role.REQUIRED, "position": position}
        if name == "dev":
            PinSite.objects.create(name="github/dev", path=history.GITHUB, reader="line", **site)
        selector = {"where": {"IMAGE": f"CI_MCORE_{key}_IMAGE"}, "key": "BASE_IMAGE", "row": "PLATFORM"}
        PinSite.objects.create(
            name=f"gitlab/{name}", path=history.GITLAB, reader="yaml_matrix", selector=selector, **site
        )
    return repository
