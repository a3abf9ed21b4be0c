"""Whole seasons planned, beside two plain ways: python -m benchmarks.season [--json] [--only 1x40].

Every season runs in a program of its own, with its two peers, and one evaluator weighs all three plans. The ratio is
the proven gap: what the plan may lack of the best there is.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from dataclasses import asdict

from benchmarks.peers.figure import Figure

SIZES = ("1x40", "26x400", "104x2000", "520x10000")
GOALS = {"1x40": (0.0, 1.0), "26x400": (0.01, 60.0), "104x2000": (0.02, 300.0), "520x10000": (1.0, None)}
"""The gap, and the seconds on the wall that a plan may take; None: as long as it needs."""
MOST_MB = 2_000


def measured(size: str, seed: int) -> dict[str, float]:
    """One season in a program of its own."""
    command = [sys.executable, "-m", "benchmarks.season.run", size, str(seed)]
    return dict(json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.splitlines()[-1]))


def figures(size: str, seed: int) -> list[Figure]:
    """What was measured of one season."""
    told = measured(size, seed)
    gap, seconds = GOALS[size]
    costs = f"{told['seconds']:.1f} s ({told['processor']:.1f} s of processor, {told['first']:.1f} s to the first plan)"
    what = f"{size}: points beside the bound, {costs}, {told['memory']:.0f} MB, {told['unfilled']:.0f} unfilled, "
    what += f"{told['broken']:.0f} rules broken"
    fine = told["gap"] <= gap and not told["broken"] and not told["unfilled"] and told["memory"] < MOST_MB
    found = [Figure(what, told["points"], told["bound"], round(told["gap"], 5), gap, fine)]
    for name, words in (("greedy", "first fit"), ("knapsack", "a knapsack an airtime")):
        empty, took, worth = told[f"{name}_empty"], told[f"{name}_seconds"], told[name]
        words = f"{size}: lacking of the bound, beside {words} ({took:.1f} s, {empty:.0f} unfilled)"
        ours, theirs = told["bound"] - told["points"], told["bound"] - worth
        ratio = round(ours / theirs, 4) if theirs > 0 else 1.0
        found.append(Figure(words, ours, theirs, ratio, 1.0, ratio <= 1.0))
    if seconds is not None:
        ratio = round(told["seconds"] / seconds, 3)
        found.append(
            Figure(f"{size}: seconds, beside the goal", round(told["seconds"], 2), seconds, ratio, 1.0, ratio <= 1)
        )
    if "changed" in told:
        must, changed = told["must"], told["changed"]
        words = f"{size}: airtimes changed after a withdrawal ({told['again']:.1f} s), beside those that must"
        found.append(Figure(words, changed, must, round(changed / max(must, 1), 3), 1.0, changed <= must))
    return found


def main() -> None:
    """Print the figures as a table, or as JSON; how far it is goes to the standard error."""
    words = argparse.ArgumentParser(prog="python -m benchmarks.season", description=__doc__)
    words.add_argument("--json", action="store_true", help="a list of {what, ours, peer, ratio, goal, holds}")
    words.add_argument("--seed", type=int, default=1, help="another seed makes other seasons")
    words.add_argument("--only", nargs="*", default=list(SIZES), choices=SIZES, help="seasons, airtimes x segments")
    said = words.parse_args()
    found = [one for size in said.only for one in figures(size, said.seed)]
    if said.json:
        print(json.dumps([asdict(one) for one in found], indent=1))
        return
    for one in found:
        print(one)


if __name__ == "__main__":
    main()
