"""A program as arrays by family: what modelling layers build it from.

Run as a program it makes the arrays from an MPS file that gridalloc wrote.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


@dataclass
class Arrays:
    """Columns and rows with their names, and the terms of the rows as triples, by rows."""

    cost: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    integer: NDArray[np.bool_]
    col_names: NDArray[np.str_]
    row_lower: NDArray[np.float64]
    row_upper: NDArray[np.float64]
    row_names: NDArray[np.str_]
    term_row: NDArray[np.int64]
    term_col: NDArray[np.int64]
    term_value: NDArray[np.float64]

    def save(self, path: Path) -> None:
        np.savez(path, **{f.name: getattr(self, f.name) for f in fields(self)})


def load(path: Path) -> Arrays:
    """Reads arrays that were saved."""
    with np.load(path) as stored:
        return Arrays(**{f.name: stored[f.name] for f in fields(Arrays)})


def smallest() -> Arrays:
    """A program of one column and one row, to load a layer with before it is timed."""
    one, name = np.ones(1), np.array(["a(b)"])
    at = np.zeros(1, dtype=np.int64)
    return Arrays(one, 0 * one, one, np.ones(1, dtype=bool), name, 0 * one, one, name, at, at, one)


def split(name: str) -> tuple[str, str]:
    """The family and the index in a name such as "_equipment(gpu,2027)": dump mps may put a _ first."""
    family, _, index = name.partition("(")
    return family.removeprefix("_"), index.removesuffix(")")


def read_mps(path: Path) -> Arrays:
    """Reads an MPS file, with HiGHS."""
    import highspy

    h = highspy.Highs()
    h.setOptionValue("output_flag", False)
    if h.readModel(str(path)) != highspy.HighsStatus.kOk:
        raise SystemExit(f"HiGHS does not read {path}")
    lp = h.getLp()
    matrix = lp.a_matrix_
    start = np.asarray(matrix.start_)
    col = np.repeat(np.arange(lp.num_col_), np.diff(start))
    row = np.asarray(matrix.index_)
    order = np.lexsort((col, row))
    return Arrays(
        cost=np.asarray(lp.col_cost_),
        lower=np.asarray(lp.col_lower_),
        upper=np.asarray(lp.col_upper_),
        integer=np.array([t != highspy.HighsVarType.kContinuous for t in lp.integrality_] or [False] * lp.num_col_),
        col_names=np.array(lp.col_names_),
        row_lower=np.asarray(lp.row_lower_),
        row_upper=np.asarray(lp.row_upper_),
        row_names=np.array(lp.row_names_),
        term_row=row[order],
        term_col=col[order],
        term_value=np.asarray(matrix.value_)[order],
    )


if __name__ == "__main__":
    read_mps(Path(sys.argv[1])).save(Path(sys.argv[2]))
