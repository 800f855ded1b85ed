"""Small things several views need."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


def is_live(request: HttpRequest) -> bool:
    """Whether only the live part is asked for; a page restored from history is asked for whole."""
    htmx: HtmxDetails | None = getattr(request, "htmx", None)
    return htmx is not None and bool(htmx) and not htmx.history_restore_request


def page_number(request: HttpRequest, name: str = "page") -> int:
    """A page of a list; anything that is no number is the first."""
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 7 else 1
