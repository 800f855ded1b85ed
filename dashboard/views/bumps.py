"""`/bumps/`: page and live part."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboard.pages.bumps import bumps_page
from dashboard.views.parts import is_live, page_number


@require_safe
def bumps(request: HttpRequest) -> HttpResponse:
    page = bumps_page(page_number(request, "past"))
    template = "bumps/live.html" if is_live(request) else "bumps/page.html"
    return render(request, template, {"page": page, "now": timezone.now(), "unfolded": "past" in request.GET})
