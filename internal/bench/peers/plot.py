"""Draws gap against time."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import matplotlib

from .contenders import CONTENDERS
from .measures import Point

matplotlib.use("svg")
import matplotlib.pyplot as plt  # noqa: E402  (after the choice of how to draw)

# What is drawn: gaps from 0.05 % to ten times the plan, times from a tenth of
# a second.
_LEAST, _MOST, _FIRST = 5e-4, 10.0, 0.1


def draw(curves: dict[str, dict[str, list[Point]]], limits: dict[str, float], path: Path) -> None:
    """Draws a panel for each instance with a line for each solver."""
    # Text as text, and the same bytes for the same figures.
    plt.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "bench-peers", "font.size": 8})
    across = min(3, max(1, len(curves)))
    down = max(1, math.ceil(len(curves) / across))
    figure, panels = plt.subplots(down, across, figsize=(4 * across, 2.6 * down + 0.8), squeeze=False, layout="constrained")
    drawn = {title for runs in curves.values() for title in runs}
    titles = [c.title for c in CONTENDERS.values() if c.title in drawn]
    # The same solver has the same look in every plot.
    looks: dict[str, dict[str, Any]] = {
        c.title: {"color": f"C{i}", "linestyle": "-" if i % 2 == 0 else "--", "linewidth": 2 if c.own else 1}
        for i, c in enumerate(CONTENDERS.values())
    }
    for panel, (name, runs) in zip(panels.flat, curves.items(), strict=False):
        for title, points in runs.items():
            xs, ys = steps(points, limits[name])
            panel.step(xs, ys, where="post", **looks[title])
        panel.set(title=name, xscale="log", yscale="log", xlim=(_FIRST, limits[name]), ylim=(_LEAST, _MOST))
        panel.set_yticks([0.001, 0.005, 0.01, 0.05, 0.5], ["0.1 %", "0.5 %", "1 %", "5 %", "50 %"])
        times = [t for t in (0.1, 1, 10, 100, 1000) if t < limits[name] / 2]
        panel.set_xticks([*times, limits[name]], [f"{t:g}" for t in (*times, limits[name])])
        panel.tick_params(which="minor", left=False, labelleft=False, bottom=False, labelbottom=False)
        panel.grid(which="major", linewidth=0.3)
    for panel in panels.flat[len(curves):]:
        panel.set_axis_off()
    figure.supxlabel("seconds")
    figure.supylabel("gap")
    lines = [plt.Line2D([], [], label=t, **looks[t]) for t in titles]
    figure.legend(handles=lines, loc="outside upper center", ncols=4, frameon=False)
    figure.savefig(path, format="svg", metadata={"Date": None})
    plt.close(figure)


def steps(points: list[Point], limit: float) -> tuple[list[float], list[float]]:
    """Where the gap changes so much that it shows, and its end."""
    xs: list[float] = []
    ys: list[float] = []
    for p in points:
        gap = min(max(p.gap, _LEAST), _MOST)
        if math.isfinite(p.gap) and (not ys or gap < 0.98 * ys[-1]):
            xs.append(max(p.seconds, _FIRST))
            ys.append(gap)
    if ys:
        xs.append(limit)
        ys.append(ys[-1])
    return xs, ys
