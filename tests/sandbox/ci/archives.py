"""The zips that jobs leave behind: golden values of the run and the logs of each rank."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

from tests.logs import build
from tests.sandbox.ci import stories
from tests.sandbox.ci.outcome import Outcome
from tests.sandbox.scenario import goldens
from tests.sandbox.scenario.catalogue import Row

RANKS = 4
WHEN = (2026, 1, 1, 0, 0, 0)


def pack(files: Mapping[str, bytes]) -> bytes:
    """A zip that is the same for the same files."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, WHEN), content)
    return held.getvalue()


def github(row: Row | None, tag: str, outcome: Outcome, run: str) -> Callable[[], bytes]:
    """Golden values at the top, unless the run died before it had any; per-rank logs below."""

    def content() -> bytes:
        files = _golden(row, tag, outcome, run, "") if row else {}
        folder = "experiments/mcore-ci-test/task-1/assets/logs/attempt_0"
        for rank in range(RANKS if row else 0):
            told = outcome.rank_log if outcome.rank_log and rank == 1 else stories.passing("rank", f"{run}{rank}")
            files[f"{folder}/{rank}/stdout.log"] = build(told)[: None if told is outcome.rank_log else 20_000]
            files[f"{folder}/{rank}/stderr.log"] = b"W NCCL is starting\n"
        return pack(files or {"junit.xml": b"<testsuites/>\n"})

    return content


def gitlab(row: Row, tag: str, outcome: Outcome, run: str) -> Callable[[], bytes]:
    """`results/iteration=N/0/assets/basic/<case>-<environment>-<platform>/…`, one folder for each repeat."""

    def content() -> bytes:
        folder = f"assets/basic/{row.case.replace('_', '-')}-{row.environment}-{row.platform.replace('_', '-')}"
        files: dict[str, bytes] = {}
        for number in (1, 2):
            files |= _golden(row, tag, outcome, run, f"results/iteration={number}/0/{folder}/")
            files[f"results/iteration={number}/0/{folder}/stdout.log"] = build(outcome.log)[:200_000]
        return pack(files)

    return content


def _golden(row: Row, tag: str, outcome: Outcome, run: str, folder: str) -> dict[str, bytes]:
    if outcome.kind not in (None, "drift"):
        return {}
    kind = "generations" if row.is_inference and folder else "golden_values"
    name = f"{kind}_{row.environment}_{row.platform}.json"
    return {folder + name: goldens.text(goldens.values(row, tag, run)).encode()}
