"""What goes wrong in the scenario, and since when."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.sandbox.ci.troubles import Trouble

# The newest bump's tag: its numbers move, one test hangs on it, one runs out of memory.
STORMY, CALM = "26.05", "26.06"
HANGING, HUNGRY = "gpt3_moe_te_tp2_ep4_top2router", "hybrid_mamba_te_tp1_pp4_cp2"
# Somebody committed this test's golden values from a run on an old image.
WRONG_GOLDEN = "gpt3_mcore_te_tp1_pp2_dist_optimizer"
WRONG_GOLDEN_DAYS = 4


def troubles(now: datetime) -> list[Trouble]:
    def ago(days: float) -> datetime:
        return now - timedelta(days=days)

    both = (
        Trouble(HANGING, "timeout", tags=(STORMY,)),
        Trouble(HUNGRY, "oom", tags=(STORMY,)),
        Trouble("gpt3_mcore_te_tp2_pp1_fp8", "assertion", since=ago(5)),
    )
    github = (
        Trouble("gpt3_moe_te_4gpu_tp2_ep2_nvfp4", "nan", "github", since=ago(2)),
        Trouble("t5_mcore_te_tp2_pp1_vp1_resume", "unknown", "github", since=ago(3)),
        Trouble("multimodal_llava_te_tp4_sp_cp2", "oom", "github", since=ago(7), until=ago(1), silent=True),
        Trouble("gpt3_mcore_te_tp2_pp2_cp2", "timeout", "github", since=ago(6), until=ago(0.8)),
        Trouble("tests/unit_tests/models/**/*.py", "assertion", "github", since=ago(11), until=ago(10)),
        Trouble("gpt3_mcore_te_4gpu_tp4_pp1_fp8", "infrastructure", "github", since=ago(1.5)),
    )
    gitlab = (
        Trouble("gpt3_mcore_a100_tp1_pp2_rope", "timeout", "gitlab", since=ago(6)),
        Trouble("gpt3_mcore_a100_tp2_pp1", "oom", "gitlab", since=ago(9)),
        Trouble("gpt3_mcore_a100_tp2_pp2_te", "infrastructure", "gitlab", since=ago(3)),
        Trouble("gpt3_moe_te_tp1_ep8_long", "nan", "gitlab", since=ago(8)),
        Trouble("gpt3_mcore_a100_tp1_pp1_resume", "unknown", "gitlab", since=ago(4)),
        Trouble("gpt3_smoke_tp2", "assertion", "gitlab", since=ago(2)),
        Trouble("tests/unit_tests/data/**/*.py", "assertion", "gitlab", since=ago(12), until=ago(9)),
    )
    bridge = (
        Trouble("L1_Launch_models_deepseek", "oom", "github", since=ago(4)),
        Trouble("L0_Launch_models_qwen", "assertion", "github", since=ago(2)),
        Trouble("L1_Launch_recipes_qwen_mxfp8", "timeout", "github", since=ago(10), until=ago(3)),
    )
    return [*both, *github, *gitlab, *bridge]
