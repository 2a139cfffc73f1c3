"""Reads plans and bounds from the logs of solvers that have no callbacks here."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

# What a line says: plan and bound in the sense of the file, NaN where it does not say.
Parser = Callable[[str], "tuple[float, float] | None"]

_NUMBER = r"([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)"
# Solvers without a plan or bound print one of at least this size.
_HUGE = 1e29

_CBC_BOTH = re.compile(rf"Cbc0010I After .*?, {_NUMBER} best solution, best possible {_NUMBER}")
_CBC_END = re.compile(rf"Cbc0005I Partial search - best objective {_NUMBER} \(best possible {_NUMBER}\)")
_CBC_PLAN = re.compile(rf"Cbc00(?:04|12|16)I Integer solution of {_NUMBER}")
_CBC_DONE = re.compile(rf"Cbc0001I Search completed - best objective {_NUMBER}")
_CBC_ROOT = re.compile(rf"Continuous objective value is {_NUMBER}")
_CBC_CUTS = re.compile(rf"Cbc0013I At root node, .* changed objective from {_NUMBER} to {_NUMBER}")
_CBC_LOWER = re.compile(rf"Lower bound: +{_NUMBER}")

_GLPK_BOTH = re.compile(rf"^\+ *[0-9]+: (?:mip =|>>>>>) +(?:not found yet|{_NUMBER}) +>= +(?:tree is empty|{_NUMBER})")
_GLPK_ROOT = re.compile(rf"^\* *[0-9]+: obj = +{_NUMBER} inf = +[0-9.e+-]+ \(0\)")


def _known(text: str | None) -> float:
    value = math.nan if text is None else float(text)
    return math.nan if abs(value) >= _HUGE else value


def cbc(gap: float) -> Parser:
    """Reads lines of CBC, which was told to stop at a gap."""

    def parse(line: str) -> tuple[float, float] | None:
        if m := _CBC_BOTH.search(line) or _CBC_END.search(line):
            return _known(m[1]), _known(m[2])
        if m := _CBC_PLAN.search(line):
            return _known(m[1]), math.nan
        if m := _CBC_DONE.search(line):
            # It has searched all that could be better by more than the gap.
            plan = _known(m[1])
            return plan, plan - gap * abs(plan)
        if m := _CBC_ROOT.search(line):
            return math.nan, _known(m[1])
        if m := _CBC_CUTS.search(line):
            return math.nan, _known(m[2])
        if m := _CBC_LOWER.search(line):
            return math.nan, _known(m[1])
        return None

    return parse


def glpk() -> Parser:
    """Reads lines of GLPK, of a program that is minimised."""
    relaxed = math.nan  # the last objective of the simplex method that was feasible

    def parse(line: str) -> tuple[float, float] | None:
        nonlocal relaxed
        if m := _GLPK_ROOT.match(line):
            relaxed = float(m[1])
        if line.startswith("OPTIMAL LP SOLUTION FOUND"):
            return math.nan, relaxed
        if m := _GLPK_BOTH.match(line):
            plan = _known(m[1])
            return plan, plan if "tree is empty" in line else _known(m[2])
        return None

    return parse
