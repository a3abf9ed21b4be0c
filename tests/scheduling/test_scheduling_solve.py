"""The laws of a proposal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.errors import RundownImpossible
from studio.scheduling.rules.judge import violations
from studio.scheduling.slots.clash import clashes
from studio.scheduling.slots.demands import consented, released, task
from studio.scheduling.slots.edit import locks_of
from studio.scheduling.slots.model import built, solver
from studio.scheduling.slots.pools import columns, fixed_time, pools
from studio.scheduling.slots.solve import propose, propose_with_proof
from studio.scheduling.slots.wishes import WISHES, value
from studio.scheduling.timing.flexible import rooms
from studio.scheduling.timing.times import ends
from studio.scheduling.values import Candidate, Clock, Lock, Rundown
from studio.units import Ms

SLUG = "2012-04-07-weekly"


def by_force(cases: Any, clock: Clock, many: list[Candidate], locks: tuple[Lock, ...] = ()) -> Any:
    """The best choice by trying every one: (worth, columns by key); None where there is none. No solver."""
    many = sorted(many, key=lambda one: one.key)
    airing = cases.starts.date()
    groups = pools(clock, locks)
    held = {lock.key: lock for lock in locks}
    options = []
    for one in many:
        allowed = consented(one, airing) and released(one, cases.starts)
        ways = [(one.key, n, v) for n, pool in enumerate(groups) for v in columns(pool, one, held)] if allowed else []
        options.append(ways if one.key in held else [None, *ways])
    known = {one.key: one for one in many}
    best = None
    for choice in product(*options):
        chosen = [way for way in choice if way]
        voices = [home for key, _, _ in chosen for home in known[key].communities]
        counts = [sum(n == number for _, n, _ in chosen) for number in range(len(groups))]
        if len(voices) != len(set(voices)) or not all(
            pool.count_min <= count <= pool.count_max for pool, count in zip(groups, counts, strict=True)
        ):
            continue
        spent = sum(known[key].lasting(version) + groups[n].after for key, n, version in chosen)
        left = clock.hard_out - fixed_time(clock, {}) - spent
        if not any(room.lowest <= left <= room.highest for room in rooms(clock.positions)):
            continue
        worth = value([(known[key], version) for key, _, version in chosen], Ms(left), airing)
        if best is None or (-worth, sorted(chosen)) < (-best[0], best[1]):
            best = (worth, sorted(chosen))
    return best


def picked(rundown: Rundown) -> list[tuple[str, str]]:
    return sorted((e.key, e.version) for e in rundown.entries if e.position in ("first", "second"))


def drawn(cases: Any, seed: int, count: int, grain: int) -> list[Candidate]:
    """Few candidates on few communities; lengths in coarse steps, so that choices worth the same are common."""
    return [
        replace(
            one,
            planned=Ms(one.planned // grain * grain or grain),
            short=None if one.short is None else Ms(one.short // grain * grain or grain),
            communities=frozenset(f"C{int(home[1:]) % 7}" for home in one.communities),
            province=f"{int(one.province) % 3}",
            reported_on=date(2012, 4, 7) - timedelta(days=one.aired * 30),
        )
        for one in cases.candidates(count, seed)
    ]


@settings(max_examples=60)
@given(
    seed=st.integers(0, 10**6), count=st.integers(1, 8), grain=st.sampled_from([1, 1_000, 30_000]), flag=st.booleans()
)
def test_brute_force_agrees_on_small_cases(cases: Any, seed: int, count: int, grain: int, flag: bool) -> None:
    clock, many = cases.small(optional=flag), drawn(cases, seed, count, grain)
    best = by_force(cases, clock, many)
    if best is None:
        with pytest.raises(RundownImpossible):
            propose(clock, SLUG, cases.starts, {}, many)
        return
    proposal = propose_with_proof(clock, SLUG, cases.starts, {}, many, seed=seed)
    assert proposal.proven and proposal.only
    assert picked(proposal.rundown) == [(key, version) for key, _, version in best[1]]
    assert proposal.points == best[0] // 10_000


@settings(max_examples=25)
@given(seed=st.integers(0, 10**6), count=st.integers(3, 8), data=st.data())
def test_brute_force_agrees_with_locks(cases: Any, seed: int, count: int, data: st.DataObject) -> None:
    clock, many = cases.small(), drawn(cases, seed, count, 30_000)
    key = data.draw(st.sampled_from([one.key for one in many]))
    locks = (Lock(key, data.draw(st.sampled_from(["", "first", "second"])), None, None),)
    best = by_force(cases, clock, many, locks)
    if best is None:
        with pytest.raises(RundownImpossible):
            propose(clock, SLUG, cases.starts, {}, many, locks)
        return
    rundown = propose(clock, SLUG, cases.starts, {}, many, locks)
    assert picked(rundown) == [(key, version) for key, _, version in best[1]]
    assert violations(rundown, clock, many, {}, locks) == ()


@settings(max_examples=15)
@given(seed=st.integers(0, 10**6), count=st.integers(20, 60), name=st.sampled_from(["weekly-15", "weekly-30"]))
def test_no_violation_and_the_slot_is_filled_to_the_millisecond(cases: Any, seed: int, count: int, name: str) -> None:
    clock, many = cases.clock(name), cases.candidates(count, seed)
    try:
        proposal = propose_with_proof(clock, SLUG, cases.starts, cases.fixed, many)
    except RundownImpossible as refused:
        assert refused.faults
        return
    assert violations(proposal.rundown, clock, many, cases.fixed) == ()
    assert ends(proposal.rundown) == clock.hard_out
    assert proposal.proven and proposal.only and proposal.bound == proposal.points


@settings(max_examples=10)
@given(seed=st.integers(0, 10**6), mix=st.integers(0, 99), count=st.integers(20, 50))
def test_order_of_input_and_seed_are_irrelevant(cases: Any, seed: int, mix: int, count: int) -> None:
    clock, many = cases.clock(), cases.candidates(count, seed)
    once = propose(clock, SLUG, cases.starts, cases.fixed, many)
    again = propose(clock, SLUG, cases.starts, cases.fixed, cases.shuffled(many, mix), seed=mix)
    assert once == again


@settings(max_examples=10)
@given(seed=st.integers(0, 10**6))
def test_refitting_changes_nothing(cases: Any, seed: int) -> None:
    clock, many = cases.clock("weekly-30"), cases.candidates(50, seed)
    once = propose(clock, SLUG, cases.starts, cases.fixed, many)
    again = propose(clock, SLUG, cases.starts, cases.fixed, many, locks_of(once, clock, every=True))
    unlocked = tuple(replace(entry, locked=False) for entry in again.entries)
    assert unlocked == once.entries


def test_choices_worth_the_same_go_to_the_first_keys(cases: Any) -> None:
    many = [cases.story(f"S{number:02}", 60_000) for number in range(30)]
    rundown = propose(cases.small(), SLUG, cases.starts, {}, cases.shuffled(many, 4))
    assert [key for key, _ in picked(rundown)] == ["S00", "S01", "S02", "S03"]


def test_each_wish_outweighs_what_stands_below_it() -> None:
    most = {wish.name: abs(wish.points) * wish.most for wish in WISHES}
    names = [wish.name for wish in WISHES]
    for place, wish in enumerate(WISHES):
        unit = wish.points * (7 if wish.name == "fresh" else 1)
        if wish.name != "music":
            assert unit > sum(most[name] for name in names[place + 1 :]), wish.name


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"reported_on": date(2012, 3, 1)}, {"communities": frozenset({"A", "B"}), "women": True, "aired": 1}),
        ({"communities": frozenset({"A", "B"}), "province": ""}, {"province": "09", "women": True}),
        ({"province": "09"}, {"province": "", "women": True, "reported_on": date(2012, 4, 6)}),
        ({"women": True}, {"reported_on": date(2012, 4, 6)}),
        ({"reported_on": date(2012, 4, 1)}, {"reported_on": date(2012, 3, 24)}),
    ],
)
def test_wishes_decide_in_their_order(cases: Any, better: dict[str, Any], worse: dict[str, Any]) -> None:
    clock = cases.small(length=211_000, least=1, most=1)
    clock = replace(clock, positions=tuple(p for p in clock.positions if p.name != "second"))
    anchor = cases.story("Z", 150_000, **worse)
    winner = cases.story("ZZ", 150_000, **better)
    assert [key for key, _ in picked(propose(clock, SLUG, cases.starts, {}, [anchor, winner]))] == ["ZZ"]


def test_consent_must_hold_on_the_day_after_midnight(cases: Any) -> None:
    late = datetime(2012, 2, 29, 23, 58, tzinfo=cases.starts.tzinfo)
    many = [cases.story(f"S{n}", 90_000, usable_until=date(2012, 2, 29)) for n in range(3)]
    with pytest.raises(RundownImpossible) as refused:
        propose(cases.small(), SLUG, late, {}, many)
    assert "scheduling.consent-clash" in {fault.code for fault in refused.value.faults}
    many = [replace(one, usable_until=date(2012, 3, 1)) for one in many]
    assert propose(cases.small(), SLUG, late, {}, many).entries


def test_impossible_names_the_seconds_that_stay_empty(cases: Any) -> None:
    with pytest.raises(RundownImpossible) as refused:
        propose(cases.small(), SLUG, cases.starts, {}, [cases.story("A", 90_000)])
    told = {fault.code: fault.values for fault in refused.value.faults}
    # 300 s - 2 x 10 s fixed - 90 s story - 40 s music - 3 gaps of 500 ms
    assert told["scheduling.slot-too-empty"]["ms"] == 148_500
    assert told["scheduling.slot-too-empty"]["seconds"] == "148.5"


def test_impossible_names_the_seconds_that_are_too_many(cases: Any) -> None:
    locks = [Lock("A"), Lock("B")]
    with pytest.raises(RundownImpossible) as refused:
        propose(cases.small(), SLUG, cases.starts, {}, [cases.story("A", 200_000), cases.story("B", 100_000)], locks)
    told = {(fault.code, fault.where): fault.values for fault in refused.value.faults}
    # 2 x 10 s + 300 s + 5 s + 4 gaps of 500 ms - 300 s
    assert told["scheduling.slot-too-full", "small"]["ms"] == 27_000
    assert {where for code, where in told if code == "scheduling.lock-clash"} == {"A", "B"}


def test_impossible_names_every_clash_there_is(cases: Any) -> None:
    shared = frozenset({"C1"})
    many = [
        cases.story("A", 60_000, communities=shared),
        cases.story("B", 60_000, communities=shared),
        cases.story("C", 60_000, usable_until=date(2012, 4, 6)),
        cases.story("D", 60_000),
        cases.story("E", 60_000),
    ]
    with pytest.raises(RundownImpossible) as refused:
        propose(cases.small(), SLUG, cases.starts, {}, many, [Lock("A"), Lock("B"), Lock("C")])
    told = {(fault.code, fault.where) for fault in refused.value.faults}
    assert {
        (f"scheduling.{code}", where)
        for code, where in [
            ("lock-clash", "A"),
            ("lock-clash", "B"),
            ("lock-clash", "C"),
            ("community-clash", "small"),
            ("consent-clash", "small"),
        ]
    } <= told
    values = {fault.code: fault.values for fault in refused.value.faults}
    assert values["scheduling.community-clash"]["communities"] == "C1"
    assert values["scheduling.consent-clash"]["keys"] == "C"


@settings(max_examples=15)
@given(seed=st.integers(0, 10**6), count=st.integers(2, 6))
def test_the_causes_of_an_impossible_verdict_alone_are_impossible_and_none_is_idle(
    cases: Any, seed: int, count: int
) -> None:
    clock, many = cases.small(length=420_000, least=2), drawn(cases, seed, count, 1_000)
    wanted, faults = task(clock, SLUG, cases.starts, {}, many, [Lock(many[0].key), Lock(many[1].key)])
    assert wanted is not None and not faults
    for clash in clashes(wanted, 0):
        assert solver(0).solve(built(wanted, clash).cp) == 3
        for demand in clash:
            fewer = [one for one in clash if one != demand]
            assert solver(0).solve(built(wanted, fewer).cp) in (2, 4)


def test_every_plain_fault_is_told_at_once(cases: Any) -> None:
    many = [cases.story("A"), cases.story("A"), cases.story("opening")]
    locks = [Lock("A", "music"), Lock("gone"), Lock("opening", "first", 0), Lock("A", "first", 0)]
    with pytest.raises(RundownImpossible) as refused:
        propose(cases.small(), SLUG, cases.starts.replace(tzinfo=None), {"nowhere": Ms(1)}, many, locks)
    assert {fault.code.removeprefix("scheduling.") for fault in refused.value.faults} == {
        "naive-time",
        "fixed-unknown",
        "candidate-twice",
        "candidate-named-as-position",
        "lock-position",
        "lock-unknown",
        "lock-twice",
        "lock-same-place",
    }


def test_a_lock_on_a_place_stays_there(cases: Any) -> None:
    clock, many = cases.clock(), cases.candidates(40, 3)
    weak = propose(clock, SLUG, cases.starts, cases.fixed, many).left_out
    usable = {c.key for c in many if c.usable_until is None and c.embargo_until is None and c.kind != "joint_story"}
    lock = Lock(min({one.key for one in weak} & usable), "stories-first", 1)
    rundown = propose(clock, SLUG, cases.starts, cases.fixed, many, [lock])
    assert [e.key for e in rundown.entries if e.position == "stories-first"][1] == lock.key
    assert [e.key for e in rundown.entries if e.locked] == [lock.key]
    assert violations(rundown, clock, many, cases.fixed, [lock]) == ()


def test_a_fixed_length_nobody_knows_is_refused(cases: Any) -> None:
    with pytest.raises(RundownImpossible) as refused:
        propose(cases.clock(), SLUG, cases.starts, {}, cases.candidates(40, 1))
    assert {fault.where for fault in refused.value.faults} == {"opening", "headlines", "hotline", "closing"}
