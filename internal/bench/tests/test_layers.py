"""The program that a modelling layer builds is the one in the file."""

from __future__ import annotations

import tempfile
import unittest
from collections.abc import Callable
from pathlib import Path

import highspy
import numpy as np
from pyomo.contrib.appsi.solvers.highs import Highs

from peers.workers import linopy as with_linopy
from peers.workers import pyomo as with_pyomo
from peers.workers.arrays import Arrays, read_mps, split

# Every kind of row and bound: equal, at most, at least, within a range, without
# limit, without terms; whole and free columns, with and without cost, of a
# family that has both whole and other columns, and a family of its own name.
MPS = """NAME model
ROWS
 N OBJ
 E flow(1)
 L cap(1)
 L cap(2)
 G _equipment(1,a)
 L _equipment(2,a)
 L empty(1)
COLUMNS
 MARKER0 'MARKER' 'INTORG'
 x(a) OBJ -3 cap(1) 2
 x(a) _equipment(1,a) 1
 x(b) OBJ -2 cap(1) 1
 x(b) cap(2) 1
 MARKER1 'MARKER' 'INTEND'
 x(c) OBJ 1 flow(1) 1
 x(c) _equipment(2,a) -1
 y(1,2) flow(1) -1
 y(1,2) cap(2) 1.5
 one OBJ 10
RHS
 RHS flow(1) 0.5 cap(1) 7.5
 RHS cap(2) 6 _equipment(1,a) 1
 RHS _equipment(2,a) -1 empty(1) 3
RANGES
 RANGE cap(2) 4
BOUNDS
 LO BND x(a) 0
 UP BND x(a) 3
 UP BND x(b) 9
 MI BND y(1,2)
 UP BND y(1,2) 20
 FX BND one 1
ENDATA
"""


def linopy(a: Arrays) -> highspy.Highs:
    return with_linopy.build(a).to_highspy()


def pyomo(a: Arrays) -> highspy.Highs:
    solver = Highs()
    solver.set_instance(with_pyomo.build(a))
    return solver._solver_model


def optimum(h: highspy.Highs) -> float:
    """The best value of a program."""
    h.setOptionValue("output_flag", False)
    h.run()
    assert h.getModelStatus() == highspy.HighsModelStatus.kOptimal, h.getModelStatus()
    return h.getObjectiveValue()


class Layers(unittest.TestCase):
    def setUp(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            self.path = Path(folder) / "model.mps"
            self.path.write_text(MPS)
            self.arrays = read_mps(self.path)
            self.read = highspy.Highs()
            self.read.setOptionValue("output_flag", False)
            self.read.readModel(str(self.path))

    def test_names(self) -> None:
        self.assertEqual(split("_equipment(gpu,2027)"), ("equipment", "gpu,2027"))
        self.assertEqual(split("one"), ("one", ""))

    def same(self, build: Callable[[Arrays], highspy.Highs], twice: list[float]) -> None:
        # twice are terms of rows that a layer has twice.
        # Layers number columns in orders of their own: figures are compared
        # without order, and the best values for several costs, which would
        # differ if figures had got to other places.
        random = np.random.default_rng(1)
        columns = np.arange(len(self.arrays.cost), dtype=np.int32)
        for _ in range(10):
            h = build(self.arrays)
            self.assertAlmostEqual(optimum(h), optimum(self.read))
            lp, want = h.getLp(), self.read.getLp()
            self.assertEqual(sorted(lp.a_matrix_.value_), sorted([*want.a_matrix_.value_, *twice]))
            for bounds in ("col_lower_", "col_upper_", "col_cost_"):
                self.assertEqual(sorted(getattr(lp, bounds)), sorted(getattr(want, bounds)), bounds)
            self.assertEqual(lp.integrality_.count(highspy.HighsVarType.kInteger), 2)
            cost = random.integers(-9, 9, len(columns)).astype(float)
            self.arrays.cost = cost
            self.read.changeColsCost(len(columns), columns, cost)

    def test_linopy(self) -> None:
        # A range is two constraints there.
        self.same(linopy, [1, 1.5])

    def test_pyomo(self) -> None:
        self.same(pyomo, [])


if __name__ == "__main__":
    unittest.main()
