"""What every failing job truly died of, for tests to judge by."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from tests.logs.log import Kind
from tests.sandbox.web.message import Json


@dataclass(frozen=True, slots=True)
class Truth:
    """One failing test job. `external_id` is the job's on its system, `run_id` that of its run or top pipeline."""

    system: str
    repository: str
    run_id: int
    attempt: int
    external_id: int
    name: str
    case: str
    platform: str
    kind: Kind
    metrics: tuple[str, ...]
    tag: str
    allow_failure: bool = False

    def as_json(self) -> Json:
        return asdict(self)
