"""The laws of a proposal in several sections, with a budget for a group and spots."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.errors import RundownImpossible
from studio.languages import Language
from studio.scheduling.rules.judge import violations
from studio.scheduling.slots.clash import clashes
from studio.scheduling.slots.demands import consented, released, task
from studio.scheduling.slots.edit import locks_of
from studio.scheduling.slots.model import built, solver
from studio.scheduling.slots.pools import columns, fixed_in, fixed_of, pools
from studio.scheduling.slots.solve import propose, propose_with_proof
from studio.scheduling.slots.wishes import value
from studio.scheduling.timing.balances import back_times, balances, group_time
from studio.scheduling.timing.flexible import rooms
from studio.scheduling.timing.sections import sections
from studio.scheduling.timing.times import refit, section_over
from studio.scheduling.values import Candidate, Clock, Lock, Rundown
from studio.sentences.say import say
from studio.units import Ms

SLUG = "2012-04-07-parted"


def drawn(cases: Any, seed: int, count: int, grain: int) -> list[Candidate]:
    """Candidates on few communities; lengths in coarse steps, so that choices worth the same are common."""
    return [
        replace(
            one,
            planned=Ms(one.planned // grain * grain or grain),
            short=None if one.short is None else Ms(one.short // grain * grain or grain),
            communities=frozenset(f"C{int(home[1:]) % 9}" for home in one.communities),
            province=f"{int(one.province) % 3}",
        )
        for one in cases.candidates(count, seed)
    ]


def by_force(cases: Any, clock: Clock, many: list[Candidate], locks: tuple[Lock, ...] = ()) -> Any:
    """The best choice by trying every one: (worth, columns by key); None where there is none. No solver."""
    many = sorted(many, key=lambda one: one.key)
    airing, groups, parts = cases.starts.date(), pools(clock, locks), sections(clock, cases.starts)
    held = {lock.key: lock for lock in locks}
    options = []
    for one in many:
        allowed = consented(one, airing) and released(one, cases.starts)
        ways = [(one, n, v) for n, pool in enumerate(groups) for v in columns(pool, one, held)] if allowed else []
        options.append(ways if one.key in held else [None, *ways])
    best = None
    for choice in product(*options):
        chosen = [way for way in choice if way]
        voices = [home for one, _, _ in chosen for home in one.communities]
        counts = [sum(n == number for _, n, _ in chosen) for number in range(len(groups))]
        within = (pool.count_min <= count <= pool.count_max for pool, count in zip(groups, counts, strict=True))
        if len(voices) != len(set(voices)) or not all(within):
            continue
        budget = sum(one.lasting(version) + groups[n].after for one, n, version in chosen)
        budget += fixed_of(clock, clock.groups[0], {})
        music = 0
        for part in parts:
            spent = sum(one.lasting(v) + groups[n].after for one, n, v in chosen if groups[n].section == part.number)
            left = part.length - fixed_in(part, {}) - spent
            if not any(room.lowest <= left <= room.highest for room in rooms(part.positions)):
                break
            music += left
        else:
            if clock.groups[0].shortest <= budget <= clock.groups[0].longest:
                worth = value([(one, version) for one, _, version in chosen], Ms(music), airing)
                told = sorted((one.key, n, version) for one, n, version in chosen)
                if best is None or (-worth, told) < (-best[0], best[1]):
                    best = (worth, told)
    return best


def picked(rundown: Rundown) -> list[tuple[str, str]]:
    return sorted((entry.key, entry.version) for entry in rundown.entries if entry.position in ("first", "second"))


@settings(max_examples=25)
@given(seed=st.integers(0, 10**6), count=st.integers(3, 7), grain=st.sampled_from([1_000, 10_000, 30_000]))
def test_law_brute_force_agrees_on_small_cases(cases: Any, seed: int, count: int, grain: int) -> None:
    clock, many = cases.parted(), drawn(cases, seed, count, grain)
    best = by_force(cases, clock, many)
    if best is None:
        with pytest.raises(RundownImpossible):
            propose(clock, SLUG, cases.starts, {}, many)
        return
    proposal = propose_with_proof(clock, SLUG, cases.starts, {}, many, seed=seed)
    assert proposal.proven and proposal.only
    assert picked(proposal.rundown) == [(key, version) for key, _, version in best[1]]
    assert proposal.points == best[0] // 10_000
    assert violations(proposal.rundown, clock, many, {}) == ()


@settings(max_examples=12)
@given(seed=st.integers(0, 10**6), count=st.integers(15, 40), mix=st.integers(0, 99), low=st.integers(330, 400))
def test_law_slot_and_every_section_are_filled_to_the_millisecond_whatever_the_order(
    cases: Any, seed: int, count: int, mix: int, low: int
) -> None:
    clock, many = cases.parted((low * 1_000, low * 1_000 + 30_000)), cases.candidates(count, seed)
    try:
        rundown = propose(clock, SLUG, cases.starts, {}, many)
    except RundownImpossible as refused:
        assert refused.faults
        return
    assert violations(rundown, clock, many, {}) == ()
    parts = sections(clock, cases.starts)
    assert [section_over(rundown.entries, clock, part) for part in parts] == [0, 0, 0]
    for part in parts:
        mine = [entry for entry in rundown.entries if entry.position in {p.name for p in part.positions}]
        assert mine[0].start == part.start
        assert mine[-1].end + (0 if part.last else 500) == part.out
    assert low * 1_000 <= group_time(rundown.entries, clock, clock.groups[0]) <= low * 1_000 + 30_000
    assert back_times(rundown, clock) == tuple(entry.start for entry in rundown.entries)
    assert all(bar.over == 0 for bar in balances(rundown, clock))
    assert propose(clock, SLUG, cases.starts, {}, cases.shuffled(many, mix), seed=mix) == rundown


@settings(max_examples=6)
@given(seed=st.integers(0, 10**6))
def test_law_refitting_changes_nothing(cases: Any, seed: int) -> None:
    clock, many = cases.parted(), cases.candidates(25, seed)
    once = propose(clock, SLUG, cases.starts, {}, many)
    again = propose(clock, SLUG, cases.starts, {}, many, locks_of(once, clock, every=True))
    assert tuple(replace(entry, locked=False) for entry in again.entries) == once.entries
    assert refit(once, clock) == once


@settings(max_examples=15)
@given(seed=st.integers(0, 10**6), count=st.integers(2, 6), low=st.sampled_from([100_000, 300_000, 420_000]))
def test_law_the_causes_of_an_impossible_verdict_alone_are_impossible_and_none_is_idle(
    cases: Any, seed: int, count: int, low: int
) -> None:
    clock, many = cases.parted((low, low + 20_000)), drawn(cases, seed, count, 1_000)
    locks = [Lock(many[0].key, "first"), Lock(many[1].key, "second")]
    wanted, faults = task(clock, SLUG, cases.starts, {}, many, locks)
    if faults:
        return
    assert wanted is not None
    for clash in clashes(wanted, 0):
        assert solver(0).solve(built(wanted, clash).cp) == 3
        for demand in clash:
            fewer = [one for one in clash if one != demand]
            assert solver(0).solve(built(wanted, fewer).cp) in (2, 4)


def told(cases: Any, clock: Clock, many: list[Candidate], locks: list[Lock]) -> dict[tuple[str, str], Any]:
    with pytest.raises(RundownImpossible) as refused:
        propose(clock, SLUG, cases.starts, {}, many, locks)
    for fault in refused.value.faults:
        for language in Language:
            what, mend = say(fault, language)
            assert what and mend and "{" not in what + mend
    return {(fault.code.removeprefix("scheduling."), fault.where): fault.values for fault in refused.value.faults}


def test_a_section_that_is_too_full_is_named_with_its_seconds(cases: Any) -> None:
    many = [cases.story("A", 300_000), *(cases.story(f"S{n}", 60_000) for n in range(3))]
    causes = told(cases, cases.parted((0, 600_000)), many, [Lock("A", "first")])
    # 10.5 s opening + 300.5 s + 5.5 s music - 300 s
    assert causes["slot-too-full", "parted, opening"]["ms"] == 16_500
    assert ("lock-clash", "A") in causes and not any(where == "parted, news" for _, where in causes)


def test_a_section_that_stays_empty_is_named_with_its_seconds(cases: Any) -> None:
    causes = told(cases, cases.parted((0, 600_000)), [cases.story("A", 100_000), cases.story("B", 100_000)], [])
    # 300 s - 10.5 s opening - 2 x 100.5 s - 60.5 s music, as long as the other section may stay empty
    assert causes["slot-too-empty", "parted, opening"]["ms"] == 28_000
    # 240 s - 30.5 s news - 100.5 s for one of the two, as the other must be in the first part - 101.5 s spots and music
    assert causes["slot-too-empty", "parted, news"]["ms"] == 7_500


def test_a_budget_that_cannot_be_kept_is_told_in_seconds(cases: Any) -> None:
    many = [cases.story(f"S{n}", 110_000) for n in range(6)]
    causes = told(cases, cases.parted((100_000, 300_000)), many, [])
    # two stories of 110.5 s in the first part and one in the second
    assert causes["group-too-long", "stories"]["ms"] == 31_500
    causes = told(cases, cases.parted((500_000, 600_000)), many, [])
    # 500 s - 4 x 110.5 s, the most that both parts hold
    figures = {"seconds": "58", "ms": 58_000, "shortest": "500", "longest": "600"}
    assert causes["group-too-short", "stories"] == figures


def test_spots_fill_what_music_cannot(cases: Any) -> None:
    many = [cases.story(f"S{n}", length) for n, length in enumerate([120_000, 121_000, 110_000])]
    rundown = propose(cases.parted(), SLUG, cases.starts, {}, many)
    spots = [entry for entry in rundown.entries if entry.position == "spots"]
    assert [(entry.key, entry.kind, entry.source, entry.planned) for entry in spots] == [
        ("spots", "sound", "spot", 20_000),
        ("spots/2", "sound", "spot", 20_000),
    ]
    longer = propose(cases.parted(), SLUG, cases.starts, {"spots": Ms(25_000)}, many)
    assert {entry.planned for entry in longer.entries if entry.position == "spots"} == {25_000}
    assert violations(longer, cases.parted(), many, {"spots": Ms(25_000)}) == ()
    assert violations(longer, cases.parted(), many, {}) != ()


def test_the_same_clock_with_a_length_from_the_start_gives_the_same(cases: Any) -> None:
    many = cases.candidates(25, 3)
    walled, plain = (propose(cases.parted(base=base), SLUG, cases.starts, {}, many) for base in ("wall", "start"))
    assert walled.entries == plain.entries
