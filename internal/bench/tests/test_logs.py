"""What logs say, by lines as the solvers print them."""

from __future__ import annotations

import math
import unittest

from peers.logs import Parser, cbc, glpk


def read(parse: Parser, text: str) -> list[tuple[float | None, float | None]]:
    """All that a parser makes of a log, with None for what is not known."""
    states = [parse(line + "\n") for line in text.splitlines()]
    return [tuple(None if math.isnan(x) else x for x in s) for s in states if s is not None]  # type: ignore[misc]


class Logs(unittest.TestCase):
    def test_cbc(self) -> None:
        log = """\
Welcome to the CBC MILP Solver
Continuous objective value is -69.111 - 0.04 seconds
Cbc0012I Integer solution of -53.915487 found by DiveCoefficient after 0 iterations and 0 nodes (0.32 seconds)
Cbc0038I Full problem 3079 rows 6295 columns, reduced to 104 rows 159 columns
Cbc0013I At root node, 7 cuts changed objective from -69.110955 to -68.713435 in 10 passes
Cbc0010I After 0 nodes, 1 on tree, 1e+50 best solution, best possible -68.713435 (0.65 seconds)
Cbc0010I After 100 nodes, 33 on tree, -63.733875 best solution, best possible -68.174551 (2.60 seconds)
Cbc0005I Partial search - best objective -64.209991 (best possible -68.174551), took 39555 iterations and 897 nodes (11.84 seconds)
Objective value:                -64.20999079
Lower bound:                    -68.175
"""
        self.assertEqual(read(cbc(0.001), log), [
            (None, -69.111), (-53.915487, None), (None, -68.713435), (None, -68.713435), (-63.733875, -68.174551),
            (-64.209991, -68.174551), (None, -68.175),
        ])

    def test_cbc_done(self) -> None:
        line = "Cbc0001I Search completed - best objective -1000, took 5 iterations and 0 nodes (0.02 seconds)"
        self.assertEqual(read(cbc(0.001), line), [(-1000, -1001)])

    def test_glpk(self) -> None:
        log = """\
*     0: obj =  -9.138949809e-01 inf =   0.000e+00 (3539)
*  1092: obj =  -6.911095454e+01 inf =   3.584e-14 (0) 5
OPTIMAL LP SOLUTION FOUND
+  1092: mip =     not found yet >=              -inf        (1; 0)
+  4868: >>>>>  -6.477764119e+01 >=  -6.673294008e+01   3.0% (35; 4)
+  7961: mip =  -6.550785582e+01 >=  -6.557268054e+01 < 0.1% (6; 191)
+  7990: mip =  -6.550785582e+01 >=     tree is empty   0.0% (0; 399)
"""
        self.assertEqual(read(glpk(), log), [
            (None, -69.11095454), (-64.77764119, -66.73294008), (-65.50785582, -65.57268054), (-65.50785582, -65.50785582),
        ])


if __name__ == "__main__":
    unittest.main()
