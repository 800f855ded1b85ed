"""The small parts every page is made of: signs, chips, times, links."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from bumps.rules.tags import short
from dashboard.pages import words
from dashboard.pages.links import Links
from dashboard.pages.links import web as safe_web

register = template.Library()

SIGNS = {
    "sync": "in sync",
    "sync-solid": "in sync",
    "desync": "out of sync",
    "desync-past": "was out of sync",
    "failing": "failing",
    "drift": "drift",
    "running": "running",
    "behind": "behind",
    "unknown": "could not tell",
    "infra": "infrastructure",
    "none": "not comparable",
    "dead": "dead pin, nothing reads it",
    "passed": "succeeded",
    "passed-solid": "nothing fails",
    "commit": "pin moved",
    "waiting": "waiting",
    "broken": "out of the gate",
}


@register.simple_tag
def sign(name: str, size: int = 16, label: str | None = None) -> SafeString:
    """The sign of a state; `label=""` where words beside it already say so."""
    return _drawn(name, size, SIGNS[name] if label is None else label)


@lru_cache(maxsize=256)
def _drawn(name: str, size: int, label: str) -> SafeString:
    return render_to_string(f"signs/{name}.html", {"size": size, "label": label, "name": name})


@register.simple_tag
def icon(name: str, size: int = 16) -> SafeString:
    """A decorative icon."""
    return render_to_string(f"icons/{name}.html", {"size": size})


@register.simple_tag
def tag(value: str, tone: str = "") -> SafeString:
    """A chip with the tag; the whole value on hover."""
    return format_html('<span class="tag {}" title="{}">{}</span>', tone, value, short(value))


@register.simple_tag(takes_context=True)
def ago(context: dict[str, Any], then: datetime) -> SafeString:
    """`3 h ago`, exact on hover."""
    return _time(then, words.ago(then, _now(context)))


@register.simple_tag(takes_context=True)
def moment(context: dict[str, Any], then: datetime) -> SafeString:
    """`7 May 16:23`, exact on hover."""
    return _time(then, words.moment(then, _now(context)))


@register.simple_tag(takes_context=True)
def day(context: dict[str, Any], then: datetime) -> SafeString:
    """`7 May`, exact on hover."""
    return _time(then, words.day(then, _now(context)))


@register.simple_tag(takes_context=True)
def clock(context: dict[str, Any], then: datetime) -> SafeString:
    """`16:23` today, else the day; exact on hover."""
    return _time(then, words.clock(then, _now(context)))


@register.simple_tag(takes_context=True)
def lasting(context: dict[str, Any], then: datetime) -> SafeString:
    """`140 d`: how long since then; exact on hover."""
    return _time(then, words.duration(_now(context) - then))


@register.simple_tag(takes_context=True)
def days_since(context: dict[str, Any], then: datetime) -> SafeString:
    """`140 days`; exact on hover."""
    days = (_now(context) - then).days
    return _time(then, words.plural(days, "day") if days > 0 else "less than a day")


@register.filter
def of(mapping: Mapping[int, Any], key: int) -> Any:
    """What a page keeps by id."""
    return mapping.get(key, Links())


@register.filter
def tail(path: str) -> str:
    """The last two parts of a path."""
    return "/".join(path.split("/")[-2:])


@register.simple_tag
def when(then: datetime) -> SafeString:
    """`7 May` over `16:23`, for the head of a narrow column; exact on hover."""
    local = timezone.localtime(then)
    lines = format_html("<span>{}</span><span>{}</span>", f"{local.day} {local:%b}", f"{local:%H:%M}")
    return format_html('<time datetime="{}" title="{}">{}</time>', then.isoformat(), words.exact(then), lines)


def _time(then: datetime, text: str) -> SafeString:
    return format_html('<time datetime="{}" title="{}">{}</time>', then.isoformat(), words.exact(then), text)


def _now(context: dict[str, Any]) -> datetime:
    now = context.get("now")
    return now if isinstance(now, datetime) else timezone.now()


@register.filter
def duration(delta: timedelta) -> str:
    return words.duration(delta)


@register.filter
def exact_duration(delta: timedelta) -> str:
    return words.duration(delta, exact=True)


@register.simple_tag(takes_context=True)
def lasted(context: dict[str, Any], desync: Any, *, exact: bool = False) -> str:
    """How long a desync has lasted so far; a wrong clock has no length."""
    now = _now(context)
    return words.FUTURE if desync.opened_at > now else words.duration(desync.duration(now), exact=exact)


@register.simple_tag
def pull_request(name: str, links: Links, sha: str = "") -> SafeString:
    """`#4611` linked to its host; without a pull request the commit; plain text where no host shows it."""
    if not name:
        return commit(sha, links)
    if url := links.pull_request(name):
        return format_html('<a class="ref" href="{}" rel="noreferrer">{}</a>', url, name)
    return format_html('<span class="ref">{}</span>', name)


@register.simple_tag
def commit(sha: str, links: Links) -> SafeString:
    """Seven characters of a sha, linked to its host."""
    if url := links.commit(sha):
        return format_html('<a class="mono ref" href="{}" title="{}" rel="noreferrer">{}</a>', url, sha, sha[:7])
    return format_html('<span class="mono" title="{}">{}</span>', sha, sha[:7])


@register.simple_tag
def name(text: str, limit: int = 36) -> SafeString:
    """A name cut in its middle; the whole on hover."""
    return format_html('<span class="mono" title="{}">{}</span>', text, words.middle(text, limit))


@register.filter
def initials(user: Any) -> str:
    """`RK` of `r.kulkarni` or `Rita Kim`."""
    username = user.get_full_name() or user.get_username()
    parts = [p for p in username.replace(".", " ").replace("_", " ").replace("-", " ").replace("@", " ").split() if p]
    return "".join(p[0] for p in parts[:2]).upper() or "?"


@register.simple_tag
def plural(count: int, one: str, many: str = "") -> str:
    return words.plural(count, one, many)


@register.simple_tag
def took(job: Any) -> str:
    """How long finished work took."""
    return words.duration(job.finished_at - job.started_at)


@register.simple_tag(takes_context=True)
def page_url(context: dict[str, Any], key: str, value: object) -> str:
    """This page's address with one parameter changed; every other choice stays."""
    query = context["request"].GET.copy()
    query[key] = str(value)
    return f"?{query.urlencode()}"


@register.filter
def web(url: str) -> str:
    """The address when a browser may safely follow it, else nothing."""
    return safe_web(url)


@register.filter
def until(then: datetime, now: datetime) -> str:
    """`40 s`: how long from now until then."""
    return words.duration(then - now)


@register.filter
def job_kind(kind: str) -> str:
    """Background work in words."""
    return words.JOBS.get(kind, kind.replace("_", " "))
