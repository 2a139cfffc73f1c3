"""Who is compared, and how each is called."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .logs import Parser, cbc, glpk

GRIDALLOC = "bin/gridalloc"


@dataclass(frozen=True)
class Case:
    """What a contender is to solve, where to note its progress, and within which limits."""

    scenario: list[str]  # arguments that name the scenario to gridalloc
    mps: Path
    arrays: Path
    trace: Path
    limit: float  # seconds
    gap: float  # at which to stop


@dataclass(frozen=True)
class Contender:
    """A solver, or a modelling layer with one behind it."""

    name: str
    title: str
    command: Callable[[Case], list[str]]
    layer: bool = False  # builds the program itself
    own: bool = False  # is gridalloc
    # For programs that are not workers: what reads the log of one that writes
    # no trace, the pattern of the line that says why it ended, a command that
    # prints its version, and the pattern of that.
    parse: Callable[[Case], Parser] | None = None
    ending: str = ""
    version: tuple[list[str], str] | None = None

    @property
    def negated(self) -> bool:
        """Whether its trace is in the sense of the file, which minimises."""
        return not self.own


def _gridalloc(name: str, method: str, threads: int) -> Contender:
    def command(c: Case) -> list[str]:
        limits = ["--time-limit", f"{c.limit:g}s", "--gap", f"{c.gap:g}", "--threads", str(threads)]
        return [GRIDALLOC, "solve", *c.scenario, "--method", method, *limits, "--quiet", "--progress-log", str(c.trace)]

    title = f"gridalloc, {method}" + _threads(threads)
    return Contender(name, title, command, own=True, version=([GRIDALLOC, "version"], r"(gridalloc .*\nengine .*)"))


def _worker(name: str, title: str, module: str, threads: int = 1, *, layer: bool = False) -> Contender:
    def command(c: Case) -> list[str]:
        model = c.arrays if layer else c.mps
        limits = ["--limit", f"{c.limit:g}", "--gap", f"{c.gap:g}", "--threads", str(threads)]
        return [sys.executable, "-m", f"peers.workers.{module}", str(model), str(c.trace), *limits]

    return Contender(name, title + _threads(threads), command, layer=layer)


def _cbc(name: str, threads: int) -> Contender:
    def command(c: Case) -> list[str]:
        limits = ["-sec", f"{c.limit:g}", "-timeMode", "elapsed", "-ratio", f"{c.gap:g}"]
        return ["cbc", str(c.mps), *limits, *(["-threads", str(threads)] if threads > 1 else []), "solve"]

    return Contender(
        name, "CBC" + _threads(threads), command, parse=lambda c: cbc(c.gap), ending=r"^Result - (.*)",
        version=(["cbc", "-quit"], r"(CBC) MILP Solver *\nVersion: (.*)"),
    )


def _glpk(name: str) -> Contender:
    def command(c: Case) -> list[str]:
        # No -o: glpsol deletes the file of that name first, even a device.
        limits = ["--tmlim", f"{max(c.limit, 1):.0f}", "--mipgap", f"{c.gap:g}"]
        return ["glpsol", "--freemps", str(c.mps), *limits, "--cuts"]

    return Contender(
        name, "GLPK, with cuts", command, parse=lambda _: glpk(),
        ending=r"^((?:INTEGER OPTIMAL|RELATIVE MIP GAP|TIME LIMIT|PROBLEM HAS NO).*)",
        version=(["glpsol", "--version"], r"(GLPK) LP/MIP Solver (.*)"),
    )


def _threads(n: int) -> str:
    return "" if n == 1 else f", {n} threads"


CONTENDERS = {
    c.name: c
    for c in (
        _gridalloc("gridalloc", "decompose", 2),
        _gridalloc("gridalloc-whole", "whole", 1),
        _worker("highs", "HiGHS", "highs"),
        _worker("highs-2", "HiGHS", "highs", 2),
        _worker("scip", "SCIP", "scip"),
        _cbc("cbc", 1),
        _cbc("cbc-2", 2),
        _glpk("glpk"),
        _worker("linopy", "linopy", "linopy", layer=True),
        _worker("pyomo", "Pyomo", "pyomo", layer=True),
    )
}

# What is not compared, and why.
ABSENT = (
    "Gurobi, CPLEX, Xpress, COPT and MOSEK come from the package index in editions limited in size or time, or need a licence; "
    "they are left out.",
    "OR-tools brings SCIP, HiGHS, CBC and GLPK, compared here already, and CP-SAT, which knows whole numbers only: "
    "it would round the MW and the money of the program.",
)
