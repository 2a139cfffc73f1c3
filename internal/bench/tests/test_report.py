"""What the report says of runs with known traces."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

from peers import report
from peers.contenders import CONTENDERS
from peers.results import Result, Run, load


def entry(name: str, peak_mb: float, build: tuple[float, float] | None = None) -> Run:
    seconds, mb = build or (None, None)
    return Run(name, CONTENDERS[name].title, "1.0", "ended", False, 10, peak_mb, seconds, mb, searched=build is None)


class Report(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.out, self.docs = Path(folder.name) / "out", Path(folder.name)
        (self.out / "one").mkdir(parents=True)

    def trace(self, name: str, *lines: str) -> None:
        (self.out / "one" / f"{name}.csv").write_text("\n".join(["seconds,primal,dual", *lines]) + "\n")

    def write(self, *runs: Run) -> str:
        size = {"columns": 1000, "integers": 10, "rows": 7, "nonzeros": 5}
        result = Result("one", "an instance", "2026-01-31", "abc", "a machine", 0.5, 100, 0.001, size, 2.5, 50, list(runs))
        result.save(self.out / "one")
        self.assertEqual(load(self.out / "one"), result)
        report.write([result], self.out, self.docs)
        self.assertIn("<svg", (self.docs / report.PLOT).read_text())
        return (self.docs / report.TABLE).read_text()

    def test_losses(self) -> None:
        # The file minimises: others' values are negated.
        self.trace("gridalloc", "10,80,110", "20,100,104", "200,104,104")
        self.trace("highs", "5,-98,-100.9", "40,-100.5,-100.55")
        self.trace("scip", "1,,-110")
        text = self.write(entry("gridalloc", 300), entry("highs", 400), entry("scip", 200), entry("linopy", 9, (3, 20)), entry("pyomo", 9, (1, 60)))
        says = text[text.index("Where gridalloc loses:"):].splitlines()[2:]
        self.assertEqual([line for line in says if line], [
            "- Seconds to a gap of 5 %: gridalloc 20.00, but HiGHS (5.00).",
            "- Seconds to a gap of 1 %: gridalloc does not get there, but HiGHS (40.00).",
            "- Seconds to a gap of 0.5 %: gridalloc does not get there, but HiGHS (40.00).",
            "- Seconds to a gap of 0.1 %: gridalloc does not get there, but HiGHS (40.00).",
            # Until 10, 20 and 100 s: 1, 1 - 80/100.5, 1 - 100/100.5, against 1 and 1 - 98/100.5 until 5 and 40 s.
            "- Primal integral in seconds: gridalloc 12.44, but HiGHS (5.87).",
            "- Gap in per cent at the end: gridalloc 4.00, but HiGHS (0.05).",
            "- Distance in per cent of the plan to the best that was found at the end: gridalloc 0.50, but HiGHS (0.00).",
            "- Bound in millions at the end: gridalloc 104.00, but HiGHS (100.55).",
            "- Peak memory in MB: gridalloc 300.00, but SCIP (200.00).",
            "- Seconds to build the program: gridalloc 2.50, but Pyomo (1.00).",
            "- Memory to build the program in MB: gridalloc 50.00, but linopy (20.00).",
        ])
        self.assertIn("| [one](#one) | (4 %) | 40.0 | no plan |", text)
        self.assertIn("Measured on 2026-01-31 at commit abc; each run ended after 100 s or at a gap of 0.1 %.", text)
        self.assertNotIn("Contradiction", text)

    def test_nothing_lost(self) -> None:
        self.trace("gridalloc", "1,100,100")
        self.trace("cbc", "2,-100,-100")
        text = self.write(entry("gridalloc", 1), entry("cbc", 2))
        self.assertIn("gridalloc loses in nothing that was measured here.", text)

    def test_failure(self) -> None:
        run = entry("gridalloc", 1)
        run.ended, run.failed = "failed with exit code 4", True
        text = self.write(run, entry("cbc", 2))
        self.assertIn("- It failed: failed with exit code 4.", text)
        self.assertIn("| [one](#one) | failed | no plan |", text)

    def test_contradiction(self) -> None:
        self.trace("gridalloc", "1,100,101")
        self.trace("cbc", "2,-102,-103")
        text = self.write(entry("gridalloc", 1), entry("cbc", 2))
        self.assertIn("**Contradiction:** the plan of CBC is better than the bound of gridalloc, decompose, 2 threads allows.", text)


if __name__ == "__main__":
    unittest.main()
