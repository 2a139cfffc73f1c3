"""Draws gap against time."""

from __future__ import annotations

import math
from pathlib import Path

import matplotlib

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
    titles = list(dict.fromkeys(title for runs in curves.values() for title in runs))
    colours = {title: f"C{i}" for i, title in enumerate(titles)}
    for panel, (name, runs) in zip(panels.flat, curves.items(), strict=False):
        for title, points in runs.items():
            xs, ys = steps(points, limits[name])
            panel.step(xs, ys, where="post", color=colours[title], linewidth=2 if title.startswith("gridalloc") else 1)
        panel.set(title=name, xscale="log", yscale="log", xlim=(_FIRST, limits[name]), ylim=(_LEAST, _MOST))
        panel.set_yticks([0.001, 0.005, 0.01, 0.05, 0.5], ["0.1 %", "0.5 %", "1 %", "5 %", "50 %"])
        panel.tick_params(axis="y", which="minor", left=False, labelleft=False)
        panel.grid(which="major", linewidth=0.3)
    for panel in panels.flat[len(curves):]:
        panel.set_axis_off()
    figure.supxlabel("seconds")
    figure.supylabel("gap")
    lines = [plt.Line2D([], [], color=colours[t], label=t) for t in titles]
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
