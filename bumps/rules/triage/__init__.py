"""Why a failing job failed, from what it wrote: annotations, its log, the logs of its ranks."""

from __future__ import annotations

from bumps.rules.triage.result import Kind, Triage
from bumps.rules.triage.scan import LIMIT_BYTES, triage
from bumps.rules.triage.witnesses import combine, rank_logs, triage_annotations

__all__ = ["LIMIT_BYTES", "Kind", "Triage", "combine", "rank_logs", "triage", "triage_annotations"]
