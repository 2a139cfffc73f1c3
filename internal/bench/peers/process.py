"""Runs a program under a limit, with its memory watched and its lines timed."""

from __future__ import annotations

import csv
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .logs import Parser

# How often the memory of a process is looked at, in seconds: at first, so that
# short runs are seen too, and later.
_FIRST_PERIOD, _PERIOD = 0.001, 0.05


@dataclass(frozen=True)
class Finished:
    """How a program ended; code is None where it was killed at the limit."""

    code: int | None
    seconds: float
    peak_mb: float
    output: str


def peak_mb(pid: int | str = "self") -> float:
    """The most memory that a process has had resident so far, in MB; 0 where the system does not say."""
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024 / 1e6
    except OSError:
        pass
    return 0.0


def run(
    command: Sequence[str],
    log: Path,
    limit: float,
    *,
    env: Mapping[str, str] | None = None,
    hear: Callable[[float, str], None] | None = None,
) -> Finished:
    """Runs a command with its output in a log, and kills it after the limit (seconds).

    hear is told of every line with the seconds since the start.
    """
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, bufsize=1, env=env)
    assert process.stdout is not None
    peak, killed, ended = 0.0, False, threading.Event()

    def watch() -> None:
        nonlocal peak, killed
        period = _FIRST_PERIOD
        while not ended.wait(period):
            period = min(1.2 * period, _PERIOD)
            peak = max(peak, peak_mb(process.pid))
            if time.perf_counter() - begin > limit:
                killed = True
                process.kill()
                return

    watcher = threading.Thread(target=watch)
    watcher.start()
    lines: list[str] = []
    try:
        with log.open("w") as f:
            for line in process.stdout:
                if hear is not None:
                    hear(time.perf_counter() - begin, line)
                f.write(line)
                lines.append(line)
            code = process.wait()
    except BaseException:
        process.kill()
        raise
    finally:
        ended.set()
        watcher.join()
    return Finished(None if killed else code, time.perf_counter() - begin, peak, "".join(lines))


class TraceWriter:
    """Writes what a solver knows, and when, to a CSV file; unknown values are left empty."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w", newline="")
        self._csv = csv.writer(self._file)
        self._csv.writerow(["seconds", "primal", "dual"])
        self._last = ("", "")

    def add(self, seconds: float, primal: float, dual: float) -> None:
        """Adds a line, unless it says what the last one said."""
        state = (_text(primal), _text(dual))
        if state != self._last:
            self._last = state
            self._csv.writerow([f"{seconds:.3f}", *state])
            self._file.flush()

    def close(self) -> None:
        self._file.close()


def _text(value: float) -> str:
    # NaN is not equal to itself; solvers write 1e20 or more for infinity.
    return f"{value:.12g}" if value == value and abs(value) < 1e20 else ""


def hear_with(parse: Parser, trace: TraceWriter) -> Callable[[float, str], None]:
    """Has a parser read the lines of a log into a trace."""

    def hear(seconds: float, line: str) -> None:
        if (state := parse(line)) is not None:
            trace.add(seconds, *state)

    return hear
