"""What every page is given: its place in the navigation, the viewer's theme and zone, the state of the service."""

from __future__ import annotations

from functools import cached_property
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from dashboard.pages import service, words

THEMES = ("light", "dark")


class Place(NamedTuple):
    """One entry of the navigation."""

    title: str
    url: str
    is_current: bool


class Board:
    """Asked by the templates; nothing is read before they do, so error pages stay free of the database."""

    NAV = (
        ("Overview", "overview"),
        ("Repositories", "repositories"),
        ("Bumps", "bumps"),
        ("Tests", "tests"),
        ("Broken", "broken"),
        ("Activity", "activity"),
    )

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.now = timezone.now()

    @cached_property
    def nav(self) -> list[Place]:
        return [Place(title, url := reverse(name), self._is_here(url)) for title, name in self.NAV]

    def _is_here(self, url: str) -> bool:
        path = self.request.path
        return path == url if url == "/" else path.startswith(url)

    @cached_property
    def theme(self) -> str:
        chosen = self.request.COOKIES.get("theme", "")
        return chosen if chosen in THEMES else ""

    @cached_property
    def zone(self) -> str:
        return words.zone(self.now)

    @cached_property
    def state(self) -> service.State:
        return service.state_now()

    @cached_property
    def warning(self) -> str:
        return service.worker_warning(self.now)


def site(request: HttpRequest) -> dict[str, Any]:
    """Not named `site`: Django's sign-in view gives its page a `site` of its own."""
    return {"board": Board(request)}
