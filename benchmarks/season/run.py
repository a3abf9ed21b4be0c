"""One season planned by us and by both peers, weighed by one evaluator: python -m benchmarks.season.run 26x400 1."""

from __future__ import annotations

import json
import resource
import sys
import time
from dataclasses import replace

from benchmarks.peers import season_greedy, season_knapsack
from benchmarks.season.instance import season
from studio.scheduling.seasons.plan import with_published
from studio.scheduling.seasons.propose import propose_season
from studio.scheduling.seasons.rules import violations
from studio.scheduling.seasons.values import Plan, Season, Step
from studio.scheduling.seasons.worth import worth

WITHDRAWN = 200
"""Airtimes up to which a withdrawal is measured as well."""


def planned(wanted: Season) -> tuple[Plan, dict[str, float]]:
    """Our plan and what it cost."""
    begun, processor, steps = time.perf_counter(), time.process_time(), []

    def tell(step: Step) -> None:
        steps.append(time.perf_counter() - begun)
        print(f"  {steps[-1]:7.1f} s  {step.stage} {step.points:,} of {step.bound:,}", file=sys.stderr, flush=True)

    plan = propose_season(wanted, tell=tell)
    told = {
        "seconds": time.perf_counter() - begun,
        "processor": time.process_time() - processor,
        "first": steps[0],
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000,
        "points": plan.points,
        "bound": plan.bound,
        "gap": plan.gap,
        "unfilled": len(plan.unfilled),
        "broken": len(violations(wanted, plan)),
    }
    return plan, told


def withdrawn(wanted: Season, plan: Plan) -> dict[str, float]:
    """One segment of the plan is withdrawn: how many airtimes must change, and how many do."""
    gone = plan.choices[len(plan.choices) // 2].key
    stories = tuple(story for story in wanted.stories if story.key != gone)
    begun = time.perf_counter()
    again = propose_season(replace(wanted, slots=with_published(wanted, plan), stories=stories), hold=True)
    took = time.perf_counter() - begun
    was, now = _held(plan), _held(again)
    changed = sum(was.get(slot.slug) != now.get(slot.slug) for slot in wanted.slots)
    return {"must": sum(gone in {key for key, _ in one} for one in was.values()), "changed": changed, "again": took}


def _held(plan: Plan) -> dict[str, frozenset[tuple[str, str]]]:
    slugs = {choice.slot for choice in plan.choices}
    return {slug: frozenset((one.key, one.version) for one in plan.choices if one.slot == slug) for slug in slugs}


def main() -> None:
    """Print what was measured as JSON."""
    slots, candidates = map(int, sys.argv[1].split("x"))
    wanted = season(slots, candidates, int(sys.argv[2]))
    plan, told = planned(wanted)
    for name, way in (("greedy", season_greedy.planned), ("knapsack", season_knapsack.planned)):
        begun = time.perf_counter()
        choices, empty = way(wanted)
        told[f"{name}_seconds"] = time.perf_counter() - begun
        other = Plan(choices, 0, 0, False, unfilled=dict.fromkeys(empty, ()))
        told[name], told[f"{name}_empty"] = worth(wanted, other), len(empty)
        broken = violations(wanted, other)
        print(f"  {name}: {told[name]:,}, {len(empty)} unfilled, {len(broken)} broken", file=sys.stderr, flush=True)
    if slots <= WITHDRAWN:
        told |= withdrawn(wanted, plan)
    print(json.dumps(told))


if __name__ == "__main__":
    main()
