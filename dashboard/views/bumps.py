"""`/bumps/`: page and live part."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboard.pages.bumps import bumps_page
from dashboard.views.parts import page_number, page_or_part


@require_safe
def bumps(request: HttpRequest) -> HttpResponseBase:
    page = bumps_page(page_number(request, "past"))
    context = {"page": page, "now": timezone.now(), "unfolded": "past" in request.GET}
    return page_or_part(request, "bumps/page.html", "bumps/live.html", context)
