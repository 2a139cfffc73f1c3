"""What a run is measured by: times to gaps and the primal integral.

A trace is what a solver knew and when. Values are those of the plan, in
millions, to be made as large as possible.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

GAPS = (0.05, 0.01, 0.005, 0.001)

# A bound may lie this far below another solver's plan, as a share of it: about
# what tolerances of 1e-6 on every row of a program come to.
TOLERANCE = 1e-4


@dataclass(frozen=True)
class Point:
    """A moment of a search; what is not known is NaN."""

    seconds: float
    primal: float
    dual: float

    @property
    def gap(self) -> float:
        """The distance of plan and bound as a share of the plan; infinite where one is not known."""
        if math.isnan(self.primal) or math.isnan(self.dual):
            return math.inf
        if self.primal == self.dual:
            return 0.0
        return abs(self.dual - self.primal) / max(abs(self.primal), 1e-10)


def monotone(points: Iterable[Point], limit: float) -> list[Point]:
    """The points up to the limit, each with the best plan and bound until then, where they are news."""
    known: list[Point] = []
    primal = dual = math.nan
    for p in sorted(points, key=lambda p: p.seconds):
        if p.seconds > limit:
            break
        primal = p.primal if math.isnan(primal) else max(primal, p.primal) if not math.isnan(p.primal) else primal
        dual = p.dual if math.isnan(dual) else min(dual, p.dual) if not math.isnan(p.dual) else dual
        last = known[-1] if known else Point(0, math.nan, math.nan)
        if not (_same(primal, last.primal) and _same(dual, last.dual)):
            known.append(Point(p.seconds, primal, dual))
    return known


def _same(a: float, b: float) -> bool:
    return a == b or math.isnan(a) and math.isnan(b)


def time_to(points: list[Point], gap: float) -> float:
    """Seconds until the gap was that small; infinite where it never was.

    A hundredth of the gap is let pass: solvers that stop at it take it as a
    share of the plan, of the bound, or of what they presolved.
    """
    return next((p.seconds for p in points if p.gap <= 1.01 * gap), math.inf)


def primal_gap(value: float, best: float) -> float:
    """Berthold's primal gap of a plan to the best one known: from 0 to 1, 1 without a plan."""
    if math.isnan(value) or value * best < 0:
        return 1.0
    if value == best:
        return 0.0
    return abs(best - value) / max(abs(best), abs(value))


def primal_integral(points: list[Point], best: float, limit: float) -> float:
    """The primal gap integrated from 0 to the limit, in seconds.

    T. Berthold, "Measuring the impact of primal heuristics", Operations
    Research Letters 41 (2013): smaller is better, limit is the worst.
    """
    total, since, gap = 0.0, 0.0, 1.0
    for p in points:
        total += gap * (p.seconds - since)
        since, gap = p.seconds, primal_gap(p.primal, best)
    return total + gap * (limit - since)


def read_trace(path: Path, *, negated: bool) -> list[Point]:
    """Reads a trace with the columns seconds, primal and dual; negated where a program was minimised."""
    if not path.exists():
        return []
    sign = -1 if negated else 1

    def number(text: str) -> float:
        return sign * float(text) if text else math.nan

    with path.open(newline="") as f:
        return [Point(float(row["seconds"]), number(row["primal"]), number(row["dual"])) for row in csv.DictReader(f)]


def contradictions(ends: dict[str, Point]) -> list[tuple[str, str]]:
    """Pairs of which the first claims a bound that a plan of the second beats: one of them is wrong."""
    return [
        (bound, plan)
        for bound, b in ends.items()
        for plan, p in ends.items()
        if p.primal > b.dual + TOLERANCE * max(1.0, abs(p.primal))
    ]
