"""The ports an adapter is given, kept in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from bumps.ports import CachedAnswer, QuotaInfo


@dataclass
class MemoryCache:
    answers: dict[str, CachedAnswer] = field(default_factory=dict)

    def get(self, key: str) -> CachedAnswer | None:
        return self.answers.get(key)

    def put(self, key: str, answer: CachedAnswer) -> None:
        self.answers[key] = answer


@dataclass
class MemoryQuota:
    told: list[QuotaInfo] = field(default_factory=list)
    until: datetime | None = None

    def blocked_until(self) -> datetime | None:
        return self.until if self.until and self.until > datetime.now(UTC) else None

    def heard(self, quota: QuotaInfo) -> None:
        self.told.append(quota)

    def block(self, until: datetime) -> None:
        self.until = until
