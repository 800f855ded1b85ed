"""The tracking issues that broken marks name."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.sandbox.state.github import Repo
from tests.sandbox.world import World

# Number, title, days since it was opened, days since it was closed (None: open).
ISSUES = (
    (434, "[BUG] Offloading runs out of memory in the llava test", 420.0, 300.0),
    (513, "[BUG] Uneven pipeline hangs at the end of training", 400.0, None),
    (3490, "[BUG] gpt3_moe_te_tp4_ep2_frozen_resume drifts on 26.02", 165.0, 90.0),
    (4612, "[BUG] gpt3_mcore_te_4gpu_tp1_pp4_cudagraph: out of memory on 26.04", 95.0, None),
    (4613, "[BUG] gpt3_moe_te_4gpu_tp1_ep4_fsdp hangs on 26.04", 95.0, None),
    (4614, "[BUG] hybrid_mamba_te_tp8_pp1_fp8: NaN on 26.04", 95.0, 20.0),
)


def open_issues(world: World, repo: Repo, now: datetime) -> None:
    for number, title, opened, closed in ISSUES:
        issue = world.issue(repo, title, "noor-nightly", "Found in a nightly run.", number)
        issue.labels = ["bug"]
        issue.created_at = issue.updated_at = now - timedelta(days=opened)
        if closed is not None:
            issue.state, issue.state_reason = "closed", "completed"
            issue.closed_at = issue.updated_at = now - timedelta(days=closed)
