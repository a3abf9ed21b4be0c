"""Why a plan leaves segments out: worked out when somebody asks, from the records as they stand then."""

from __future__ import annotations

from studio.pipeline.opening import Studio
from studio.pipeline.seasons.season import period, season_of
from studio.pipeline.seasons_kept import Kept
from studio.scheduling.seasons.why import left_out
from studio.scheduling.values import LeftOut


def why_not(studio: Studio, kept: Kept, segment: str | None = None) -> tuple[LeftOut, ...]:
    """The segments that a plan leaves out with their reasons, or the one that is asked for; empty: it is in the plan,
    or the plan does not know it. What a plan keeps as its reasons stands.

    Raises NotFound where the plan's days have no airtime any more, SettingsInvalid, ScriptRefused.
    """
    asked = [one for one in kept.plan.left_out if segment in (None, one.key)]
    unsaid = {one.key for one in asked if not one.reasons}
    if not unsaid:
        return tuple(asked)
    season = season_of(studio, period(studio, kept.since, kept.until))
    told = {one.key: one for one in left_out(season, kept.plan, unsaid)}
    return tuple(told.get(one.key, one) for one in asked)
