"""One desync, close up: who moved when, and the gap."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from html import escape
from typing import Any

from django.utils import timezone

from bumps.models import Desync
from bumps.rules.tags import ImageTag
from dashboard.charts import base
from dashboard.charts.timeline import Scene, axis_tags, lines, link_of
from dashboard.pages.history import newest
from dashboard.pages.words import duration


def around(desync: Desync, scene: Scene) -> Scene:
    """The scene cut to the desync and half its length on both sides."""
    closed = desync.ended_at or scene.now
    pad = max((closed - desync.opened_at) * 0.55, timedelta(minutes=1))
    end = closed + pad if desync.ended_at else closed + pad * 0.15
    return replace(scene, start=desync.opened_at - pad, end=end, desyncs=[desync])


def zoom(desync: Desync, whole: Scene, height: int = base.HEIGHT) -> base.Figure | None:
    """None when the desync is not one of tags."""
    scene = around(desync, whole)
    used = {newest(side) for move in scene.visible() for side in (move.left, move.right)}
    tags: list[ImageTag] = [tag for tag in axis_tags(scene) if tag in used]
    if len(tags) < 2:
        return None
    figure_layout = base.layout(height, scene.start, scene.end, {"l": 48, "r": 16, "t": 12, "b": 34})
    figure_layout["yaxis"] = base.tag_axis([str(tag) for tag in tags])
    figure_layout["yaxis"]["range"] = [-0.7, len(tags) - 0.3]
    rank = {tag: index for index, tag in enumerate(tags)}
    end = desync.ended_at or scene.now
    middle = desync.opened_at + (end - desync.opened_at) / 2
    figure_layout["shapes"] = [base.band(base.stamp(desync.opened_at), base.stamp(end), thin=False)]
    big = {"font": {"size": 14, "color": "var(--desync-text)", "weight": 600}}
    text = duration(desync.duration(scene.now), exact=True)
    height_of_gap = (len(tags) - 1) / 2
    figure_layout["annotations"] = [
        {**base.note(base.stamp(middle), height_of_gap, text, yshift=9), **big},
        base.note(base.stamp(middle), height_of_gap, "out of sync", "var(--desync-text)", yshift=-10),
        *_names(scene, desync, rank, base.stamp(middle)),
    ]
    dots, labels = _ends(scene, desync, rank)
    figure_layout["annotations"] += labels
    return {"data": [*lines(scene, rank), dots], "layout": figure_layout}


def _names(scene: Scene, desync: Desync, rank: dict[ImageTag, int], middle: str) -> list[dict[str, Any]]:
    """Each line's name on it, inside the gap."""
    inside = [m for m in scene.moves if m.at <= desync.opened_at]
    if not inside:
        return []
    found = []
    for name, side, colour in zip(
        scene.names, (inside[-1].left, inside[-1].right), ("var(--github)", "var(--gitlab)"), strict=True
    ):
        tag = newest(side)
        if tag in rank:
            up = rank[tag] == max(rank.values())
            found.append(base.note(middle, rank[tag], escape(name), colour, yshift=15 if up else -17))
    return found


def _ends(scene: Scene, desync: Desync, rank: dict[ImageTag, int]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The opening and the closing commit: dot, pull request, time."""
    xs: list[str] = []
    ys: list[int] = []
    labels: list[dict[str, Any]] = []
    commits = {desync.opened_commit: "right", desync.closed_commit: "left"}
    for move in scene.visible():
        anchor = commits.get(move.pin.commit)
        tag = newest(move.left) if move.moved_left else newest(move.right)
        if anchor is None or tag not in rank:
            continue
        xs.append(base.stamp(move.at))
        ys.append(rank[tag])
        pin = move.pin
        name = pin.pull_request or pin.commit[:7]
        shift = -7 if anchor == "right" else 9
        text = f"{escape(name)}<br>{timezone.localtime(move.at):%H:%M}"
        place: dict[str, Any] = {"xanchor": anchor, "yanchor": "top", "xshift": shift, "yshift": -5, "align": anchor}
        labels.append(base.note(base.stamp(move.at), rank[tag], text, url=link_of(move, scene.links), **place))
    return base.dots(xs, ys, ["" for _ in xs]), labels
