"""Which tests there are: model, case, platform, environment, scopes. Names in the style of the field, drawn up here."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Platform = Literal["dgx_h100", "dgx_gb200", "dgx_a100"]
Environment = Literal["dev", "lts"]
FOLDERS: dict[Platform, str] = {"dgx_h100": "h100", "dgx_gb200": "gb200", "dgx_a100": "a100"}
SLIM_EVERY = 6
# The one case that has the same name on both of GitHub's platforms.
SHARED_CASE = "gpt3_mcore_te_tp2_pp2_moe_shared"


@dataclass(frozen=True, slots=True)
class Row:
    """One product of a recipe. `note` is a comment above its scope; `is_commented`: the whole row is one."""

    suite: str
    model: str
    case: str
    platform: Platform
    environment: Environment
    scopes: tuple[str, ...]
    note: str = ""
    is_commented: bool = False
    cadence: tuple[str, ...] = ()

    @property
    def is_inference(self) -> bool:
        return self.suite.endswith("inference")


def _names(start: str, *choices: tuple[str, ...]) -> Iterator[str]:
    """Every combination; many are the beginning of another, as in the field."""
    for parts in itertools.product(*choices):
        yield "_".join((start, *(part for part in parts if part)))


_TP_PP = ("tp1_pp1", "tp1_pp2", "tp2_pp1", "tp2_pp2")
_GPT = tuple(_names("gpt3_mcore_te", _TP_PP, ("", "resume_torch_dist", "dist_optimizer", "fp8"), ("", "cp2")))
_GPT_WIDE = tuple(_names("gpt3_mcore_te_tp4", ("pp1", "pp2", "pp4"), ("", "resume")))
_MOE = tuple(_names("gpt3_moe_te", ("tp1_ep8", "tp2_ep4"), ("", "grouped_gemm", "top2router"), ("", "resume")))
_T5 = tuple(_names("t5_mcore_te", ("tp1_pp1", "tp2_pp1"), ("vp1", "vp1_resume"), ("",)))
_HYBRID = tuple(_names("hybrid_mamba_te", ("tp1_pp1", "tp2_pp1", "tp1_pp4"), ("", "cp2"), ("", "dgxc")))
_LLAVA = tuple(_names("multimodal_llava_te", ("tp1_pp1", "tp4_sp_cp2"), ("",)))
_INFERENCE = tuple(_names("gpt_static_inference", ("tp1_pp1", "tp2_pp2"), ("583m", "16b"), ("", "logitsmatch")))
_GB_GPT = tuple(_names("gpt3_mcore_te_4gpu", _TP_PP, ("", "fp8", "resume_torch_dist"), ("",)))
_GB_GPT_WIDE = tuple(_names("gpt3_mcore_te_4gpu_tp4_pp1", ("", "fp8", "nvfp4", "resume")))
_GB_MOE = tuple(_names("gpt3_moe_te_4gpu", ("tp1_ep4", "tp2_ep2"), ("", "nvfp4", "top2router", "a2a_overlap"), ("",)))
_GB_REST = tuple(_names("gpt_dynamic_inference_4gpu", ("tp1_pp1", "tp2_pp2"), ("583m", "16b", "8b"), ("",)))
_A100 = tuple(_names("gpt3_mcore_a100", _TP_PP, ("", "resume", "rope"), ("", "te")))

# Tests that left the gate one way or another; how, says marks.py.
LEFT: tuple[tuple[str, str, Platform, str], ...] = (
    ("gpt", "gpt", "dgx_h100", "gpt3_mcore_te_tp8_pp1_uneven"),
    ("gpt", "gpt", "dgx_h100", "gpt3_mcore_te_tp8_pp1_reruns"),
    ("gpt", "gpt", "dgx_h100", "gpt3_mcore_te_tp8_pp2_ckpt_async"),
    ("moe", "moe", "dgx_h100", "gpt3_moe_te_tp4_ep2_frozen_resume"),
    ("moe", "moe", "dgx_h100", "gpt3_moe_te_tp4_ep2_etp1"),
    ("moe", "moe", "dgx_gb200", "gpt3_moe_te_4gpu_tp1_ep4_fsdp"),
    ("hybrid", "hybrid", "dgx_h100", "hybrid_mamba_te_tp8_pp1_fp8"),
    ("t5", "t5", "dgx_h100", "t5_mcore_te_tp4_pp1_old_layout"),
    ("gpt", "gpt", "dgx_gb200", "gpt3_mcore_te_4gpu_tp1_pp4_cudagraph"),
    ("multimodal-llava", "multimodal_llava", "dgx_h100", "multimodal_llava_te_tp8_pp1_offload"),
)

_GITHUB: tuple[tuple[str, str, Platform, tuple[str, ...]], ...] = (
    ("gpt", "gpt", "dgx_h100", (*_GPT, *_GPT_WIDE)),
    ("moe", "moe", "dgx_h100", (*_MOE, SHARED_CASE)),
    ("t5", "t5", "dgx_h100", _T5),
    ("hybrid", "hybrid", "dgx_h100", _HYBRID),
    ("multimodal-llava", "multimodal_llava", "dgx_h100", _LLAVA),
    ("gpt-static-inference", "gpt", "dgx_h100", _INFERENCE),
    ("gpt", "gpt", "dgx_gb200", (*_GB_GPT, *_GB_GPT_WIDE)),
    ("moe", "moe", "dgx_gb200", (*_GB_MOE, SHARED_CASE)),
    ("gpt-dynamic-inference", "gpt", "dgx_gb200", _GB_REST),
)


def rows() -> list[Row]:
    """All rows of all recipes, before any of them was marked broken."""
    found: list[Row] = []
    for suite, model, platform, cases in _GITHUB:
        for case in cases:
            slim = ("mr-slim", "mr-github-slim") if len(found) % SLIM_EVERY == 0 else ()
            scopes = ("mr", "mr-github", *slim)
            cadence = ("pr", "nightly", "mergegroup") if platform == "dgx_gb200" else ()
            found.append(Row(suite, model, case, platform, "dev", scopes, cadence=cadence))
    found += [Row(suite, model, case, platform, "dev", ("mr", "mr-github")) for suite, model, platform, case in LEFT]
    for number, case in enumerate(_A100):
        found.append(Row("gpt", "gpt", case, "dgx_a100", "dev", ("nightly",)))
        if number % 2 == 0:
            found.append(Row("gpt", "gpt", case, "dgx_a100", "lts", ("nightly",)))
    found += [Row("moe", "moe", f"{case}_long", "dgx_h100", "dev", ("nightly",)) for case in _MOE[:6]]
    found += [Row("smoke", "gpt", f"gpt3_smoke_{end}", "dgx_h100", "dev", ("L0-smoke",)) for end in ("tp1", "tp2")]
    found += [
        Row("smoke", "gpt", f"gpt3_smoke_{end}_4gpu", "dgx_gb200", "dev", ("L0-smoke",)) for end in ("tp1", "tp2")
    ]
    found.append(Row("gpt", "gpt", "gpt3_15b_weekly", "dgx_h100", "dev", ("weekly",)))
    return found


UNIT_BUCKETS = (
    "tests/unit_tests/data/**/*.py",
    "tests/unit_tests/dist_checkpointing/**/*.py",
    "tests/unit_tests/distributed/**/*.py",
    "tests/unit_tests/models/**/*.py",
    "tests/unit_tests/pipeline_parallel/**/*.py",
    "tests/unit_tests/tensor_parallel/**/*.py",
    "tests/unit_tests/transformer/**/*.py",
    "tests/unit_tests/**/*.py",
)

BRIDGE_LAUNCHERS: dict[str, tuple[str, ...]] = {
    "h100": (
        *(f"L0_Launch_{name}" for name in ("models_llama", "models_qwen", "models_gemma", "recipes_llama", "utils")),
        *(f"L1_Launch_{name}" for name in ("models_deepseek", "models_nemotron", "recipes_qwen", "ckpts", "peft")),
        *(f"L2_Launch_{name}" for name in ("data_energon", "models_mamba", "converter", "recipes_nemotron")),
    ),
    "gb200": (
        *(f"L0_Launch_{name}" for name in ("models_llama_fp8", "recipes_llama_nvfp4")),
        *(f"L1_Launch_{name}" for name in ("models_deepseek_fp8", "recipes_qwen_mxfp8")),
    ),
}
