"""`/activity/`: page and live part."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboard.pages.activity import activity as build
from dashboard.views.parts import is_live, page_number


@require_safe
def activity(request: HttpRequest) -> HttpResponse:
    page = build(page_number(request, "jobs"), page_number(request, "audit"))
    template = "activity/live.html" if is_live(request) else "activity/page.html"
    return render(request, template, {"page": page, "now": timezone.now()})
