"""One page of a list, and the links to the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from tests.sandbox.web.message import Request

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    items: Sequence[T]
    number: int
    size: int
    total: int

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.size))


def page_of(request: Request, items: Sequence[T], default: int = 30) -> Page[T]:
    """The page that `page` and `per_page` ask for; at most 100 a page, as both services have it."""
    size = min(max(_number(request.first("per_page"), default), 1), 100)
    number = max(_number(request.first("page"), 1), 1)
    start = (number - 1) * size
    return Page(items[start : start + size], number, size, len(items))


def link_header(request: Request, page: Page[T]) -> dict[str, str]:
    """`Link` with first, prev, next and last, where there is more than one page."""
    targets = {"prev": page.number - 1, "next": page.number + 1, "first": 1, "last": page.last}
    if page.number >= page.last:
        targets = {"prev": page.number - 1, "first": 1} if page.number > 1 else {}
    elif page.number == 1:
        targets = {"next": 2, "last": page.last}
    links = [f'<{_url(request, number, page.size)}>; rel="{rel}"' for rel, number in targets.items()]
    return {"Link": ", ".join(links)} if links else {}


def _url(request: Request, number: int, size: int) -> str:
    query = {name: values[-1] for name, values in request.query.items()}
    query |= {"page": str(number), "per_page": str(size)}
    return f"{request.base}{request.target}?{urlencode(query)}"


def _number(text: str, default: int) -> int:
    return int(text) if text.isdecimal() else default
