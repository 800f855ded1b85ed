"""`/desyncs/<id>/`."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboard.pages.desync import desync_page


@require_safe
def desync(request: HttpRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    page = desync_page(pk, now)
    if page is None:
        raise Http404("No such desync: rewritten history may have taken it away.")
    return render(request, "desync/page.html", {"page": page, "now": now})
