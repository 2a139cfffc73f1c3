"""Builds a program from arrays with linopy, hands it to HiGHS and has it solved."""

from __future__ import annotations

import functools
import operator
from importlib.metadata import version

import linopy
import numpy as np
import pandas as pd
import xarray as xr

from . import Job, engine
from .arrays import Arrays, load, smallest, split


def build(a: Arrays) -> linopy.Model:
    """States the program: an array of variables and of constraints for each family, on sparse expressions."""
    linopy.options["semantics"] = "v1"
    m = linopy.Model(sparse=True)
    variables, place = add_variables(m, a)
    costs = [
        (xr.DataArray(a.cost[cols], coords=[x.indexes[family]]) * x).sum()
        for family, (x, cols) in variables.items() if np.any(a.cost[cols])
    ]
    m.add_objective(functools.reduce(operator.add, costs))
    add_constraints(m, a, variables, place)
    return m


Variables = dict[str, tuple[linopy.Variable, np.ndarray]]


def add_variables(m: linopy.Model, a: Arrays) -> tuple[Variables, pd.DataFrame]:
    """Adds the variables; also returns where each column went."""
    place = pd.DataFrame([split(name) for name in a.col_names], columns=["family", "index"])
    place["family"] += np.where(a.integer, "_whole", "")
    place["position"] = place.groupby("family").cumcount()
    variables: Variables = {}
    for family, members in place.groupby("family", sort=False):
        cols = members.index.to_numpy()
        index = pd.Index(members["index"], name=family)
        lower, upper = (xr.DataArray(bound[cols], coords=[index]) for bound in (a.lower, a.upper))
        x = m.add_variables(lower=lower, upper=upper, coords=[index], name=str(family), integer=bool(a.integer[cols[0]]))
        variables[str(family)] = x, cols
    return variables, place


def add_constraints(m: linopy.Model, a: Arrays, variables: Variables, place: pd.DataFrame) -> None:
    """Adds the constraints: rows of a family and of a sense together, each the sum of its terms by variable."""
    rows = pd.DataFrame([split(name) for name in a.row_names], columns=["family", "index"])
    lower, upper = np.isfinite(a.row_lower), np.isfinite(a.row_upper)
    sense = np.select([lower & upper & (a.row_lower == a.row_upper), lower & upper, upper, lower], ["=", "<>", "<=", ">="], "")
    terms = pd.DataFrame({"row": a.term_row, "col": a.term_col, "value": a.term_value})
    terms["family"] = place["family"].to_numpy()[a.term_col]
    terms["position"] = place["position"].to_numpy()[a.term_col]
    group = rows["family"] + " " + sense
    terms["group"] = group.to_numpy()[a.term_row]
    by_group = dict(list(terms.groupby("group", sort=False)))
    for name in group.unique():
        sign = str(name).rpartition(" ")[2]
        if not sign or name not in by_group:
            continue  # no limit, or no terms
        lhs = expression(variables, by_group[name])
        numbers = lhs.indexes["row"]  # those with terms
        for side in ("<=", ">=") if sign == "<>" else (sign,):
            bound = a.row_lower if side == ">=" else a.row_upper
            m.add_constraints(lhs, side, xr.DataArray(bound[numbers], coords=[numbers]), name=f"{name} {side}")


def expression(variables: Variables, terms: pd.DataFrame) -> linopy.LinearExpression:
    """The left-hand sides of the rows that terms belong to, as one expression over them."""
    pieces, keys = [], []
    for family, part in terms.groupby("family", sort=False):
        x, _ = variables[str(family)]
        index = pd.Index(part.index, name="term")
        chosen = x.to_linexpr().isel({family: xr.DataArray(part["position"].to_numpy(), dims="term")})
        chosen = chosen.drop_vars(family).assign_coords(term=index)
        pieces.append(xr.DataArray(part["value"].to_numpy(), coords=[index]) * chosen)
        keys.append(pd.Series(part["row"].to_numpy(), index=index, name="row"))
    return linopy.merge(pieces, dim="term").groupby(pd.concat(keys)).sum()


def main() -> None:
    build(smallest()).to_highspy()  # loading the library is not building
    job = Job(__doc__ or "")
    m = build(load(job.model))
    h = m.to_highspy()
    job.built()
    name = f"linopy {version('linopy')}"
    if job.limit == 0:
        job.end(name, "built")
        return
    engine.set_options(h, job)
    engine.listen(h, job)
    h.run()
    engine.finish(h, job, name)


if __name__ == "__main__":
    main()
