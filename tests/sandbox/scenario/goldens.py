"""Golden values: what each test's numbers are on each image, and the files that hold them.

A test's numbers depend on its own name, its platform and a *regime*: some images compute as the one before, some move a
part of the tests. The same function makes the committed files and what a run produces, so a run on another image
drifts for real, and passes again once its numbers were committed.
"""

from __future__ import annotations

import json
import random
from functools import lru_cache
from typing import Any

from tests.sandbox.scenario.catalogue import Row

ROOT = "tests/functional_tests/test_cases"
STEPS = range(1, 101, 5)
# 26.06 computes as 26.04 did: a bump to it from there is calm, one to 26.05 is not.
REGIMES = {"25.03": 0, "25.05": 0, "25.06": 0, "25.09": 1, "25.11": 2, "26.02": 3, "26.04": 4, "26.05": 5, "26.06": 4}
MOVED_PERCENT = {1: 40, 2: 40, 3: 30, 4: 55, 5: 14}
METRICS = ("lm loss", "num-zeros", "mem-allocated-bytes", "mem-max-allocated-bytes", "iteration-time")
Values = dict[str, Any]


def path_of(row: Row) -> str:
    return f"{ROOT}/{row.model}/{row.case}/golden_values_{row.environment}_{row.platform}.json"


def config_path(row: Row) -> str:
    return f"{ROOT}/{row.model}/{row.case}/model_config.yaml"


def is_nondeterministic(case: str) -> bool:
    return "grouped_gemm" in case or "fp8" in case


def regime(case: str, platform: str, tag: str) -> int:
    """The last regime, up to that image's, that moved this test."""
    newest = REGIMES.get(tag, 0)
    for number in range(newest, 0, -1):
        if random.Random(f"{case}{platform}{number}").randrange(100) < MOVED_PERCENT[number]:
            return number
    return 0


def values(row: Row, tag: str, run: str = "") -> Values:
    """What the test produces on that image. `run` only sways the time of an iteration."""
    if row.is_inference:
        return dict(_generated(row.case, regime(row.case, row.platform, tag)))
    made = dict(_measured(row.case, row.platform, regime(row.case, row.platform, tag)))
    made["iteration-time"] = _timed(row.case, run or "golden")
    return made


def text(values: Values) -> str:
    return json.dumps(values) + "\n"


def model_config(row: Row) -> str:
    """The test's settings, as far as its verdict depends on them."""
    lines = ["ENV_VARS:", "  CUDA_DEVICE_MAX_CONNECTIONS: 1", "  NCCL_ALGO: Ring"]
    lines.append(f"  NVTE_ALLOW_NONDETERMINISTIC_ALGO: {int(is_nondeterministic(row.case))}")
    lines += ["MODEL_ARGS:", "  --num-layers: 12", "  --hidden-size: 512", "  --train-iters: 100", "TEST_TYPE: regular"]
    if "resume" in row.case:
        lines += ["METRICS:", '  - "iteration-time"', '  - "lm loss"', '  - "num-zeros"']
        lines += ['  - "mem-allocated-bytes"', '  - "mem-max-allocated-bytes"']
    return "\n".join(lines) + "\n"


def _metric(numbers: dict[int, float]) -> Values:
    shown = {str(step): value for step, value in numbers.items()}
    return {"start_step": 1, "end_step": 100, "step_interval": 5, "values": shown}


@lru_cache(maxsize=4096)
def _measured(case: str, platform: str, moved: int) -> Values:
    base, shift = random.Random(f"{case}{platform}"), random.Random(f"{case}{platform}{moved}")
    # Most tests move a little, some a lot: the size of the move is drawn over five orders of magnitude.
    size = 10 ** shift.uniform(-6.5, -1.8) if moved else 0.0
    slope, zeros, memory = base.uniform(0.015, 0.04), base.randrange(100, 2000), base.randrange(4 * 10**9, 6 * 10**10)
    loss, count = {}, {}
    for step in STEPS:
        wiggle = base.gauss(0, 0.004)
        loss[step] = round((10.85 - slope * step + wiggle) * (1 + size * shift.gauss(0, 1) * min(step, 40) / 40), 5)
        count[step] = float(int(zeros * (1 + step / 60) * (1 + 20 * size * shift.gauss(0, 1))))
    used = memory + (int(memory * size / 50) if moved else 0)
    return {
        "lm loss": _metric(loss),
        "num-zeros": _metric(count),
        "mem-allocated-bytes": _metric(dict.fromkeys(STEPS, float(used))),
        "mem-max-allocated-bytes": _metric(dict.fromkeys(STEPS, float(int(used * 1.31)))),
        **(
            {"mtp_1 loss": _metric({step: round(value * 1.02, 5) for step, value in loss.items()})}
            if "moe" in case
            else {}
        ),
    }


def _timed(case: str, run: str) -> Values:
    base, sway = random.Random(case).uniform(0.2, 1.4), random.Random(f"{case}{run}")
    first = {1: base * sway.uniform(8, 30)}
    return _metric(first | {step: round(base * sway.uniform(0.985, 1.015), 5) for step in STEPS[1:]})


@lru_cache(maxsize=512)
def _generated(case: str, moved: int) -> Values:
    drawn = random.Random(f"{case}{moved}")
    tokens = [drawn.randrange(50_000) for _ in range(30)]
    text = "The lighthouse keeper counted the ships in the harbour and"
    return {
        "0": {"input_prompt": text, "generated_text": f" {moved} and then", "generated_tokens": tokens, "latency": 0.4}
    }
