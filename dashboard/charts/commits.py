"""Pins that are commits have no order: a lane per side, a dot per move, desyncs shaded."""

from __future__ import annotations

from html import escape

from dashboard.charts import base
from dashboard.charts.timeline import Scene, bands
from dashboard.pages.words import day


def commits(scene: Scene) -> base.Figure | None:
    """None when nothing moved in the shown time."""
    shown = [move for move in scene.visible() if move.at >= scene.start]
    if not shown:
        return None
    figure_layout = base.layout(190, scene.start, scene.end, {"l": 96, "r": 24, "t": 26, "b": 34})
    figure_layout["shapes"], figure_layout["annotations"] = bands(scene)
    figure_layout["yaxis"] = {
        **base.tag_axis([]),
        "tickvals": [0, 1],
        "ticktext": [scene.names[1], scene.names[0]],
        "tickfont": base.FONT,
    }
    data = []
    for lane, colour in ((1, "var(--github)"), (0, "var(--gitlab)")):
        mine = [m for m in shown if (m.moved_left if lane else m.moved_right)]
        data.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [base.stamp(m.at) for m in mine],
                "y": [lane for _ in mine],
                "marker": {"symbol": "line-ns", "size": 14, "line": {"width": 1.5, "color": colour}},
                "text": [
                    _words(m.left_shown if lane else m.right_shown, m.pin.subject, day(m.at, scene.now)) for m in mine
                ],
                "hovertemplate": "%{text}<extra></extra>",
            }
        )
    return {"data": data, "layout": figure_layout}


def _words(value: str, subject: str, when: str) -> str:
    return f"{escape(value)}, {when}<br>{escape(subject[:90])}"
