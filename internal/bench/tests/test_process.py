"""Programs are timed, watched and ended."""

from __future__ import annotations

import math
import sys
import tempfile
import unittest
from pathlib import Path

from peers.measures import read_trace
from peers.process import TraceWriter, peak_mb, run


class Process(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_run(self) -> None:
        heard: list[str] = []
        program = "x = bytearray(90_000_000); print('one'); print('two'); raise SystemExit(3)"
        done = run([sys.executable, "-c", program], self.folder / "log", 60, hear=lambda _, line: heard.append(line))
        self.assertEqual((done.code, done.output, heard), (3, "one\ntwo\n", ["one\n", "two\n"]))
        self.assertEqual((self.folder / "log").read_text(), done.output)
        if peak_mb() > 0:  # the system says
            self.assertTrue(80 < done.peak_mb < 300, done.peak_mb)

    def test_killed(self) -> None:
        program = "import time; print('started', flush=True); time.sleep(600)"
        done = run([sys.executable, "-c", program], self.folder / "log", 1)
        self.assertIsNone(done.code)
        self.assertEqual(done.output, "started\n")

    def test_trace(self) -> None:
        path = self.folder / "trace.csv"
        trace = TraceWriter(path)
        for seconds, primal, dual in ((1, math.nan, math.nan), (2, 1e20, -5), (3, 1e20, -5), (4, -3.5, -5)):
            trace.add(seconds, primal, dual)
        trace.close()
        self.assertEqual([(p.seconds, p.dual) for p in read_trace(path, negated=True)], [(2, 5), (4, 5)])
        self.assertEqual(read_trace(path, negated=True)[1].primal, 3.5)


if __name__ == "__main__":
    unittest.main()
