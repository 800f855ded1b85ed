"""Would a run pass against a golden file: the check of the field, by its rules."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from tests.sandbox.scenario import goldens
from tests.sandbox.scenario.catalogue import Row

EXACT = ("lm loss", "mtp_1 loss", "num-zeros")


@lru_cache(maxsize=65536)
def failed_metrics(row: Row, tag: str, golden: str) -> tuple[str, ...]:
    """The metrics that a run on that image fails against this golden file's text."""
    wanted, actual = json.loads(golden), goldens.values(row, tag)
    if row.is_inference:
        return () if wanted == actual else ("generated_tokens",)
    exact = () if goldens.is_nondeterministic(row.case) else EXACT
    metrics = ("lm loss", "num-zeros", "mem-allocated-bytes", "mem-max-allocated-bytes")
    checked = metrics if "resume" in row.case else metrics[:2]
    return tuple(one for one in checked if not _passes(one, wanted[one]["values"], actual[one]["values"], one in exact))


def _passes(metric: str, golden: dict[str, Any], actual: dict[str, Any], exact: bool) -> bool:
    tolerance = 0.20 if metric == "num-zeros" else 0.05
    if exact and golden != actual:
        return False
    missed = sum(abs(actual[step] - value) > tolerance * abs(value) for step, value in golden.items())
    return bool(missed <= max(1, len(golden) // 100))
