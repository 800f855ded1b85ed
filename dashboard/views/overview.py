"""`/`: one view serves the page and, to htmx, its live part."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboard.pages.overview import overview as build
from dashboard.pages.rows import Show
from dashboard.views.parts import is_live

FILTERS: dict[str, Show] = {"desync": "desync", "behind": "behind"}


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    page = build(FILTERS.get(request.GET.get("show", ""), "all"), request.GET.get("all") == "1", now)
    template = "overview/live.html" if is_live(request) else "overview/page.html"
    return render(request, template, {"page": page, "now": now, "state": page.verdict.state})
