"""Small things several views need."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_vary_headers
from django_htmx.middleware import HtmxDetails

# What the choice between page and part depends on.
VARY = ("HX-Request", "HX-History-Restore-Request", "HX-Target")
LIVE = "live"


def is_live(request: HttpRequest) -> bool:
    """Whether only the live part is asked for; a page restored from history is asked for whole."""
    htmx: HtmxDetails | None = getattr(request, "htmx", None)
    if htmx is None or not htmx or htmx.history_restore_request:
        return False
    return htmx.target in {None, LIVE}


def page_or_part(request: HttpRequest, page: str, part: str, context: Mapping[str, Any]) -> HttpResponseBase:
    """The whole page, or its live part to htmx's refresh; no browser may show one for the other.

    The part is not kept by the browser at all. It carries a tag of its content, which static/js/live.js sends with
    the next refresh: what did not change is not sent, nor swapped, again.
    """
    if not is_live(request):
        response = render(request, page, dict(context))
        patch_vary_headers(response, VARY)
        return response
    response = render(request, part, dict(context))
    patch_vary_headers(response, VARY)
    response["Cache-Control"] = "no-store"
    response["ETag"] = tag = _tag(response)
    return get_conditional_response(request, etag=tag, response=response) or response


def _tag(response: HttpResponse) -> str:
    """Weak: compression changes the bytes and not what they say."""
    return f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'


def page_number(request: HttpRequest, name: str = "page") -> int:
    """A page of a list; anything that is no number is the first."""
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 7 else 1
