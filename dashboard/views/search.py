"""`/search?q=`."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from dashboard.pages.search import only_exact
from dashboard.pages.search import search as find


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "")
    hits = find(query)
    if hit := only_exact(hits):
        return redirect(hit.url)
    return render(request, "search/page.html", {"query": query.strip(), "hits": hits})
