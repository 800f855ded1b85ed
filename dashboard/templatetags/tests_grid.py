"""The cells of the Tests grid, made without a template each: there are thousands on a page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from dashboard.pages import words
from dashboard.pages.tests.cells import Cell
from dashboard.pages.tests.kinds import kind_of, platform_words
from dashboard.templatetags.bumpboard import sign

register = template.Library()


@register.simple_tag(takes_context=True)
def cells(context: dict[str, Any], line: Any, edges: Iterable[str], chosen: int) -> SafeString:
    """A line's `<td>`s. What failed, or may, leads to its panel; what passed is a bare tick."""
    query = context["request"].GET.copy()
    query.pop("cell", None)
    start = f"?{query.urlencode()}&" if query else "?"
    made = (_td(cell, edge, escape(start), chosen) for cell, edge in zip(line.cells, edges, strict=True))
    return mark_safe("".join(made) + '<td class="fill"></td>')  # noqa: S308  every part is escaped


def _td(cell: Cell, edge: str, start: str, chosen: int) -> str:
    inner = sign(cell.sign, 15, cell.title) if cell.sign else escape(cell.word)
    if not cell.pk or cell.state in {"passed", "silent"}:
        return f'<td class="cell {edge}" title="{escape(cell.title)}"><span class="c-{cell.state}">{inner}</span></td>'
    current = ' aria-current="true"' if cell.pk == chosen else ""
    link = f'<a class="c-{cell.state}" href="{start}cell={cell.pk}" id="cell-{cell.pk}"{current}'
    return f'<td class="cell {edge}">{link} title="{escape(cell.title)}">{inner}</a></td>'


@register.simple_tag
def kind_badge(key: str) -> SafeString:
    """A failure's kind with its sign."""
    kind = kind_of(key)
    shown = kind.tone if kind.tone in {"drift", "unknown", "infra"} else "failing"
    return format_html('<span class="badge kind-{}">{}{}</span>', kind.tone, sign(shown, 14, ""), kind.title)


@register.filter
def platform(text: str) -> str:
    """`H100` of `dgx_h100`."""
    return platform_words(text)


@register.simple_tag
def breaking(text: str, limit: int) -> SafeString:
    """A name that may wrap after each `_`; the whole on hover."""
    shown = mark_safe(escape(words.middle(text, limit)).replace("_", "_<wbr>"))  # noqa: S308  escaped
    return format_html('<span class="mono" title="{}">{}</span>', text, shown)


@register.simple_tag
def exact_moment(then: datetime) -> str:
    """For a hover's text."""
    return words.exact(then)
