"""Builds a program from arrays with Pyomo, hands it to HiGHS and has it solved."""

from __future__ import annotations

import math
from importlib.metadata import version
from typing import Any

import numpy as np
import pyomo.environ as pyo
from pyomo.contrib.appsi.solvers.highs import Highs

from . import Job, engine
from .arrays import Arrays, load, smallest, split


def build(a: Arrays) -> pyo.ConcreteModel:
    """States the program: an indexed variable and an indexed constraint for each family."""
    m = pyo.ConcreteModel()
    columns = add_variables(m, a)
    used = np.flatnonzero(a.cost)
    m.cost = pyo.Objective(expr=pyo.quicksum(a.cost[j] * columns[j] for j in used))
    add_constraints(m, a, columns)
    return m


def members(names: np.ndarray) -> dict[str, list[int]]:
    """The positions of names by family."""
    families: dict[str, list[int]] = {}
    for i, name in enumerate(names):
        families.setdefault(split(name)[0], []).append(i)
    return families


def limit(x: float) -> float | None:
    """A bound as Pyomo has it."""
    return float(x) if math.isfinite(x) else None


def add_variables(m: pyo.ConcreteModel, a: Arrays) -> list[Any]:
    """Adds the variables and returns that of each column."""
    columns: list[Any] = [None] * len(a.cost)
    for family, cols in members(a.col_names).items():
        at = {split(a.col_names[j])[1]: j for j in cols}
        x = pyo.Var(
            list(at),
            domain=lambda _, i, at=at: pyo.Integers if a.integer[at[i]] else pyo.Reals,
            bounds=lambda _, i, at=at: (limit(a.lower[at[i]]), limit(a.upper[at[i]])),
        )
        m.add_component(f"col_{family}", x)
        for i, j in at.items():
            columns[j] = x[i]
    return columns


def add_constraints(m: pyo.ConcreteModel, a: Arrays, columns: list[Any]) -> None:
    """Adds the constraints."""
    start = np.searchsorted(a.term_row, np.arange(len(a.row_lower) + 1))

    def rule(i: int) -> Any:
        lower, upper = limit(a.row_lower[i]), limit(a.row_upper[i])
        terms = range(start[i], start[i + 1])
        if not terms or lower is None and upper is None:
            return pyo.Constraint.Skip
        body = pyo.quicksum(a.term_value[k] * columns[a.term_col[k]] for k in terms)
        return body == lower if lower == upper else pyo.inequality(lower, body, upper)

    for family, rows in members(a.row_names).items():
        at = {split(a.row_names[i])[1]: i for i in rows}
        m.add_component(f"row_{family}", pyo.Constraint(list(at), rule=lambda _, i, at=at: rule(at[i])))


def main() -> None:
    Highs().set_instance(build(smallest()))  # loading the library is not building
    job = Job(__doc__ or "")
    m = build(load(job.model))
    solver = Highs()
    solver.set_instance(m)
    job.built()
    name = f"Pyomo {version('pyomo')}"
    if job.limit == 0:
        job.end(name, "built")
        return
    h = solver._solver_model
    engine.set_options(h, job)
    engine.listen(h, job)
    h.run()
    engine.finish(h, job, name)


if __name__ == "__main__":
    main()
