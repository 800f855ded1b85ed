"""The ladder, made without template nodes: a page shows hundreds."""

from __future__ import annotations

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from dashboard.pages.ladder import Ladder

register = template.Library()


@register.simple_tag
def ladder_svg(ladder: Ladder, bad: object = "", lag: object = "") -> SafeString:
    """A dot per known tag; `bad` while out of sync, `lag` where the distance to the newest is the point."""
    look = "ladder bad" if bad else "ladder"
    size = f'width="{ladder.width}" height="14" viewBox="0 0 {ladder.width} 14"'
    marks = "".join(_marks(ladder, bool(lag)))
    label = escape(ladder.label)
    return mark_safe(f'<svg class="{look}" {size} role="img" aria-label="{label}">{marks}</svg>')  # noqa: S308  escaped


def _marks(ladder: Ladder, lag: bool) -> list[str]:
    first = ladder.dots[0]
    found = [
        f'<path class="rail" d="M{first} 7H{ladder.end}"/>',
        # A dot is a stroke of no length with round ends: one path for all of them.
        f'<path class="dot" d="{"".join(f"M{x} 7h0" for x in ladder.dots)}"/>',
    ]
    if ladder.bar:
        found.append(f'<rect class="between" x="{ladder.bar[0]}" y="6" width="{ladder.bar[1]}" height="2"/>')
    if lag:
        start = first if ladder.older else ladder.left
        found.append(f'<path class="behind-bar" d="M{start} 7H{ladder.end}"/>')
        found.append(f'<circle class="newest" cx="{ladder.end}" cy="7" r="3"/>')
    if ladder.older:
        found.append(f'<path class="older" d="M{first} 3l-4 4 4 4"/>')
    if ladder.right is not None and not ladder.agree:
        found.append(f'<rect class="square" x="{ladder.square}" y="3.5" width="7" height="7" rx="1"/>')
    if ladder.left is not None:
        found.append(f'<circle class="disc" cx="{ladder.left}" cy="7" r="4"/>')
    return found
