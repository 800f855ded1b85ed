"""`/repositories/` and `/repositories/<slug>/`."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboard.access import can
from dashboard.pages.repositories import repositories as build_list
from dashboard.pages.repository import Choice, repository_page
from dashboard.views.parts import page_number


@require_safe
def repositories(request: HttpRequest) -> HttpResponse:
    return render(request, "repository/list.html", {"entries": build_list(), "now": timezone.now()})


@require_safe
def repository(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    asked = request.GET
    choice = Choice(
        asked.get("branch", ""),
        asked.get("variant", ""),
        asked.get("range", ""),
        page_number(request),
        asked.get("matrix") == "all",
    )
    page = repository_page(slug, choice, now)
    if page is None:
        raise Http404(f"No repository {slug} is tracked.")
    may_poll = can(request.user, "poll", page.repository)
    return render(request, "repository/page.html", {"page": page, "now": now, "may_poll": may_poll})
