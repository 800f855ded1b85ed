"""Error pages: what happened, to what, what to do next. They read no database: it may be what failed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def _page(status: int, title: str, text: str) -> HttpResponse:
    body = render_to_string("error.html", {"status": status, "title": title, "text": text})
    return HttpResponse(body, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return _page(400, "That request makes no sense here", "Go back and try again.")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    reason = str(exception) or "You may not do this."
    return _page(403, "Not allowed", f"{reason} Sign in with another account, or ask who runs this Bumpboard.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    said = exception.args[0] if exception.args else ""
    reason = said if isinstance(said, str) and said else f"There is no page {request.path}."
    return _page(404, "Not found", reason)


def method_not_allowed(request: HttpRequest) -> HttpResponse:
    text = f"{request.path} is the address of a button, not of a page: go back and press it again."
    return _page(405, "There is nothing to see here", text)


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    text = "Nothing was changed by it. The reason stands in the server's log; try again in a moment."
    return _page(500, "Bumpboard failed to make this page", text)
