"""`/broken/`."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboard.pages.broken import broken as build
from dashboard.pages.broken import read
from dashboard.views.parts import page_number


@require_safe
def broken(request: HttpRequest) -> HttpResponse:
    page = build(read(request.GET, page_number(request)))
    return render(request, "broken/page.html", {"page": page, "now": timezone.now()})
