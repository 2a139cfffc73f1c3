"""Programs that solve or build one program each, in a process of their own, so that its memory is theirs."""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from ..process import TraceWriter, peak_mb

# How the line begins in which a worker says how it went.
REPORT = "REPORT "


@dataclass
class Report:
    """How a worker fared: the seconds and memory it took until the search could start, and how that ended."""

    version: str = ""
    build_seconds: float = 0.0
    build_peak_mb: float = 0.0
    ended: str = ""


class Job:
    """What a worker was asked for, and its clock, which starts with the reading or building of the program."""

    def __init__(self, description: str) -> None:
        parser = argparse.ArgumentParser(description=description)
        parser.add_argument("model", type=Path)
        parser.add_argument("trace", type=Path)
        parser.add_argument("--limit", type=float, required=True, help="seconds; 0 builds only")
        parser.add_argument("--gap", type=float, required=True)
        parser.add_argument("--threads", type=int, default=1)
        args = parser.parse_args()
        self.model: Path = args.model
        self.limit: float = args.limit
        self.gap: float = args.gap
        self.threads: int = args.threads
        self.trace = TraceWriter(args.trace)
        self.report = Report()
        self._begin = time.perf_counter()

    def seconds(self) -> float:
        """The time since the clock started."""
        return time.perf_counter() - self._begin

    def left(self) -> float:
        """What is left of the time limit, at least a second."""
        return max(self.limit - self.seconds(), 1.0)

    def know(self, primal: float, dual: float) -> None:
        """Notes what the search knows, in the sense of the file."""
        self.trace.add(self.seconds(), primal, dual)

    def built(self) -> None:
        """Notes that the search could start."""
        self.report.build_seconds, self.report.build_peak_mb = self.seconds(), peak_mb()

    def end(self, version: str, ended: str) -> None:
        """Says how it went."""
        self.report.version, self.report.ended = version, ended
        self.trace.close()
        print(REPORT + json.dumps(asdict(self.report)), flush=True)


def read_report(output: str) -> Report | None:
    """Finds the report in what a worker printed."""
    for line in reversed(output.splitlines()):
        if line.startswith(REPORT):
            return Report(**json.loads(line.removeprefix(REPORT)))
    return None
