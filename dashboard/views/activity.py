"""`/activity/`: page and live part."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboard.pages.activity import activity as build
from dashboard.views.parts import page_number, page_or_part


@require_safe
def activity(request: HttpRequest) -> HttpResponseBase:
    page = build(page_number(request, "jobs"), page_number(request, "audit"))
    return page_or_part(request, "activity/page.html", "activity/live.html", {"page": page, "now": timezone.now()})
