"""An hour of radio assembled, beside five other ways: python -m benchmarks.assembly [--json] [--minutes 60].

Twelve real recordings in mixed formats, each brought to its loudness, beds that give way to speech, crossfades, a
limiter, MP3 with chapters. All programs are measured whole, one after another in every round, and what each has
written is decoded and compared with what was asked for.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections import defaultdict
from dataclasses import asdict, replace
from pathlib import Path

from benchmarks.assembly.check import checked
from benchmarks.assembly.clock import Run, adopt_orphans, timed
from benchmarks.assembly.figures import beside, changes, memory
from benchmarks.assembly.material import REPLACED, material
from benchmarks.assembly.plan import Plan, pulled, read, replaced, write
from benchmarks.assembly.ways import FINISHED, OURS, Way, ways
from benchmarks.peers.figure import Figure

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "studio-benchmarks" / "assembly"
MEMORY = "memory"
COLD, NOTHING, OTHER, LESS = "cold", "nothing", "replaced", "pulled"


class Bench:
    """One run of everything. plans: by name, files beside the recordings."""

    def __init__(self, cache: Path, minutes: float, seed: int, work: Path) -> None:
        self.folder, self.plan, other = material(cache, minutes, seed)
        self.work = work
        self.runs: dict[str, list[Run]] = defaultdict(list)
        self.faults: dict[str, str] = {}
        changed = replaced(self.plan, REPLACED, replace(other, title=self.plan.segments[REPLACED].title))
        self.plans = {COLD: self.folder / "plan.json"}
        for name, plan in ((OTHER, changed), (LESS, pulled(self.plan, REPLACED))):
            self.plans[name] = self.folder / f"{name}.json"
            write(plan, self.plans[name])

    def finished(self) -> Path:
        """The episode's sound, mixed and not yet encoded, for the encoder alone."""
        target = self.work / "finished.wav"
        timed([*FINISHED, str(self.plans[COLD]), str(target), "--wav"])
        return target

    def warm(self) -> None:
        """Read every recording once, so that no program pays for the disk."""
        for path in self.folder.iterdir():
            path.read_bytes()

    def measure(self, key: str, command: list[str], plan: Plan | None) -> None:
        """Run one program, and look at what it wrote the first time."""
        target = self.work / f"{key}.mp3"
        run = timed(command)
        self.runs[key].append(run)
        told = f"{run.wall:.1f} s, {run.processor:.1f} s of processor, {run.memory / 1e6:.0f} MB"
        if plan and len(self.runs[key]) == 1:
            written = checked(target, plan)
            self.faults[key] = "".join(f"; WRONG: {fault}" for fault in written.faults)
            told += f"; {written}"
        print(f"  {key}: {told}", file=sys.stderr, flush=True)

    def ours(self, number: int) -> None:
        """A build from nothing, the same again, and two late changes."""
        cache = str(self.work / f"cache-{number}")
        for key in (COLD, NOTHING, OTHER, LESS):
            file = self.plans.get(key, self.plans[COLD])
            self.measure(key, [*OURS, str(file), str(self.work / f"{key}.mp3"), cache], read(file))

    def theirs(self, way: Way, finished: Path) -> None:
        """Another way, where it is installed."""
        if not way.missing:
            command = way.line(self.plans[COLD], finished, self.work / f"{way.key}.mp3")
            self.measure(way.key, command, None if way.bare else self.plan)


def alone(cache: Path, minutes: float, seed: int) -> Run:
    """Our build from nothing of an episode of another length."""
    with tempfile.TemporaryDirectory(dir=cache) as name:
        bench = Bench(cache, minutes, seed, Path(name))
        command = [*OURS, str(bench.plans[COLD]), f"{name}/{minutes:g}-minutes.mp3", f"{name}/cache"]
        bench.measure(f"{minutes:g}-minutes", command, bench.plan)
        return bench.runs[f"{minutes:g}-minutes"][0]


def figures(cache: Path, minutes: float, seed: int, rounds: int, only: list[str]) -> list[Figure]:
    """The figures of this machine, now."""
    cache.mkdir(parents=True, exist_ok=True)
    adopt_orphans()
    with tempfile.TemporaryDirectory(dir=cache) as name:
        bench = Bench(cache, minutes, seed, Path(name))
        bench.warm()
        chosen = [way for way in ways(cache) if not only or way.key in only]
        finished = bench.finished() if any(way.bare for way in chosen) else Path()
        for number in range(rounds):
            print(f"Round {number + 1} of {rounds}", file=sys.stderr)
            for way in chosen:
                bench.theirs(way, finished)
            bench.ours(number)
        runs, cold = bench.runs, bench.runs[COLD]
    found = [beside(way, cold, runs[way.key], bench.faults.get(way.key, "")) for way in chosen]
    found += changes(cold, runs[NOTHING], runs[OTHER], runs[LESS])
    if only and MEMORY not in only:
        return found
    short, long = (alone(cache, length, seed) for length in (minutes / 2, minutes * 4))
    return found + memory(minutes, short, long, cold, runs["plain"])


def main() -> None:
    """Print the figures as a table, or as JSON; what is going on goes to the standard error."""
    words = argparse.ArgumentParser(prog="python -m benchmarks.assembly", description=__doc__)
    words.add_argument("--json", action="store_true", help="a list of {what, ours, peer, ratio, goal, holds}")
    words.add_argument(
        "--minutes", type=float, default=60, help="of the episode; memory is also measured for 4 times and half as many"
    )
    words.add_argument("--rounds", type=int, default=3, help="how often each program is run")
    words.add_argument("--seed", type=int, default=1, help="another seed makes other recordings")
    words.add_argument("--only", nargs="*", default=[], help=f"peers to run instead of all, and {MEMORY}")
    words.add_argument("--cache", type=Path, default=CACHE, help="where recordings are kept between runs")
    said = words.parse_args()
    found = figures(said.cache, said.minutes, said.seed, said.rounds, said.only)
    if said.json:
        print(json.dumps([asdict(one) for one in found], indent=1))
        return
    for one in found:
        print(one)


if __name__ == "__main__":
    main()
