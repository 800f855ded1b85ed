"""The labelled set: logs as both CI systems write them, each with the kind its last attempt died of.

How the labels were decided stands in README.md beside this file.
"""

from __future__ import annotations

from tests.logs import assertion, drift, infrastructure, nan, oom, timeout, unknown
from tests.logs.dress import build
from tests.logs.log import Log

LOGS: tuple[Log, ...] = (
    *drift.LOGS,
    *timeout.LOGS,
    *oom.LOGS,
    *nan.LOGS,
    *infrastructure.LOGS,
    *assertion.LOGS,
    *unknown.LOGS,
)

__all__ = ["LOGS", "Log", "build"]
