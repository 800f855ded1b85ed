"""What all figures share: no box, no mode bar, quiet axes, labels at the lines."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from dashboard.charts.ticks import time_ticks

Figure = dict[str, Any]
HEIGHT = 320
FONT = {"family": "Inter, system-ui, sans-serif", "size": 12, "color": "var(--ink-3)"}


def stamp(at: datetime) -> str:
    """Plotly knows no zones: a time is given as the viewer's wall clock shows it."""
    return timezone.localtime(at).replace(tzinfo=None).isoformat(timespec="seconds")


def layout(height: int, start: datetime, end: datetime, margin: dict[str, int]) -> dict[str, Any]:
    """A time axis below, nothing else around."""
    return {
        "height": height,
        "margin": margin,
        "font": FONT,
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "hoverlabel": {
            "bgcolor": "var(--surface)",
            "bordercolor": "var(--line-2)",
            "font": {**FONT, "color": "var(--ink)"},
        },
        "xaxis": {
            "type": "date",
            "range": [stamp(start), stamp(end)],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "linecolor": "var(--axis)",
            "tickcolor": "var(--axis)",
            "ticks": "outside",
            "ticklen": 5,
            "showline": True,
            "tickangle": 0,
            **time_ticks(start, end),
        },
        "shapes": [],
        "annotations": [],
    }


def tag_axis(labels: list[str], *, every: int = 1) -> dict[str, Any]:
    """One line per tag, in order."""
    ticks = [index for index in range(len(labels)) if (len(labels) - 1 - index) % every == 0]
    return {
        "tickvals": ticks,
        "ticktext": [labels[index] for index in ticks],
        "tickfont": {"family": "JetBrains Mono, ui-monospace, monospace", "size": 12, "color": "var(--ink-2)"},
        "range": [-0.45, max(len(labels), 2) - 0.4],
        "fixedrange": True,
        "gridcolor": "var(--grid)",
        "zeroline": False,
        "showline": False,
        # Invisible ticks keep the labels off the line.
        "ticks": "outside",
        "ticklen": 8,
        "tickcolor": "rgba(0,0,0,0)",
    }


def note(x: str, y: float, text: str, colour: str = "var(--ink-3)", url: str = "", **more: Any) -> dict[str, Any]:
    """A label at a point, without an arrow. With a `url` its first word becomes a link: charts.js makes it, because
    Plotly's own <a> carries an inline style, which the content security policy forbids."""
    return {
        "name": url,
        "x": x,
        "y": y,
        "text": text,
        "showarrow": False,
        "font": {"size": 12, "color": colour},
        **more,
    }


def strong(label: dict[str, Any]) -> dict[str, Any]:
    """The label in bold (by its font: Plotly's <b> carries an inline style)."""
    return {**label, "font": {**label["font"], "weight": 600}}


def band(start: str, end: str, *, thin: bool) -> dict[str, Any]:
    """A desync; a thin one is deeper, or nobody would see it."""
    return {
        "type": "rect",
        "xref": "x",
        "yref": "paper",
        "x0": start,
        "x1": end,
        "y0": 0,
        "y1": 1,
        "line": {"width": 0},
        "fillcolor": "var(--band-thin)" if thin else "var(--band)",
        "layer": "below",
    }


def line(xs: list[str], ys: list[int | None], side: str, texts: list[str], name: str) -> dict[str, Any]:
    """GitHub's 2 px over GitLab's 7 px: one line while they agree."""
    style = {"color": "var(--github)", "width": 2} if side == "left" else {"color": "var(--gitlab-wide)", "width": 7}
    return {
        "type": "scatter",
        "mode": "lines",
        "x": xs,
        "y": ys,
        "line": {**style, "shape": "hv"},
        "name": name,
        "text": texts,
        "hovertemplate": "%{text}<extra>" + name + "</extra>",
        "connectgaps": False,
    }


def dots(xs: list[str], ys: list[int], texts: list[str]) -> dict[str, Any]:
    """Ringed dots: bumps."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": xs,
        "y": ys,
        "marker": {"size": 9, "color": "var(--surface)", "line": {"width": 2, "color": "var(--ink)"}},
        "text": texts,
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
    }
