"""`/tests/` and the page of one test."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboard.pages.tests.choice import number, read
from dashboard.pages.tests.history import test_page
from dashboard.pages.tests.page import tests_page
from dashboard.views.parts import page_number, page_or_part


@require_safe
def tests(request: HttpRequest) -> HttpResponseBase:
    """The grid alone to htmx's refresh; a change of filters and a press on a cell ask for the page and pick from it."""
    now = timezone.now()
    page = tests_page(read(request.GET), now)
    return page_or_part(request, "tests/page.html", "tests/live.html", {"page": page, "now": now})


@require_safe
def test(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    now = timezone.now()
    branch, result = request.GET.get("branch", ""), request.GET.get("result", "")
    page = test_page(slug, pk, branch, number(result, digits=18), page_number(request))
    if page is None:
        raise Http404(f"No such test of {slug} is known.")
    return render(request, "tests/test.html", {"page": page, "now": now})
