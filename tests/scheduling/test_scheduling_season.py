"""The laws of a season's plan, on seasons small enough to try everything."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.errors import RundownImpossible
from studio.scheduling.seasons.bound import relax
from studio.scheduling.seasons.offers import table
from studio.scheduling.seasons.plan import rundown_of, with_published
from studio.scheduling.seasons.program import program
from studio.scheduling.seasons.propose import propose_season
from studio.scheduling.seasons.rules import violations
from studio.scheduling.seasons.values import (
    Choice,
    Effort,
    Member,
    Plan,
    Policy,
    Promise,
    Season,
    Slot,
    Step,
    Story,
    Target,
)
from studio.scheduling.seasons.why import left_out
from studio.scheduling.seasons.wishes import NAMES, WISHES, weights
from studio.scheduling.seasons.worth import worth
from studio.scheduling.timing.times import ends
from studio.scheduling.values import Lock
from studio.units import Ms

SEEDS = st.integers(0, 10**6)
PIECEWISE = Effort(rounds=3, nodes=50, whole=0)
"""What large seasons get: a first plan, the relaxation, and searches over a few airtimes."""


def drawn(cases: Any, seed: int, slots: int, count: int, **changes: Any) -> Season:
    """A small season from a seed: two stations, two languages, presenters, expiry, activities, promises, targets."""
    draw = random.Random(seed)
    clock = cases.small(length=240_000, least=1, most=2)
    made = [
        Slot(
            slug=f"s{number}",
            station=("north", "south")[number % 2],
            clock=clock,
            starts_at=cases.starts + timedelta(days=draw.randint(0, 40)),
            language=draw.choice(["km", "km", "en"]),
            fixed={},
            presenters=frozenset(draw.sample(["dara", "sokha"], draw.randint(0, 2))),
        )
        for number in range(slots)
    ]
    stories = [_story(cases, one, draw) for one in cases.candidates(count, seed)]
    if count > 2 and draw.random() < 0.4:
        stories[0], stories[1] = (replace(one, together="harvest") for one in stories[:2])
    season = Season(
        slots=tuple(made),
        stories=tuple(stories),
        members=tuple(Member(f"C{number}", "", None) for number in range(4)),
        promises=(Promise("C1", (cases.starts + timedelta(days=20)).date()),),
        policy=Policy(most_airings=draw.randint(1, 2), spacing_days=draw.choice([7, 28]), targets=TARGETS),
        aired={("north", stories[0].key): ((cases.starts - timedelta(days=3)).date(),)},
    )
    return replace(season, **changes)


TARGETS = (Target("women", "", 500), Target("theme", "land", 300), Target("province", "1", 300))


def _story(cases: Any, told: Any, draw: random.Random) -> Story:
    told = replace(
        told,
        kind="story",
        planned=Ms(told.planned // 15_000 * 15_000 or 15_000),
        short=None if told.short is None else Ms(told.short // 15_000 * 15_000 or 15_000),
        communities=frozenset(f"C{int(home[1:]) % 5}" for home in told.communities),
        province=f"{int(told.province) % 3}",
    )
    tongues = draw.choice([("km",), ("km", "en"), ("km", "en")])
    over = cases.starts.date() + timedelta(days=draw.randint(10, 60)) if draw.random() < 0.4 else None
    return Story(told.key, dict.fromkeys(tongues, told), over, "", draw.choice(["", "", "", "dara"]))


def fillings(season: Season, slot: Slot) -> Iterator[tuple[Choice, ...]]:
    """Every choice of up to four segments that the rules allow in one slot alone; no solver."""
    alone = replace(season, slots=(slot,))
    names = ("first", "second")
    told = [(story, story.told[slot.language]) for story in season.stories if slot.language in story.told]
    for count in range(1, 5):
        for some in combinations(told, count):
            for versions in product(*(one.versions for _, one in some)):
                many = tuple(
                    Choice(slot.slug, story.key, names[number >= 2], version)
                    for number, ((story, _), version) in enumerate(zip(some, versions, strict=True))
                )
                if not violations(alone, Plan(many, 0, 0, False)):
                    yield many


def by_force(season: Season) -> int:
    """What the best plan of a season is worth, by trying every one; a slot that cannot be filled is left."""
    per_slot = [[*fillings(season, slot), None] for slot in season.slots]
    best = None
    for some in product(*per_slot):
        empty = [slot.slug for slot, many in zip(season.slots, some, strict=True) if many is None]
        plan = Plan(tuple(c for many in some if many for c in many), 0, 0, False, unfilled=dict.fromkeys(empty, ()))
        if best is not None and worth(season, plan) <= best:
            continue
        if not violations(season, plan):
            best = worth(season, plan)
    assert best is not None
    return best


@settings(max_examples=20)
@given(seed=SEEDS, slots=st.integers(1, 2), count=st.integers(1, 5))
def test_law_brute_force_agrees(cases: Any, seed: int, slots: int, count: int) -> None:
    season = drawn(cases, seed, slots, count)
    plan = propose_season(season)
    assert violations(season, plan) == ()
    assert plan.proven
    assert plan.points == plan.bound == worth(season, plan) == by_force(season)


@settings(max_examples=10)
@given(seed=SEEDS, slots=st.integers(1, 2), count=st.integers(1, 5))
def test_law_nothing_exceeds_the_bound_of_the_relaxation(cases: Any, seed: int, slots: int, count: int) -> None:
    season = drawn(cases, seed, slots, count)
    plan = propose_season(season, effort=PIECEWISE)
    assert violations(season, plan) == ()
    assert worth(season, plan) == plan.points <= by_force(season) <= plan.bound


@settings(max_examples=10)
@given(seed=SEEDS, turns=st.sampled_from([1, 50, 2_000]))
def test_law_prices_that_come_near_bound_no_less_than_exact_ones(cases: Any, seed: int, turns: int) -> None:
    model = program(table(drawn(cases, seed, 4, 12)))
    exact, near = relax(model), relax(model, exact=0, turns=turns)
    assert exact is not None and near is not None
    assert exact.bound <= near.bound + 1e-6


@settings(max_examples=12)
@given(seed=SEEDS, slots=st.integers(2, 5), count=st.integers(5, 25))
def test_law_no_rule_is_broken_and_every_slot_is_full_to_the_millisecond(
    cases: Any, seed: int, slots: int, count: int
) -> None:
    season = drawn(cases, seed, slots, count)
    plan = propose_season(season, seed=seed, effort=PIECEWISE)
    assert violations(season, plan) == ()
    assert plan.points == worth(season, plan) <= plan.bound
    for slot in season.slots:
        if slot.slug not in plan.unfilled:
            assert ends(rundown_of(season, plan, slot.slug)) == slot.clock.hard_out
        else:
            assert plan.unfilled[slot.slug]


@settings(max_examples=6)
@given(seed=SEEDS)
def test_law_the_order_of_input_is_irrelevant(cases: Any, seed: int) -> None:
    season = drawn(cases, seed, 3, 12)
    other = replace(
        season,
        slots=tuple(cases.shuffled(season.slots, seed)),
        stories=tuple(cases.shuffled(season.stories, seed)),
        members=tuple(cases.shuffled(season.members, seed)),
    )
    for effort in (Effort(), PIECEWISE):
        assert propose_season(season, seed, effort) == propose_season(other, seed, effort)


@settings(max_examples=8)
@given(seed=SEEDS)
def test_law_after_a_withdrawal_only_slots_that_must_change_do(cases: Any, seed: int) -> None:
    season = drawn(cases, seed, 4, 16)
    plan = propose_season(season, effort=PIECEWISE)
    if not plan.choices:
        return
    gone = plan.choices[seed % len(plan.choices)].key
    later = replace(
        season,
        slots=with_published(season, plan),
        stories=tuple(story for story in season.stories if story.key != gone),
    )
    again = propose_season(later, hold=True)
    assert violations(later, again) == ()
    must = {choice.slot for choice in plan.choices if choice.key == gone} | set(plan.unfilled)
    changed = {slot.slug for slot in season.slots if heard(plan, slot.slug) != heard(again, slot.slug)} - must
    if changed:
        slots = tuple(slot if slot.slug in must else replace(slot, frozen=True) for slot in later.slots)
        alone = propose_season(replace(later, slots=slots))
        assert len(changed) <= len(alone.unfilled), "another airtime changes only for one that cannot be filled alone"


def heard(plan: Plan, slug: str) -> set[tuple[str, str]]:
    """What a plan puts into an airtime, in which versions."""
    return {(one.key, one.version) for one in plan.choices if one.slot == slug}


@settings(max_examples=8)
@given(seed=SEEDS)
def test_law_a_published_plan_that_may_still_be_aired_is_not_changed(cases: Any, seed: int) -> None:
    season = drawn(cases, seed, 4, 16)
    plan = propose_season(season, effort=PIECEWISE)
    later = replace(season, slots=with_published(season, plan))
    again = propose_season(later, hold=True)
    assert again.choices == plan.choices
    assert set(again.unfilled) == set(plan.unfilled)


@settings(max_examples=10)
@given(seed=SEEDS, calls=st.integers(0, 60))
def test_law_whenever_a_search_is_ended_its_plan_breaks_no_rule_and_no_bound(cases: Any, seed: int, calls: int) -> None:
    season, asked = drawn(cases, seed, 5, 25), []

    def soon() -> bool:
        asked.append(1)
        return len(asked) > calls

    steps: list[Step] = []
    plan = propose_season(season, effort=PIECEWISE, tell=steps.append, stopped=soon)
    assert violations(season, plan) == ()
    assert plan.points == worth(season, plan) <= plan.bound
    assert [step.stage for step in steps].count("done") == 1
    assert steps[-1].stage == "done"
    assert {one.slot for one in plan.choices} | set(plan.unfilled) == {slot.slug for slot in season.slots}


def granted(season: Season, slug: str, *locks: Lock) -> set[str]:
    """What is heard in a slot once some segments are locked into it."""
    slots = tuple(replace(slot, locks=locks) if slot.slug == slug else slot for slot in season.slots)
    return held(propose_season(replace(season, slots=slots)), slug)


@settings(max_examples=10)
@given(seed=SEEDS)
def test_law_a_change_that_is_told_lets_the_segment_in(cases: Any, seed: int) -> None:
    season = drawn(cases, seed, 2, 8)
    plan = propose_season(season)
    why = left_out(season, plan)
    assert [one.key for one in why] == [one.key for one in plan.left_out]
    for left in why:
        assert left.reasons
        assert left_out(season, plan, {left.key}) == (left,), "asked alone it is told the same"
        told = [one.values for one in left.reasons if one.code.endswith(("change-lock", "change-add"))]
        for way in told[:1]:
            lock = Lock(left.key, "", None, "short" if way["version"] == "short" else "long")
            assert left.key in granted(season, str(way["slot"]), lock)


@settings(max_examples=10)
@given(seed=SEEDS)
def test_law_a_change_that_is_told_lets_a_whole_activity_in(cases: Any, seed: int) -> None:
    draw = random.Random(seed)
    lengths = [90_000 + 1_000 * draw.randint(0, 10) for _ in range(9)]
    season = plain(cases, 9)
    stories = []
    for number, (story, length) in enumerate(zip(season.stories, lengths, strict=True)):
        home = frozenset({f"C{draw.randint(0, 12)}"})
        told = replace(story.told["km"], planned=Ms(length), communities=home, reported_on=date(2012, 3, 1 + number))
        stories.append(replace(story, told={"km": told}, together="harvest" if number < 2 else ""))
    season = replace(season, slots=season.slots[:2], stories=tuple(stories))
    plan = propose_season(season)
    why = left_out(season, plan)
    ways = [one for left in why for one in left.reasons if one.code.endswith("change-together")]
    nowhere = {left.key for left in why if any(one.code.endswith("change-none") for one in left.reasons)}
    for way in ways:
        keys = {way.where, *str(way.values["others"]).split(", ")}
        assert keys == {"R0", "R1"} <= granted(season, str(way.values["slot"]), *map(Lock, sorted(keys)))
    assert {way.where for way in ways} | nowhere >= {"R0", "R1"} - {one.key for one in plan.choices}


@settings(max_examples=10)
@given(seed=SEEDS)
def test_law_what_an_activity_lacks_is_what_lets_it_in_beside_all_that_is_there(cases: Any, seed: int) -> None:
    draw = random.Random(seed)
    season = plain(cases, 5)
    stories = []
    for number, story in enumerate(season.stories):
        length = Ms(draw.randint(80_000, 88_000) if number > 1 else draw.randint(50_000, 100_000))
        told = replace(story.told["km"], planned=length, communities=frozenset({f"C{number}"}))
        stories.append(replace(story, told={"km": told}, together="harvest" if number < 2 else ""))
    locks = tuple(Lock(one.key) for one in stories[2:])
    slot = replace(season.slots[0], clock=cases.small(length=300_000, most=3), locks=locks)
    season = replace(season, slots=(slot,), stories=tuple(stories))
    plan = propose_season(season)
    assert held(plan, slot.slug) == {"R2", "R3", "R4"}
    for left in left_out(season, plan):
        (why,) = [one for one in left.reasons if one.code.startswith("scheduling.season-why-no-room")]
        assert why.code.endswith("together")
        assert why.values["others"] == {"R0": "R1", "R1": "R0"}[left.key]
        length = 300_000 + int(str(why.values["ms"]))
        for short, fits in ((1, False), (0, True)):
            wider = replace(slot, clock=cases.small(length=length - short, most=3), locks=())
            together = replace(season, slots=(wider,))
            all_in = held(propose_season(together), slot.slug) == {"R0", "R1", "R2", "R3", "R4"}
            assert all_in == fits


def test_law_a_wish_outweighs_everything_below_it_in_one_segment() -> None:
    for wanted in (NAMES, NAMES[::-1], (*NAMES[3:], *NAMES[:3])):
        points = weights(wanted)
        by_name = {wish.name: wish for wish in WISHES}
        for number, name in enumerate(wanted):
            below = sum(points[one] * by_name[one].most for one in wanted[number + 1 :])
            assert points[name] * by_name[name].step > below
    assert weights(("fresh",))["dead"] == 0


def plain(cases: Any, count: int, **changes: Any) -> Season:
    """Three weeks on one station, with plain segments of 90 s by communities of their own."""
    clock = cases.small(length=240_000, least=1, most=2)
    slots = tuple(Slot(f"s{week}", "north", clock, cases.starts + timedelta(weeks=week), "km", {}) for week in range(3))
    stories = tuple(Story(f"R{n}", {"km": cases.story(f"R{n}", 92_000 + 1_000 * n)}) for n in range(count))
    return replace(Season(slots=slots, stories=stories), **changes)


def held(plan: Plan, slug: str) -> set[str]:
    return {choice.key for choice in plan.choices if choice.slot == slug}


def test_a_promise_comes_before_what_is_fresh(cases: Any) -> None:
    season = plain(cases, 12)
    old = replace(season.stories[0].told["km"], reported_on=date(2011, 1, 1))
    season = replace(season, stories=(replace(season.stories[0], told={"km": old}), *season.stories[1:]))
    assert "R0" not in {one.key for one in propose_season(season).choices}
    promised = replace(season, promises=(Promise("C-R0", season.slots[0].day),))
    plan = propose_season(promised)
    assert "R0" in held(plan, "s0")
    assert plan.worths["promises"] > 0


def test_locked_frozen_and_impossible_slots(cases: Any) -> None:
    season = plain(cases, 12)
    first, second, third = season.slots
    locked = replace(second, locks=(Lock("R3", "second", 0, "long"),))
    stood = replace(first, frozen=True, before=(Lock("R3", "first", 0, "long"), Lock("R0", "first", 1, "long")))
    apart = replace(season, slots=(stood, locked, third))
    plan = propose_season(apart)
    assert held(plan, "s0") == {"R3", "R0"}
    assert set(plan.unfilled) == {"s1"}
    assert [one.code for one in plan.unfilled["s1"]] == ["scheduling.season-why-spacing"]
    assert violations(apart, plan) == ()
    near = replace(apart, policy=Policy(spacing_days=7))
    plan = propose_season(near)
    assert "R3" in held(plan, "s1") and not plan.unfilled
    assert violations(near, plan) == ()


def test_too_few_segments_leave_a_slot_unfilled_with_its_causes_and_plan_the_rest(cases: Any) -> None:
    season = plain(cases, 4)
    plan = propose_season(season)
    assert len(plan.unfilled) == 1
    assert [one.code for many in plan.unfilled.values() for one in many] == ["scheduling.season-scarce"]
    assert violations(season, plan) == ()
    none = propose_season(replace(season, stories=()))
    assert set(none.unfilled) == {"s0", "s1", "s2"}
    assert "scheduling.slot-too-empty" in {one.code for one in none.unfilled["s0"]}


def test_an_activity_is_in_one_edition_or_in_none(cases: Any) -> None:
    season = plain(cases, 12)
    stories = tuple(replace(one, together="harvest") if one.key in ("R1", "R2") else one for one in season.stories)
    plan = propose_season(replace(season, stories=stories, promises=(Promise("C-R1", season.slots[2].day),)))
    assert {"R1", "R2"} in [held(plan, slug) & {"R1", "R2"} for slug in ("s0", "s1", "s2")]
    assert violations(replace(season, stories=stories), plan) == ()


def test_what_is_wrong_with_a_season_is_told_at_once(cases: Any) -> None:
    season = plain(cases, 3, policy=Policy(wanted=("freshness",)))
    naive = replace(season.slots[0], starts_at=cases.starts.replace(tzinfo=None))
    season = replace(season, slots=(*season.slots, naive), stories=(*season.stories, season.stories[0]))
    with pytest.raises(RundownImpossible) as refused:
        propose_season(season)
    assert {one.code for one in refused.value.faults} == {
        "scheduling.naive-time",
        "scheduling.season-slot-twice",
        "scheduling.season-story-twice",
        "scheduling.season-wish",
    }


def test_every_rule_sees_what_breaks_it(cases: Any) -> None:
    season = plain(cases, 12)
    plan = propose_season(season)
    mine = plan.choices[0]

    def codes(other: Season, choices: tuple[Choice, ...] = plan.choices) -> set[str]:
        return {one.code.removeprefix("scheduling.") for one in violations(other, replace(plan, choices=choices))}

    def told(**changes: Any) -> Season:
        new = tuple(replace(one, **changes) if one.key == mine.key else one for one in season.stories)
        return replace(season, stories=new)

    assert codes(told(expires_on=date(2012, 4, 1))) == {"season-why-expired"}
    present = tuple(replace(slot, presenters=frozenset({"sokha"})) for slot in season.slots)
    assert codes(replace(told(presenter="dara"), slots=present)) == {"season-why-presenter"}
    assert codes(replace(season, aired={("north", mine.key): (date(2012, 4, 6),)})) == {"season-why-spacing"}
    twice = {("north", mine.key): (date(2011, 4, 6), date(2011, 6, 6))}
    assert codes(replace(season, aired=twice)) == {"season-why-airings"}
    apart = {one.key: replace(one, together="harvest") for one in season.stories[:2]}
    assert "season-rule-together" in codes(
        replace(season, stories=tuple(apart.get(one.key, one) for one in season.stories)),
        tuple(one for one in plan.choices if one.key != "R1") + (Choice("s0", "R0", "first", "long"),),
    )
    assert codes(replace(season, slots=(replace(season.slots[0], frozen=True), *season.slots[1:]))) == {
        "season-rule-frozen"
    }
    assert codes(season, plan.choices[1:]) == {"slot-unfilled"}
    assert codes(season, (*plan.choices, Choice("s9", "R0", "first", "long"))) == {"season-rule-slot"}
    empty = replace(plan, unfilled={"s0": ()})
    assert "scheduling.season-rule-unfilled" in {one.code for one in violations(season, empty)}


def test_an_airtime_that_is_not_full_is_judged_for_its_segments_all_the_same(cases: Any) -> None:
    """Whoever changes a plan by hand reads everything that is wrong in one go."""
    season = plain(cases, 12)
    plan = propose_season(season)
    first = plan.choices[0]
    alone = tuple(one for one in plan.choices if one.slot != first.slot or one == first)
    other = next(one.key for one in season.stories if one.key not in {each.key for each in plan.choices})

    def told(key: str, **changes: Any) -> tuple[Story, ...]:
        km = {one.key: replace(one.told["km"], **changes) for one in season.stories if one.key == key}
        return tuple(replace(one, told={"km": km.get(one.key, one.told["km"])}) for one in season.stories)

    def codes(changed: Season, *more: Choice) -> set[str]:
        broken = violations(changed, replace(plan, choices=(*alone, *more)))
        return {one.code.removeprefix("scheduling.") for one in broken}

    assert codes(season) == {"slot-unfilled"}
    over = replace(season, stories=told(first.key, usable_until=date(2012, 1, 1)))
    assert codes(over) == {"slot-unfilled", "rule-consent"}
    locked = [replace(one, locks=(Lock(other),)) if one.slug == first.slot else one for one in season.slots]
    assert "rule-lock" in codes(replace(season, slots=tuple(locked)))
    shared = replace(season, stories=told(other, communities=season_communities(season, first.key), planned=Ms(20_000)))
    assert codes(shared, Choice(first.slot, other, first.position, "long")) >= {"slot-unfilled", "rule-community"}


def season_communities(season: Season, key: str) -> frozenset[str]:
    """Who speaks in a segment."""
    return next(one for one in season.stories if one.key == key).told["km"].communities
