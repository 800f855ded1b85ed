"""What is done to every request: plain queries, the viewer's time zone, a page where Django answers nothing."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from dashboard.views import errors

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class PlainQueryMiddleware:
    """Control characters name nothing, and PostgreSQL refuses NUL: the query goes on without them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.GET.copy()
        for name, values in request.GET.lists():
            query.setlist(name, [_CONTROL.sub("", value) for value in values])
        if query != request.GET:
            request.GET = query  # type: ignore[assignment]
        return self.get_response(request)


class MethodPageMiddleware:
    """Django's own answer to a wrong method is empty: a person gets a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or response.streaming or response.content or request.method == "HEAD":
            return response
        page = errors.method_not_allowed(request)
        page["Allow"] = response["Allow"]
        return page


class ViewerTimeZoneMiddleware:
    """Times are stored in UTC, and shown in the zone of the `tz` cookie; UTC where it names none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with timezone.override(_zone(request.COOKIES.get("tz", ""))):
            return self.get_response(request)


def _zone(name: str) -> zoneinfo.ZoneInfo:
    try:
        return zoneinfo.ZoneInfo(name)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        return zoneinfo.ZoneInfo("UTC")
