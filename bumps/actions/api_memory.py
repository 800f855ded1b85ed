"""What the database remembers for the adapters: answers with their ETags, and quotas."""

from __future__ import annotations

import zlib
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.utils import timezone

from bumps.models import CachedResponse, Quota
from bumps.ports import CachedAnswer, QuotaInfo

# A body beyond this is not kept: it is asked for again, whole.
_MOST_BYTES = 16 * 1024 * 1024
_LOW = 0.1
_BETWEEN_TOUCHES = timedelta(hours=6)


class DatabaseCache:
    """The `ResponseCache` port over CachedResponse rows."""

    def get(self, key: str) -> CachedAnswer | None:
        row = CachedResponse.objects.filter(key=key).first()
        if row is None:
            return None
        now = timezone.now()
        if now - row.used_at > _BETWEEN_TOUCHES:
            CachedResponse.objects.filter(pk=row.pk).update(used_at=now)
        return CachedAnswer(row.etag, zlib.decompress(bytes(row.body)), row.link)

    def put(self, key: str, answer: CachedAnswer) -> None:
        if len(answer.body) > _MOST_BYTES or len(answer.etag) > 200 or len(answer.link) > 2000:
            CachedResponse.objects.filter(key=key).delete()
            return
        values = {
            "etag": answer.etag,
            "link": answer.link,
            "body": zlib.compress(answer.body, 1),
            "used_at": timezone.now(),
        }
        CachedResponse.objects.update_or_create(key=key, defaults=values)


class AccountQuota:
    """The `QuotaStore` port over one Quota row; `asked` counts the answers that told of it.

    What an answer tells is written when it is asked to block, and by `save` at the end of a poll: a hundred answers
    need no hundred writes.
    """

    def __init__(self, key: str, url: str, *, is_anonymous: bool) -> None:
        now = timezone.now()
        defaults = {"host": urlsplit(url).netloc[:200], "is_anonymous": is_anonymous, "updated_at": now}
        self.row, _ = Quota.objects.get_or_create(key=key, defaults=defaults)
        self.asked = 0

    @property
    def left(self) -> float:
        """The part of the quota that is left; 1 where the host tells of none."""
        row = self.row
        known = row.limit and row.remaining is not None and row.reset_at and row.reset_at > timezone.now()
        return row.remaining / row.limit if known and row.limit and row.remaining is not None else 1.0

    @property
    def is_low(self) -> bool:
        return self.left < _LOW

    def blocked_until(self) -> datetime | None:
        until = self.row.blocked_until
        return until if until and until > timezone.now() else None

    def heard(self, quota: QuotaInfo) -> None:
        self.asked += 1
        self.row.limit, self.row.remaining, self.row.reset_at = quota.limit, quota.remaining, quota.reset_at

    def block(self, until: datetime) -> None:
        self.row.blocked_until = until
        Quota.objects.filter(pk=self.row.pk).update(blocked_until=until)
        self.save()

    def save(self) -> None:
        """Remember what was heard last."""
        row = self.row
        Quota.objects.filter(pk=row.pk).update(
            limit=row.limit, remaining=row.remaining, reset_at=row.reset_at, updated_at=timezone.now()
        )
