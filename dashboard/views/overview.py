"""`/`: one view serves the page and, to htmx, its live part."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboard.pages.overview import overview as build
from dashboard.pages.rows import Show
from dashboard.views.parts import page_or_part

FILTERS: dict[str, Show] = {"desync": "desync", "behind": "behind"}


@require_safe
def overview(request: HttpRequest) -> HttpResponseBase:
    now = timezone.now()
    page = build(FILTERS.get(request.GET.get("show", ""), "all"), request.GET.get("all") == "1", now)
    context = {"page": page, "now": now, "state": page.verdict.state}
    return page_or_part(request, "overview/page.html", "overview/live.html", context)
