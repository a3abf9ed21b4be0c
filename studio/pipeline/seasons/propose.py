"""The stage that proposes a season: the records as they stand, the best plan that is found, a version kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from studio.pipeline.opening import Studio
from studio.pipeline.seasons.season import inputs_of, period, season_of
from studio.pipeline.seasons_kept import Kept, keep_plan, newest_plan
from studio.scheduling.seasons.propose import propose_season
from studio.scheduling.seasons.values import Effort, Step
from studio.store.engine import reading


def propose_plan(
    studio: Studio,
    since: date | None = None,
    until: date | None = None,
    seed: int = 0,
    effort: Effort | None = None,
    *,
    tell: Callable[[Step], None] = lambda _step: None,
    stopped: Callable[[], bool] = lambda: False,
    hold: bool = False,
) -> Kept:
    """Propose the plan of a season and keep it as a version. tell, stopped, hold: as `propose_season` takes them.

    Raises NotFound where there is no airtime, RundownImpossible, SettingsInvalid, Conflict where somebody else proposed
    meanwhile.
    """
    span = period(studio, since, until)
    with reading(studio.engine) as session:
        last = newest_plan(session)
    season = season_of(studio, span)
    plan = propose_season(season, seed, effort, tell, stopped, hold=hold)
    inputs = inputs_of(season, seed)
    return keep_plan(studio, plan, (span.since, span.until), seed, inputs, last.number if last else 0)
