"""The plan of a whole season: exact models on HiGHS, a first plan at once, better ones, and a proof of how good."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from studio.errors import Fault, RundownImpossible, fault
from studio.scheduling.seasons.bound import loosest
from studio.scheduling.seasons.causes import causes
from studio.scheduling.seasons.hold import standing, widened
from studio.scheduling.seasons.hunt import Hunt, Outcome
from studio.scheduling.seasons.offers import Table, season_faults, table
from studio.scheduling.seasons.plan import choices
from studio.scheduling.seasons.program import written
from studio.scheduling.seasons.search import search
from studio.scheduling.seasons.solving import solving
from studio.scheduling.seasons.state import State
from studio.scheduling.seasons.stopping import never
from studio.scheduling.seasons.values import Choice, Effort, Plan, Season, Step
from studio.scheduling.seasons.wishes import UNITS, dues, wanted_faults, weights
from studio.scheduling.seasons.wishes import unfilled as unfilled_points
from studio.scheduling.seasons.worth import scale
from studio.scheduling.values import LeftOut


def _silent(_: Step) -> None:
    """Nobody listens."""


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
    are left with their causes; why segments are left out, `why.left_out` tells.
    Raises RundownImpossible: slots or segments that are there twice, times without a zone, wishes that are none.
    """
    RundownImpossible.raise_if((*season_faults(season), *wanted_faults(season.policy)))
    asked = stopped or never
    found = table(season)
    model = written(found, asked)
    if model is None:
        return _nothing(found, tell)
    with solving(stopped) as solver:
        begun = State(model, solver)
        free = standing(begun) if hold else tuple(model.unfilled)
        hunt = Hunt(model, free, seed, effort or Effort(), tell, asked)
        outcome = search(hunt, begun)
        state = outcome.state
        if hold and widened(hunt, state):
            outcome = Outcome(state, loosest(model), False)
    held = choices(found, (model.offers[number] for number in state.chosen))
    empty = sorted(found.slots[place].slug for place in state.empty)
    unfilled = _ended(empty) if asked() else {slug: causes(found, slug, seed) for slug in empty}
    return _weighed(found, held, {**found.faults, **unfilled}, outcome.bound, proven=outcome.proven)


def _nothing(found: Table, tell: Callable[[Step], None]) -> Plan:
    """The plan of a season that was ended before there was any: what stands, and nothing else."""
    tell(Step("done", 0, 0))
    moving = [slot.slug for slot in found.slots if not slot.frozen]
    points = weights(found.season.policy.wanted)
    bound = float(len(found.slots) * unfilled_points(found.season.policy) + len(found.stories) * points["unaired"])
    bound += sum(points[due.wish] for due in dues(found.season))
    return _weighed(found, choices(found, ()), {**_ended(moving), **found.faults}, bound, proven=False)


def _ended(slugs: Sequence[str]) -> dict[str, tuple[Fault, ...]]:
    """Airtimes that were not reached."""
    return {slug: (fault("scheduling.season-stopped", slug),) for slug in slugs}


def _weighed(
    found: Table, held: tuple[Choice, ...], unfilled: Mapping[str, tuple[Fault, ...]], bound: float, *, proven: bool
) -> Plan:
    """The plan with its worth by the evaluator and its bound. Why segments are left out is worked out when asked."""
    units = scale(found).units(held, unfilled)
    points = sum(units.values()) // UNITS
    top = points if proven else max(points, -(-round(bound * UNITS) // UNITS))
    worths = {name: count // UNITS for name, count in units.items()}
    inside = {choice.key for choice in held}
    left = tuple(LeftOut(story.key, ()) for story in found.stories if story.key not in inside)
    return Plan(held, points, top, proven, left, unfilled, worths)
