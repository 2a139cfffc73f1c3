"""Runs the comparison: python -m peers --help says how."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from . import report, results
from .contenders import CONTENDERS, Case, Contender
from .instances import INSTANCES, TEXTBOOK, Instance, Prepared, prepare
from .process import TraceWriter, hear_with, run
from .results import Result, Run
from .workers import read_report

# How long over its limit a solver may be before it is killed, in seconds.
GRACE = 60

# Exit codes of gridalloc that are answers.
_ANSWERS = {0: "solved to the gap", 5: "infeasible", 6: "stopped by a limit", 7: "stopped by a limit without a plan"}


def main() -> None:
    args = arguments()
    for i, name in enumerate(args.instances):
        folder = args.out / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        measure({**INSTANCES, TEXTBOOK.name: TEXTBOOK}[name], folder, args, solve_layers=i == 0)
    found = [results.load(f.parent) for f in sorted(args.out.glob("*/result.json"))]
    order = list(INSTANCES)
    found.sort(key=lambda r: order.index(r.name) if r.name in order else -1)
    args.docs.mkdir(parents=True, exist_ok=True)
    report.write(found, args.out, args.docs)
    say(f"wrote {args.docs / report.TABLE} and {args.docs / report.PLOT}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="peers", description=__doc__)
    parser.add_argument("--instances", default=" ".join(INSTANCES), help="names, separated by blanks: " + ", ".join(INSTANCES))
    parser.add_argument("--solvers", default=" ".join(CONTENDERS), help="names, separated by blanks: " + ", ".join(CONTENDERS))
    parser.add_argument("--limit", type=float, default=180, help="seconds for each run")
    parser.add_argument("--gap", type=float, default=0.001, help="gap at which a run ends")
    parser.add_argument("--out", type=Path, default=Path("out/bench-peers"), help="folder for all that was measured")
    parser.add_argument("--docs", type=Path, default=Path("docs/bench"), help="folder for table and plot")
    args = parser.parse_args()
    for option, known in (("instances", [*INSTANCES, TEXTBOOK.name]), ("solvers", list(CONTENDERS))):
        chosen = getattr(args, option).split()
        if unknown := [name for name in chosen if name not in known]:
            parser.error(f"--{option}: there is no {unknown[0]}; there are {', '.join(known)}")
        setattr(args, option, chosen)
    if not args.limit > 0 or not args.gap >= 0:
        parser.error("--limit must be above 0 and --gap not below")
    return args


def measure(instance: Instance, folder: Path, args: argparse.Namespace, *, solve_layers: bool) -> None:
    """Measures all contenders on an instance, one after another, and stores what came out."""
    say(f"{instance.name}: {instance.title}")
    load = os.getloadavg()[0]
    p = prepare(instance, folder)
    result = Result(
        instance.name, instance.title, results.today(), results.commit(), results.machine(), load,
        args.limit, args.gap, p.size, p.build_seconds, p.build_peak_mb,
    )
    for name in args.solvers:
        contender = CONTENDERS[name]
        # Behind a layer is HiGHS again: it is solved once, to see that the program is the same.
        limit = 0 if contender.layer and not solve_layers else args.limit
        result.runs.append(compete(contender, p, folder, limit, args.gap))
        result.save(folder)


def compete(contender: Contender, p: Prepared, folder: Path, limit: float, gap: float) -> Run:
    """Runs a contender."""
    trace = folder / f"{contender.name}.csv"
    case = Case(p.scenario, p.mps, p.arrays, trace, limit, gap)
    hear = writer = None
    if contender.parse is not None:
        writer = TraceWriter(trace)
        hear = hear_with(contender.parse(case), writer)
    done = run(contender.command(case), folder / f"{contender.name}.log", limit + GRACE, hear=hear)
    if writer is not None:
        writer.close()
    said = read_report(done.output)
    entry = Run(
        contender.name, contender.title, version(contender), ended="", failed=False, seconds=done.seconds,
        peak_mb=done.peak_mb, searched=limit > 0,
    )
    if said is not None:
        entry.version, entry.ended = said.version, said.ended.lower()
        entry.build_seconds, entry.build_peak_mb = said.build_seconds, said.build_peak_mb
    if done.code is None:
        entry.ended = f"killed {GRACE} s after its limit"
    elif contender.own and done.code in _ANSWERS:
        entry.ended = _ANSWERS[done.code]
    elif done.code != 0:
        entry.ended, entry.failed = f"failed with exit code {done.code}", True
    elif contender.ending:
        found = re.search(contender.ending, done.output, re.MULTILINE)
        entry.ended = found[1].lower() if found else "it does not say why"
    say(f"  {contender.title}: {entry.ended} after {done.seconds:.1f} s")
    return entry


def version(contender: Contender) -> str:
    """What a program says of its version; workers say it in their reports."""
    if contender.version is None:
        return ""
    command, pattern = contender.version
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    said = re.search(pattern, done.stdout)
    return " ".join(" ".join(said.groups()).split()) if said else " ".join([*command, "says no version"])


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        say("interrupted; what was measured is kept, table and plot are as they were")
        sys.exit(130)
