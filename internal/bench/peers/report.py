"""Makes the table of results, and says where gridalloc loses."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import plot
from .contenders import ABSENT, CONTENDERS
from .measures import GAPS, Point, contradictions, monotone, primal_gap, primal_integral, read_trace, time_to
from .results import Result, Run

TABLE, PLOT = "results.md", "results.svg"

# The contender that the others are held against.
OURS = "gridalloc"


@dataclass(frozen=True)
class Measured:
    """A run with its trace: the points at which it knew more, up to the limit."""

    run: Run
    points: list[Point]

    @property
    def end(self) -> Point:
        return self.points[-1] if self.points else Point(0, math.nan, math.nan)


@dataclass(frozen=True)
class Comparison:
    """All that was measured on an instance."""

    result: Result
    runs: list[Measured]

    @property
    def searched(self) -> list[Measured]:
        """The runs that count in the search: behind a layer is HiGHS again."""
        return [m for m in self.runs if not CONTENDERS[m.run.contender].layer]

    @property
    def best(self) -> float:
        """The value of the best plan that anyone found; NaN if nobody found one."""
        return max((m.end.primal for m in self.runs if not math.isnan(m.end.primal)), default=math.nan)


def compare(result: Result, folder: Path) -> Comparison:
    """Reads the traces of a result."""
    runs = []
    for r in result.runs:
        trace = read_trace(folder / f"{r.contender}.csv", negated=CONTENDERS[r.contender].negated)
        runs.append(Measured(r, monotone(trace, result.limit)))
    return Comparison(result, runs)


def write(found: Sequence[Result], out: Path, docs: Path) -> None:
    """Writes table and plot of all that was measured."""
    comparisons = [compare(r, out / r.name) for r in found]
    lines = [*head(comparisons), *summary(comparisons)]
    for c in comparisons:
        lines += section(c)
    (docs / TABLE).write_text("\n".join(lines) + "\n")
    curves = {c.result.name: {m.run.title: m.points for m in c.searched} for c in comparisons}
    plot.draw(curves, {c.result.name: c.result.limit for c in comparisons}, docs / PLOT)


def head(comparisons: Sequence[Comparison]) -> list[str]:
    versions = sorted({m.run.version for c in comparisons for m in c.runs if m.run.version})
    machines = sorted({c.result.machine for c in comparisons})
    return [
        "# gridalloc beside other solvers",
        "",
        "Made by `make bench-peers`; [README.md](README.md) says how it is measured. Do not edit.",
        "",
        f"- Machine: {'; '.join(machines)}",
        f"- Versions: {'; '.join(versions)}",
        *(f"- {line}" for line in ABSENT),
        "",
        f"![Gap against time]({PLOT})",
        "",
    ]


def summary(comparisons: Sequence[Comparison]) -> list[str]:
    """A table of all instances: seconds to a gap of 0.5 %, or the gap at the end."""
    titles = list(dict.fromkeys(m.run.title for c in comparisons for m in c.searched))
    rows = []
    for c in comparisons:
        cells = {m.run.title: reached(m) for m in c.searched}
        rows.append([f"[{c.result.name}](#{c.result.name})", *(cells.get(t, "") for t in titles)])
    return ["## Seconds to a gap of 0.5 %, or the gap at the limit", "", *table(["instance", *titles], rows), ""]


def reached(m: Measured) -> str:
    seconds = time_to(m.points, 0.005)
    if m.run.failed:
        return "failed"
    if math.isfinite(seconds):
        return f"{seconds:.1f}"
    return "no plan" if math.isnan(m.end.primal) else "no bound" if math.isnan(m.end.dual) else f"({percent(m.end.gap)})"


def section(c: Comparison) -> list[str]:
    r, size = c.result, c.result.size
    return [
        f"## {r.name}",
        "",
        f"{r.title[0].upper()}{r.title[1:]}: {size['columns']:,} columns, {size['integers']:,} of them whole numbers, {size['rows']:,} rows, "
        f"{size['nonzeros']:,} nonzeros. Measured on {r.date} at commit {r.commit}; each run ended after {r.limit:g} s or at a gap of "
        f"{percent(r.gap)}. {r.load:.1f} processes were running when it began.",
        "",
        *search_table(c),
        "",
        *build_table(c),
        "",
        *losses(c),
        *wrong(c),
        "",
    ]


def search_table(c: Comparison) -> list[str]:
    header = ["solver", *(f"s to {percent(g)}" for g in GAPS), "primal integral, s", "plan", "bound", "gap", "peak MB", "end"]
    rows = []
    for m in c.runs:
        if not m.run.searched:
            continue
        times = [number(time_to(m.points, g)) for g in GAPS]
        integral = primal_integral(m.points, c.best, c.result.limit)
        end = m.end
        rows.append([
            m.run.title, *times, number(integral), number(end.primal, 3), number(end.dual, 3),
            percent(end.gap), memory(m.run.peak_mb), m.run.ended,
        ])
    return table(header, rows)


def builders(c: Comparison) -> list[tuple[str, float, float]]:
    """Who built the program, in what time and with how much memory; gridalloc comes first."""
    own = [("gridalloc dump mps", c.result.dump_seconds, c.result.dump_peak_mb)]
    return own + [(m.run.title, m.run.build_seconds, m.run.build_peak_mb or 0)
                  for m in c.runs if CONTENDERS[m.run.contender].layer and m.run.build_seconds is not None]


def build_table(c: Comparison) -> list[str]:
    return table(["building the program", "s", "peak MB"], [[name, f"{s:.2f}", memory(mb)] for name, s, mb in builders(c)])


# What is compared of the ends of runs; less is better, and NaN the worst.
ENDS: tuple[tuple[str, Callable[[Point, float], float]], ...] = (
    ("Gap in per cent", lambda end, _: 100 * end.gap),
    ("Distance in per cent of the plan to the best that was found", lambda end, best: 100 * primal_gap(end.primal, best)),
    ("Bound in millions", lambda end, _: math.inf if math.isnan(end.dual) else end.dual),
)


def losses(c: Comparison) -> list[str]:
    """A sentence for everything in which another is better than gridalloc."""
    ours = next((m for m in c.searched if m.run.contender == OURS), None)
    if ours is None:
        return ["gridalloc was not measured."]
    rivals = [m for m in c.searched if m is not ours and not m.run.failed]
    limit, best = c.result.limit, c.best
    found = [f"- It failed: {ours.run.ended}."] if ours.run.failed else []
    for g in GAPS:
        found += loss(f"Seconds to a gap of {percent(g)}", time_to(ours.points, g), ((m.run.title, time_to(m.points, g)) for m in rivals))
    found += loss("Primal integral in seconds", primal_integral(ours.points, best, limit),
                  ((m.run.title, primal_integral(m.points, best, limit)) for m in rivals))
    # Where the gap is reached at which runs end, a better end says nothing.
    if ours.end.gap > 1.01 * c.result.gap:
        for what, end in ENDS:
            found += loss(f"{what} at the end", end(ours.end, best), ((m.run.title, end(m.end, best)) for m in rivals))
    found += loss("Peak memory in MB", ours.run.peak_mb, ((m.run.title, m.run.peak_mb) for m in rivals if m.run.peak_mb > 0))
    (_, seconds, mb), *layers = builders(c)
    found += loss("Seconds to build the program", seconds, ((name, s) for name, s, _ in layers))
    found += loss("Memory to build the program in MB", mb, ((name, x) for name, _, x in layers if x > 0))
    return ["Where gridalloc loses:", "", *found] if found else ["gridalloc loses in nothing that was measured here."]


def loss(what: str, own: float, others: Iterable[tuple[str, float]]) -> list[str]:
    """Says who is better, the best first; less is better."""
    better = sorted((x, name) for name, x in others if x < own)
    if not better:
        return []
    names = ", ".join(f"{name} ({number(x, 2)})" for x, name in better)
    return [f"- {what}: gridalloc {number(own, 2) if math.isfinite(own) else 'does not get there'}, but {names}."]


def wrong(c: Comparison) -> list[str]:
    """Names bounds that plans contradict; somebody is wrong then."""
    pairs = contradictions({m.run.title: m.end for m in c.runs if m.run.searched})
    return ["", *(f"**Contradiction:** the plan of {plan} is better than the bound of {bound} allows." for bound, plan in pairs)] if pairs else []


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    align = ["---", *("---:" for _ in header[1:])]
    return ["| " + " | ".join(cells) + " |" for cells in (header, align, *rows)]


def number(x: float, digits: int = 1) -> str:
    return f"{x:,.{digits}f}" if math.isfinite(x) else "-"


def memory(mb: float) -> str:
    return f"{mb:,.0f}" if mb > 0 else "unknown"


def percent(share: float) -> str:
    if not math.isfinite(share):
        return "-"
    return f"{100 * share:.2f}".rstrip("0").rstrip(".") + " %"
