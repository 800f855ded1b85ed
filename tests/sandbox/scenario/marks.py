"""How tests left the gate: when, in which of the field's ways, and what the comment beside it says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from tests.sandbox.scenario.catalogue import Row

How = Literal["broken", "temp-disabled", "flaky", "deprecated", "commented"]
BROKEN = {scope: f"{scope}-broken" for scope in ("mr", "mr-github", "mr-slim", "mr-github-slim", "nightly")}
DISABLED = {"mr-github": "mr-github-temp-disabled"}


@dataclass(frozen=True, slots=True)
class Mark:
    """One test's way out, `days` ago. `note` is the comment above; empty: nobody said why."""

    case: str
    days: int
    how: How
    note: str = ""


MARKS = (
    Mark("gpt3_mcore_te_tp8_pp1_uneven", 171, "commented", "Hangs: #513"),
    Mark("t5_mcore_te_tp4_pp1_old_layout", 160, "deprecated"),
    Mark("gpt3_moe_te_tp4_ep2_frozen_resume", 140, "broken", "Broken since 26.02: #3490"),
    Mark("gpt3_mcore_te_tp8_pp1_reruns", 121, "flaky", "Non-deterministic, see !2471"),
    Mark("gpt3_mcore_te_4gpu_tp1_pp4_cudagraph", 95, "broken", "OOM with 26.04: #4612"),
    Mark("gpt3_moe_te_4gpu_tp1_ep4_fsdp", 95, "broken", "Hangs with 26.04: #4613"),
    Mark(
        "hybrid_mamba_te_tp8_pp1_fp8", 95, "broken", "NaN with 26.04: https://github.com/NVIDIA/Megatron-LM/issues/4614"
    ),
    Mark("gpt3_mcore_te_tp8_pp2_ckpt_async", 60, "temp-disabled", "Runner disk too small"),
    Mark("multimodal_llava_te_tp8_pp1_offload", 41, "commented", "OOM: #434"),
    Mark("gpt3_moe_te_tp4_ep2_etp1", 12, "broken"),
)


def apply(row: Row, mark: Mark) -> Row:
    """The row after the mark: scopes are replaced, never added to."""
    if mark.how == "commented":
        return replace(row, is_commented=True, note=mark.note)
    if mark.how in ("flaky", "deprecated"):
        return replace(row, scopes=(mark.how,), note=mark.note)
    table = BROKEN if mark.how == "broken" else DISABLED
    return replace(row, scopes=tuple(table.get(scope, scope) for scope in row.scopes), note=mark.note)


def marked(rows: list[Row], days: float) -> list[Row]:
    """The rows as they stood that many days ago."""
    in_force = {mark.case: mark for mark in MARKS if mark.days >= days}
    return [apply(row, in_force[row.case]) if row.case in in_force else row for row in rows]
