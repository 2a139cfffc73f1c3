"""What is solved: embedded scenarios and synthetic countries, brought into files."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from .contenders import GRIDALLOC
from .process import run

# How long preparing an instance may take, in seconds.
_PATIENCE = 1800


@dataclass(frozen=True)
class Instance:
    """A scenario with what is changed of it. Without scenario it is a synthetic country."""

    name: str
    title: str
    scenario: str = ""
    synthetic: tuple[str, ...] = ()  # arguments of the generator
    worlds: int = 0  # kept of drawn ones
    sets: tuple[str, ...] = ()


@dataclass
class Prepared:
    """An instance in files, and what gridalloc took to build its program and write it."""

    scenario: list[str]
    mps: Path
    arrays: Path
    build_seconds: float
    build_peak_mb: float
    size: dict[str, int] = field(default_factory=dict)


def _synthetic(name: str, regions: int, contracts: int, seed: int) -> Instance:
    arguments = ("-regions", str(regions), "-contracts", str(contracts), "-seed", str(seed))
    return Instance(name, f"synthetic country of {regions} regions and {contracts} contracts, seed {seed}", synthetic=arguments)


_ZONES = {
    "centre": "Centre",
    "north-west": "North-West",
    "south": "South",
    "mid-volga": "Mid-Volga",
    "urals": "Urals",
    "siberia": "Siberia",
    "east": "East",
}

_CVAR = "objective={measure: cvar, weight: 30%, tail: 10%}"

INSTANCES = {
    i.name: i
    for i in (
        *(Instance(name, f"power system {title} of Russia", scenario=name) for name, title in _ZONES.items()),
        Instance("russia", "Russia, national", scenario="russia"),
        *(_synthetic(f"synthetic-{seed}", 85, 40, seed) for seed in range(1, 6)),
        _synthetic("regions-170", 170, 40, 1),
        _synthetic("contracts-80", 85, 80, 1),
        _synthetic("double", 170, 80, 1),
        Instance("russia-50-worlds", "Russia, national, 50 worlds of 2,000 drawn, 30 % of the weight on the worst tenth (CVaR)",
                 scenario="russia", worlds=50, sets=(_CVAR,)),
        Instance("russia-quarters", "Russia, national, by quarters", scenario="russia",
                 sets=("horizon={start: 2027-01-01, period: quarter, periods: 40}",)),
    )
}

# Not measured by default: it is solved before anything can be timed.
TEXTBOOK = Instance("textbook", "the textbook scenario", scenario="textbook")


def prepare(instance: Instance, folder: Path) -> Prepared:
    """Writes scenario, worlds, MPS file and arrays of an instance into a folder."""
    scenario, sets = instance.scenario, list(instance.sets)
    if instance.synthetic:
        command = ["go", "run", "./internal/synthetic", *instance.synthetic, str(folder / "scenario")]
        scenario = _output(command).strip()
    if instance.worlds:
        # Worlds are drawn once, so that all solve the same program.
        worlds = (folder / "worlds.csv").resolve()
        _output([GRIDALLOC, "market", "draw", scenario, "--keep", str(instance.worlds), "--quiet", "--out", str(worlds)])
        sets.append(f'worlds={{file: "{worlds}"}}')
    arguments = [scenario, *(word for s in sets for word in ("--set", s))]
    mps, arrays = folder / "model.mps", folder / "model.npz"
    built = run([GRIDALLOC, "dump", "mps", *arguments, "--out", str(mps)], folder / "dump.log", _PATIENCE)
    if built.code != 0:
        raise SystemExit(f"gridalloc dump mps {instance.name}: exit code {built.code}\n{built.output}")
    _output([sys.executable, "-m", "peers.workers.arrays", str(mps), str(arrays)])
    return Prepared(arguments, mps, arrays, built.seconds, built.peak_mb, _size(arrays))


def _size(arrays: Path) -> dict[str, int]:
    from .workers.arrays import load

    a = load(arrays)
    return {"columns": len(a.cost), "integers": int(a.integer.sum()), "rows": len(a.row_lower), "nonzeros": len(a.term_value)}


def _output(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout
