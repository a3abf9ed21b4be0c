"""The plan of a whole season: exact models on HiGHS, a first plan at once, better ones, and a proof of how good."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from studio.errors import RundownImpossible, fault
from studio.scheduling.seasons.bound import unrelaxed
from studio.scheduling.seasons.causes import causes
from studio.scheduling.seasons.hold import standing, widened
from studio.scheduling.seasons.hunt import Hunt, Outcome
from studio.scheduling.seasons.offers import season_faults, table
from studio.scheduling.seasons.plan import choices
from studio.scheduling.seasons.program import program
from studio.scheduling.seasons.search import search
from studio.scheduling.seasons.solving import solving
from studio.scheduling.seasons.state import State
from studio.scheduling.seasons.values import Effort, Plan, Season, Step
from studio.scheduling.seasons.why import left_out
from studio.scheduling.seasons.wishes import UNITS, wanted_faults
from studio.scheduling.seasons.worth import scale


def _silent(_: Step) -> None:
    """Nobody listens."""


def _never() -> bool:
    return False


def propose_season(
    season: Season,
    seed: int = 0,
    effort: Effort | None = None,
    tell: Callable[[Step], None] = _silent,
    stopped: Callable[[], bool] | None = None,
    *,
    hold: bool = False,
) -> Plan:
    """The best plan of a season that is found; the same for the same season, seed and effort, whatever the load.

    tell: is called with every better plan and its proven gap. stopped: asked ten times a second; once true, the best
    plan so far is returned, which is valid; airtimes that were not reached are unfilled. hold: every slot whose last
    published plan may still be aired stays as it is, and only the others are planned anew. Slots that cannot be filled
    are left with their causes.
    Raises RundownImpossible: slots or segments that are there twice, times without a zone, wishes that are none.
    """
    RundownImpossible.raise_if((*season_faults(season), *wanted_faults(season.policy)))
    found = table(season)
    model = program(found)
    with solving(stopped) as solver:
        begun = State(model, solver)
        free = standing(begun) if hold else tuple(model.unfilled)
        hunt = Hunt(model, free, seed, effort or Effort(), tell, stopped or _never)
        outcome = search(hunt, begun)
        state = outcome.state
        if hold and widened(hunt, state):
            outcome = Outcome(state, unrelaxed(model).bound, False)
    plan = Plan(choices(found, (model.offers[number] for number in state.chosen)), 0, 0, False)
    empty = [found.slots[place].slug for place in state.empty]
    if hunt.stopped():
        unfilled = {**found.faults, **{slug: (fault("scheduling.season-stopped", slug),) for slug in empty}}
    else:
        unfilled = {**found.faults, **{slug: causes(found, slug, seed) for slug in sorted(empty)}}
    return _weighed(replace(plan, unfilled=unfilled), state, outcome.bound, outcome.proven)


def _weighed(plan: Plan, state: State, bound: float, proven: bool) -> Plan:
    """The plan with its worth by the evaluator, its bound, and why segments were left out."""
    found = state.program.table
    units = scale(found).units(plan.choices, plan.unfilled)
    points = sum(units.values()) // UNITS
    top = points if proven else max(points, -(-round(bound * UNITS) // UNITS))
    worths = {name: count // UNITS for name, count in units.items()}
    return replace(plan, points=points, bound=top, proven=proven, worths=worths, left_out=left_out(state, plan))
