"""What was measured, as stored in result.json of an instance's folder."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path


@dataclass
class Run:
    """One contender on one instance. Memory is 0 where the system does not say."""

    contender: str
    title: str
    version: str
    ended: str
    failed: bool
    seconds: float  # of the whole process
    peak_mb: float
    build_seconds: float | None = None  # until the search could start
    build_peak_mb: float | None = None
    searched: bool = True  # or built only


@dataclass
class Result:
    """All contenders on one instance, measured one after another in one go."""

    name: str
    title: str
    date: str
    commit: str
    machine: str
    load: float  # mean number of running processes when it began
    limit: float
    gap: float
    size: dict[str, int]
    dump_seconds: float
    dump_peak_mb: float
    runs: list[Run] = field(default_factory=list)

    def save(self, folder: Path) -> None:
        (folder / "result.json").write_text(json.dumps(asdict(self), indent=1) + "\n")


def load(folder: Path) -> Result:
    """Reads a stored result."""
    stored = json.loads((folder / "result.json").read_text())
    return Result(**{**stored, "runs": [Run(**r) for r in stored["runs"]]})


def machine() -> str:
    """Processor, cores, memory and system."""
    processor = platform.processor() or platform.machine()
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                processor = line.partition(":")[2].strip()
                break
        memory = f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"
    except (OSError, ValueError):
        memory = "memory unknown"
    return f"{processor}, {os.cpu_count()} cores, {memory}, {platform.system()}, Python {platform.python_version()}"


def commit() -> str:
    """The commit that is measured, marked where files differ from it."""
    done = subprocess.run(["git", "describe", "--always", "--dirty"], capture_output=True, text=True)
    return done.stdout.strip() or "unknown"


def today() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%d")
