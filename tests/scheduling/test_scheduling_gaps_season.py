"""A season where gaps stretch: all that it plans is full, and gaps after what is fixed and after music count."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.scheduling.rules.judge import violations as broken
from studio.scheduling.seasons.plan import rundown_of
from studio.scheduling.seasons.propose import propose_season
from studio.scheduling.seasons.rules import violations
from studio.scheduling.seasons.values import Policy, Season, Slot, Story
from studio.scheduling.timing.times import ends
from studio.scheduling.values import Candidate, Clock


def season_of(cases: Any, clock: Clock, slots: int, many: list[Candidate]) -> Season:
    """Slots of one clock on one station, a week apart."""
    made = [Slot(f"s{n}", "north", clock, cases.starts + timedelta(weeks=n), "km", {}) for n in range(slots)]
    stories = tuple(Story(one.key, {"km": one}) for one in many)
    return Season(tuple(made), stories, policy=Policy(most_airings=1))


@settings(max_examples=10)
@given(seed=st.integers(0, 10**6), longer=st.sampled_from([0, 2_000, 15_000]))
def test_law_what_a_season_plans_is_filled_to_the_millisecond_where_gaps_stretch(
    cases: Any, seed: int, longer: int
) -> None:
    clock, many = cases.loosened(cases.small(240_000, 1, 2), 400, longer, 20_000), cases.candidates(10, seed)
    season = season_of(cases, clock, 2, many)
    plan = propose_season(season)
    assert violations(season, plan) == ()
    for slot in season.slots:
        if slot.slug not in plan.unfilled:
            rundown = rundown_of(season, plan, slot.slug)
            assert ends(rundown) == clock.hard_out
            assert broken(rundown, clock, many, {}) == ()


@pytest.mark.parametrize(("length", "filled"), [(109_000, True), (108_999, False)])
def test_a_season_counts_the_gaps_after_what_is_fixed_and_after_music(cases: Any, length: int, filled: bool) -> None:
    clock = cases.loosened(cases.small(240_000, 2, 2), 0, 1_000)
    # 240 s - 20 s fixed - 10 s music - 2 gaps of .5 s after stories - 2 of 1.5 s after the opening and the music
    many = [cases.story("A", 97_000), cases.story("B", length)]
    plan = propose_season(season_of(cases, clock, 1, many))
    assert ("s0" not in plan.unfilled) == filled
