"""How durations, times, names and counts are worded. Pure; times are shown in the viewer's zone."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

_UNITS = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))
JOBS = {"poll": "git poll", "poll_ci": "CI poll", "ci": "CI poll", "read_recipes": "recipes"}
# Instead of a duration: the clock of whoever committed was wrong.
FUTURE = "an unknown time (dated in the future)"
_DATE_AFTER = timedelta(days=7)


def duration(delta: timedelta, *, exact: bool = False) -> str:
    """`8 h 22 min`, `65 d`; exact: `8 h 22 min 8 s`. Never negative."""
    seconds = max(int(delta.total_seconds()), 0)
    parts: list[str] = []
    for unit, size in _UNITS:
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count} {unit}")
    if not parts:
        return "0 s"
    if exact:
        return " ".join(parts)
    # Two units say enough; of many days the hours say nothing.
    many_days = parts[0].endswith(" d") and int(parts[0].split()[0]) >= 3
    kept = parts[:1] if many_days else parts[:2]
    return " ".join(part for part in kept if not part.endswith(" s") or len(parts) == 1)


def ago(then: datetime, now: datetime) -> str:
    """`40 s ago`, `3 h ago`, `5 d ago`; a date after a week."""
    delta = now - then
    if delta >= _DATE_AFTER:
        return day(then, now)
    seconds = int(delta.total_seconds())
    if seconds < 1:
        return "now"
    unit, size = next((unit, size) for unit, size in _UNITS if seconds >= size)
    return f"{seconds // size} {unit} ago"


def day(then: datetime, now: datetime) -> str:
    """`7 May`, with its year unless it is this one."""
    local = timezone.localtime(then)
    text = f"{local.day} {local:%b}"
    return text if local.year == timezone.localtime(now).year else f"{text} {local.year}"


def moment(then: datetime, now: datetime) -> str:
    """`7 May 16:23`."""
    return f"{day(then, now)} {timezone.localtime(then):%H:%M}"


def clock(then: datetime, now: datetime) -> str:
    """`16:23` today, else the day."""
    local = timezone.localtime(then)
    return f"{local:%H:%M}" if local.date() == timezone.localtime(now).date() else day(then, now)


def exact(then: datetime) -> str:
    """`2026-05-07 16:23:00 UTC`: what stands on hover."""
    local = timezone.localtime(then)
    return f"{local:%Y-%m-%d %H:%M:%S} {local.tzname()}"


def middle(name: str, limit: int = 36) -> str:
    """A long name cut in its middle at `_`, never at its end: both ends tell tests and branches apart."""
    if len(name) <= limit:
        return name
    parts = name.split("_")
    head, tail = parts[0], parts[-1]
    if len(parts) < 3 or len(head) + len(tail) + 3 > limit:
        keep = (limit - 1) // 2
        return f"{name[: limit - 1 - keep]}…{name[-keep:]}"
    inner = parts[1:-1]
    while inner:
        # Both ends grow in turn; when the next part fits at one end only, it grows there.
        longer_head, longer_tail = f"{head}_{inner[0]}", f"{inner[-1]}_{tail}"
        fits_head = len(longer_head) + len(tail) + 3 <= limit
        fits_tail = len(head) + len(longer_tail) + 3 <= limit
        if fits_head and (len(head) <= len(tail) or not fits_tail):
            head = longer_head
            inner.pop(0)
        elif fits_tail:
            tail = longer_tail
            inner.pop()
        else:
            break
    return f"{head}_…_{tail}"


def plural(count: int, one: str, many: str = "") -> str:
    """`1 branch`, `3 branches`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def listed(items: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""


def zone(now: datetime) -> str:
    """`UTC`, or `Europe/Berlin, UTC+2`."""
    name = timezone.get_current_timezone_name()
    if name == "UTC":
        return name
    offset = timezone.localtime(now).utcoffset() or timedelta()
    minutes = int(offset.total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes >= 0 else "−"
    return f"{timezone.get_current_timezone()}, UTC{sign}{hours}" + (f":{rest:02}" if rest else "")
