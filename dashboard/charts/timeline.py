"""The pins of one branch and variant over time: a step chart over the known tags, desyncs shaded, bumps ringed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from typing import Any

from bumps.models import Desync
from bumps.rules.tags import ImageTag, short
from dashboard.charts import base
from dashboard.pages.history import Move, newest, oldest
from dashboard.pages.links import Links
from dashboard.pages.words import day, duration

# Shares of the shown time: what lies closer together would be drawn over each other.
SAME_DOT, SAME_LABEL, LEFT_EDGE = 0.012, 0.09, 0.14
# A desync of hours in a chart of a year is still five pixels wide (of about 900).
THIN = 5 / 900


@dataclass(frozen=True, slots=True)
class Scene:
    """What is drawn, and the time that is shown."""

    moves: Sequence[Move]
    desyncs: Sequence[Desync]
    tags: Sequence[ImageTag]
    names: tuple[str, str]
    links: Links
    start: datetime
    end: datetime
    now: datetime

    @property
    def span(self) -> timedelta:
        return self.end - self.start

    def share(self, at: datetime) -> float:
        return (at - self.start) / self.span

    def visible(self) -> list[Move]:
        """Moves in the shown time and the one in force when it begins."""
        before = [move for move in self.moves if move.at < self.start]
        return before[-1:] + [move for move in self.moves if self.start <= move.at <= self.end]


def axis_tags(scene: Scene) -> list[ImageTag]:
    """From the oldest shown tag to the newest known."""
    shown = [t for m in scene.visible() for side in (m.left, m.right) for t in (newest(side), oldest(side)) if t]
    return [tag for tag in scene.tags if shown and tag >= min(shown)]


def timeline(scene: Scene) -> base.Figure | None:
    """None when nothing of the tag series stands in the shown time."""
    tags = axis_tags(scene)
    if not tags:
        return None
    height = min(max(len(tags) * 26 + 110, base.HEIGHT + 16), 460)
    figure_layout = base.layout(height, scene.start, scene.end, {"l": 52, "r": 64, "t": 26, "b": 34})
    figure_layout["yaxis"] = base.tag_axis([str(tag) for tag in tags], every=2 if len(tags) > 16 else 1)
    figure_layout["shapes"], figure_layout["annotations"] = bands(scene)
    rank = {tag: index for index, tag in enumerate(tags)}
    marks, labels = bumps(scene, rank)
    figure_layout["annotations"] += labels + line_ends(scene, rank)
    return {"data": [*lines(scene, rank), marks], "layout": figure_layout}


def lines(scene: Scene, rank: dict[ImageTag, int]) -> list[dict[str, Any]]:
    """The wide line below, the thin one above; where a side's own rows differ, a second line for the older."""
    drawn = []
    for side, name in (("right", scene.names[1]), ("left", scene.names[0])):
        for pick in (oldest, newest):
            xs: list[str] = []
            ys: list[int | None] = []
            texts: list[str] = []
            for move in scene.visible():
                values = move.left if side == "left" else move.right
                tag = pick(values)
                lone = pick is oldest and tag == newest(values)
                xs.append(base.stamp(max(move.at, scene.start)))
                ys.append(None if tag is None or lone else rank.get(tag))
                texts.append(f"{', '.join(map(short, values))} since {day(move.at, scene.now)}")
            if any(y is not None for y in ys):
                end = min(scene.now, scene.end)
                drawn.append(base.line([*xs, base.stamp(end)], [*ys, ys[-1]], side, [*texts, texts[-1]], name))
    return drawn


def bands(scene: Scene) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Shaded desyncs, each with its duration on top where there is room."""
    shapes, labels, last = [], [], -1.0
    for desync in sorted(scene.desyncs, key=lambda d: d.opened_at):
        end = min(desync.ended_at or scene.now, scene.end)
        start = max(desync.opened_at, scene.start)
        if end < scene.start or start > scene.end:
            continue
        is_thin = (end - start) / scene.span < THIN
        end = max(end, start + scene.span * THIN)
        shapes.append(base.band(base.stamp(start), base.stamp(end), thin=is_thin))
        centre = start + (end - start) / 2
        if scene.share(centre) - last > SAME_LABEL:
            text = f"≠ {duration(desync.duration(scene.now))}"
            place = {"yref": "paper", "yanchor": "bottom"}
            labels.append(base.strong(base.note(base.stamp(centre), 1.0, text, "var(--desync-text)", **place)))
            last = scene.share(centre)
    return shapes, labels


def bumps(scene: Scene, rank: dict[ImageTag, int]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A ringed dot per move to another tag; its pull request and day beside it."""
    xs: list[str] = []
    ys: list[int] = []
    texts: list[str] = []
    labels: list[dict[str, Any]] = []
    last: tuple[float, int] | None = None
    for move in scene.visible():
        tag = newest(move.left) if move.moved_left and move.left else newest(move.right)
        if move.at < scene.start or tag is None or tag not in rank:
            continue
        place = (scene.share(move.at), rank[tag])
        if last and last[1] == place[1] and place[0] - last[0] < SAME_DOT:
            continue
        close = last is not None and last[1] == place[1] and place[0] - last[0] < SAME_LABEL * 1.6
        last = place
        xs.append(base.stamp(move.at))
        ys.append(rank[tag])
        name = move.pin.pull_request or move.pin.commit[:7]
        texts.append(f"{escape(name)}, {day(move.at, scene.now)}<br>{escape(move.pin.subject[:90])}")
        labels.append(_bump_label(scene, move, name, place, below=close))
    return base.dots(xs, ys, texts), labels


def _bump_label(scene: Scene, move: Move, name: str, place: tuple[float, int], *, below: bool) -> dict[str, Any]:
    to_the_right = place[0] < LEFT_EDGE or below
    return base.note(
        base.stamp(move.at),
        place[1],
        f"{escape(name)} {day(move.at, scene.now)}",
        url=link_of(move, scene.links),
        xanchor="left" if to_the_right else "right",
        yanchor="top" if to_the_right else "bottom",
        xshift=6 if to_the_right else -4,
        yshift=-3 if to_the_right else 1,
    )


def link_of(move: Move, links: Links) -> str:
    """Where the move's pull request, or else its commit, can be read."""
    pin = move.pin
    return links.pull_request(pin.pull_request) if pin.pull_request else links.commit(pin.commit)


def line_ends(scene: Scene, rank: dict[ImageTag, int]) -> list[dict[str, Any]]:
    """The names of the lines at their ends, in their colours."""
    if not scene.moves or scene.end < scene.now:
        return []
    last = scene.moves[-1]
    found = []
    ranks = [rank.get(tag) if (tag := newest(side)) else None for side in (last.left, last.right)]
    for index, colour in enumerate(("var(--github)", "var(--gitlab)")):
        place = ranks[index]
        if place is None:
            continue
        shift = (9, -8)[index] if ranks[0] == ranks[1] else 0
        text = escape(scene.names[index])
        label = base.note(base.stamp(scene.now), place, text, colour, xanchor="left", xshift=7, yshift=shift)
        found.append(base.strong(label))
    return found
