"""The toggle between light and dark without JavaScript; with it, static/js/site.js sets the same cookie."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from dashboard.context import THEMES

YEAR = 365 * 86_400


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    # redirect() would take a bare word for the name of a page.
    response = HttpResponseRedirect(back if safe and back.startswith("/") else reverse("overview"))
    dark = request.COOKIES.get("theme") == "dark"
    response.set_cookie("theme", THEMES[not dark], max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return response
