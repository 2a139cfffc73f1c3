"""Measures by closed forms."""

from __future__ import annotations

import math
import tempfile
import unittest
from pathlib import Path

from peers.measures import Point, contradictions, monotone, primal_gap, primal_integral, read_trace, time_to

NAN = math.nan


class Measures(unittest.TestCase):
    def test_gap(self) -> None:
        self.assertEqual(Point(0, 100, 105).gap, 0.05)
        self.assertEqual(Point(0, -100, -95).gap, 0.05)
        self.assertEqual(Point(0, 0, 0).gap, 0)
        self.assertEqual(Point(0, NAN, 1).gap, math.inf)
        self.assertEqual(Point(0, 1, NAN).gap, math.inf)

    def test_monotone(self) -> None:
        points = [Point(3, 2, 9), Point(1, NAN, 10), Point(2, 3, NAN), Point(2.5, 3, 10), Point(4, 5, 11), Point(9, 6, 6)]
        self.assertEqual(
            [(p.seconds, p.primal, p.dual) for p in monotone(points, 5)][1:],
            [(2, 3, 10), (3, 3, 9), (4, 5, 9)],
        )
        self.assertEqual(monotone([Point(1, NAN, NAN)], 5), [])

    def test_time_to(self) -> None:
        points = [Point(1, 90, 110), Point(2, 100, 105), Point(2.5, 100, 100.51), Point(3, 100, 100.5)]
        self.assertEqual([time_to(points, g) for g in (0.05, 0.01, 0.005, 0.001)], [2, 2.5, 3, math.inf])

    def test_primal_gap(self) -> None:
        for value, best, want in ((100, 100, 0), (50, 100, 0.5), (-10, 100, 1), (NAN, 100, 1), (0, 0, 0), (0, 5, 1), (-200, -100, 0.5)):
            self.assertEqual(primal_gap(value, best), want, (value, best))

    def test_primal_integral(self) -> None:
        # Nothing for 2 s, half of the best for 3 s, the best from then on.
        points = [Point(1, NAN, 120), Point(2, 50, 120), Point(5, 100, 120)]
        self.assertAlmostEqual(primal_integral(points, 100, 10), 2 * 1 + 3 * 0.5)
        self.assertEqual(primal_integral([], 100, 10), 10)
        # More time with the best plan costs nothing; a worse end costs its gap.
        self.assertAlmostEqual(primal_integral(points, 100, 50), 3.5)
        self.assertAlmostEqual(primal_integral(points[:2], 100, 10), 2 + 8 * 0.5)

    def test_contradictions(self) -> None:
        ends = {"a": Point(1, 100, 101), "b": Point(1, 102, 110), "c": Point(1, NAN, NAN)}
        self.assertEqual(contradictions(ends), [("a", "b")])
        ends["b"] = Point(1, 101.001, 110)
        self.assertEqual(contradictions(ends), [])

    def test_read_trace(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "trace.csv"
            self.assertEqual(read_trace(path, negated=False), [])
            path.write_text("seconds,primal,dual,gap,nodes,phase\n0.5,,12,,3,first\n1,-10,11,0.1,4,second\n")
            first, second = read_trace(path, negated=False)
            self.assertTrue(math.isnan(first.primal))
            self.assertEqual((first.seconds, first.dual, second.primal), (0.5, 12, -10))
            self.assertEqual(read_trace(path, negated=True)[1], Point(1, 10, -11))


if __name__ == "__main__":
    unittest.main()
