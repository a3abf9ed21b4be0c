"""The laws of proposals where gaps stretch: exact, and found wherever music and gaps together can fill the slot."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.errors import RundownImpossible
from studio.languages import Language
from studio.scheduling.exports.rundown_json import read_rundown, rundown_json
from studio.scheduling.rules.judge import violations
from studio.scheduling.slots.demands import consented, released
from studio.scheduling.slots.pools import columns, pools, takes
from studio.scheduling.slots.solve import propose, propose_with_proof
from studio.scheduling.slots.wishes import value
from studio.scheduling.timing.balances import back_times, balances
from studio.scheduling.timing.flexible import room_for, rooms
from studio.scheduling.timing.gaps import Slack
from studio.scheduling.timing.sections import Section, sections
from studio.scheduling.timing.times import ends, refit, retime
from studio.scheduling.values import Candidate, Clock, Lock, Position
from studio.sentences.say import say
from studio.units import Ms

SLUG = "2012-04-07-gaps"


def told(refused: pytest.ExceptionInfo[RundownImpossible]) -> dict[str, Any]:
    for fault in refused.value.faults:
        for language in Language:
            what, _ = say(fault, language)
            assert what and "{" not in what and "scheduling." not in what
    return {fault.code.removeprefix("scheduling."): fault.values for fault in refused.value.faults}


def least_and_most(section: Section, heard: list[tuple[Position, int, int]]) -> tuple[int, int]:
    """The shortest and the longest of a section; heard: positions in order with their shortest and longest entry."""
    followed_by = heard[:-1] if section.last else heard
    least = sum(low for _, low, _ in heard) + sum(home.shortest_pause for home, _, _ in followed_by)
    most = sum(high for _, _, high in heard) + sum(home.longest_pause for home, _, _ in followed_by)
    return least, most


def fillable(section: Section, chosen: list[tuple[Position, int]]) -> bool:
    """Whether some music, spots and gaps fill a section exactly, by trying every choice of them; no solver."""
    for room in rooms(section.positions):
        heard = []
        for home in section.positions:
            if home.role == "choose":
                heard += [(home, length, length) for where, length in chosen if where is home]
            else:
                count = 1 if home.role == "fixed" else room.names.count(home.name)
                heard += [(home, home.shortest, home.longest)] * count
        least, most = least_and_most(section, heard)
        if least <= section.length <= most:
            return True
    return False


def by_force(cases: Any, clock: Clock, many: list[Candidate]) -> int | None:
    """What the best choice is worth by trying every one; None where there is none."""
    parts, airing, best = sections(clock, cases.starts), cases.starts.date(), None
    homes = [home for home in clock.positions if home.role == "choose"]
    options: list[list[Any]] = []
    for one in many:
        allowed = consented(one, airing) and released(one, cases.starts)
        ways = [(one, home, v) for home in homes for v in one.versions if takes(home, one, v)] if allowed else []
        options.append([None, *ways])
    for choice in product(*options):
        chosen = [way for way in choice if way]
        voices = [voice for one, _, _ in chosen for voice in one.communities]
        counts = [(home, sum(where is home for _, where, _ in chosen)) for home in homes]
        if len(voices) != len(set(voices)) or not all(h.count_min <= n <= h.count_max for h, n in counts):
            continue
        placed_ = [[(h, one.lasting(v)) for one, h, v in chosen if h in part.positions] for part in parts]
        if not all(fillable(part, mine) for part, mine in zip(parts, placed_, strict=True)):
            continue
        groups = [
            sum(one.lasting(v) + h.after for one, h, v in chosen if h.group == group.name) for group in clock.groups
        ]
        if not all(g.shortest <= time <= g.longest for g, time in zip(clock.groups, groups, strict=True)):
            continue
        left = clock.hard_out + clock.positions[-1].after
        left -= sum(home.shortest + home.after for home in clock.positions if home.role == "fixed")
        left -= sum(one.lasting(v) + h.after for one, h, v in chosen)
        worth = value([(one, v) for one, _, v in chosen], Ms(left), airing)
        best = worth if best is None else max(best, worth)
    return best


def few(cases: Any, seed: int, count: int, grain: int) -> list[Candidate]:
    return [
        replace(one, planned=Ms(one.planned // grain * grain or grain), short=None, province=f"{int(one.province) % 3}")
        for one in cases.candidates(count, seed)
    ]


@settings(max_examples=40)
@given(
    seed=st.integers(0, 10**6),
    count=st.integers(3, 5),
    shorter=st.sampled_from([0, 300, 500]),
    longer=st.sampled_from([0, 700, 9_000]),
    shape=st.sampled_from(["small", "ending", "optional", "parted"]),
)
def test_law_brute_force_agrees_where_gaps_stretch(
    cases: Any, seed: int, count: int, shorter: int, longer: int, shape: str
) -> None:
    many = few(cases, seed, count, 5_000)
    plain = cases.parted((0, 10**6)) if shape == "parted" else cases.small(300_000, 1, 2, shape == "optional")
    clock = cases.loosened(plain, shorter, longer, 30_000, shape == "ending")
    best = by_force(cases, clock, many)
    if best is None:
        with pytest.raises(RundownImpossible) as refused:
            propose(clock, SLUG, cases.starts, {}, many)
        told(refused)
        return
    proposal = propose_with_proof(clock, SLUG, cases.starts, {}, many, seed=seed)
    assert proposal.proven and proposal.points == best // 10_000
    assert violations(proposal.rundown, clock, many, {}) == ()
    for section in sections(clock, cases.starts):
        cases.music_first(proposal.rundown, clock, section)
    assert refit(proposal.rundown, clock) == proposal.rundown


@settings(max_examples=15)
@given(seed=st.integers(0, 10**6), mix=st.integers(0, 99), longer=st.integers(0, 8_000), ending=st.booleans())
def test_law_a_slot_with_stretching_gaps_is_filled_to_the_millisecond_whatever_the_order(
    cases: Any, seed: int, mix: int, longer: int, ending: bool
) -> None:
    clock, many = cases.loosened(cases.small(300_000, 2, 4), 400, longer, 5_000, ending), cases.candidates(12, seed)
    try:
        rundown = propose(clock, SLUG, cases.starts, {}, many)
    except RundownImpossible as refused:
        assert refused.faults
        return
    assert violations(rundown, clock, many, {}) == ()
    assert ends(rundown) == clock.hard_out
    assert all(bar.over == 0 for bar in balances(rundown, clock))
    assert back_times(rundown, clock) == tuple(entry.start for entry in rundown.entries)
    assert propose(clock, SLUG, cases.starts, {}, cases.shuffled(many, mix), seed=mix) == rundown
    assert refit(rundown, clock) == rundown and retime(rundown, {}, clock) == rundown
    assert read_rundown(rundown_json(rundown)) == rundown


def test_a_slot_that_only_stretching_gaps_can_fill_is_found(cases: Any) -> None:
    many = [cases.story("A", 90_000), cases.story("B", 90_000), cases.story("C", 80_000)]
    stiff = cases.loosened(cases.small(300_000, 3, 3), 0, 0)
    with pytest.raises(RundownImpossible):
        propose(stiff, SLUG, cases.starts, {}, many)
    # 300 s - 20 s fixed - 260 s stories - 10 s music = 10 s over five gaps of .5 s: 1.5 s more for each
    clock = cases.loosened(cases.small(300_000, 3, 3), 0, 1_500)
    rundown = propose(clock, SLUG, cases.starts, {}, many)
    assert [clock.pause_after(entry) for entry in rundown.entries[:-1]] == [2_000] * 5
    assert rundown.entries[-1].pause is None
    assert next(entry for entry in rundown.entries if entry.kind == "music").planned == 10_000
    with pytest.raises(RundownImpossible) as refused:
        propose(cases.loosened(cases.small(300_000, 3, 3), 0, 1_499), SLUG, cases.starts, {}, many)
    assert told(refused)["slot-too-empty"]["ms"] == 5


def test_pools_of_positions_with_other_bounds_are_apart(cases: Any) -> None:
    clock = cases.loosened(cases.small(), 300, 4_000)
    positions = [replace(one, after_longest=Ms(600)) if one.name == "second" else one for one in clock.positions]
    other = replace(clock, positions=tuple(positions))
    assert [len(pool.positions) for pool in pools(clock)] == [2]
    assert [len(pool.positions) for pool in pools(other)] == [1, 1]
    assert list(columns(pools(other)[1], cases.story("A"), {"A": Lock("A", "second")})) == ["long"]


@settings(max_examples=10)
@given(seed=st.integers(0, 10**6), longer=st.sampled_from([0, 2_000, 9_000]))
def test_law_a_why_not_with_its_demand_granted_lets_the_segment_in_where_gaps_stretch(
    cases: Any, seed: int, longer: int
) -> None:
    clock = cases.loosened(cases.small(300_000, 1, 3), 400, longer, 20_000)
    many = cases.candidates(14, seed)
    try:
        rundown = propose(clock, SLUG, cases.starts, {}, many)
    except RundownImpossible:
        return
    chosen = {entry.key for entry in rundown.entries}
    for left in rundown.left_out:
        changes = [fault for fault in left.reasons if fault.code.startswith("scheduling.change-")]
        codes = {fault.code.removeprefix("scheduling.change-") for fault in changes}
        if not codes or codes - {"take-out", "use-short", "own-short", "add", "longer-slot"}:
            continue
        kept = {one.key: one for one in many if one.key in {*chosen, left.key}}
        wider = clock
        for fault in changes:
            key = str(fault.values.get("key", ""))
            match fault.code.removeprefix("scheduling.change-"):
                case "take-out":
                    del kept[key]
                case "use-short":
                    kept[key] = replace(kept[key], planned=kept[key].short, short=None)
                case "longer-slot":
                    more = clock.hard_out + int(str(fault.values["ms"]))
                    wider = replace(clock, length=Ms(more), hard_out=Ms(more))
        lock_ = Lock(left.key, version="short" if "own-short" in codes else "long")
        again = propose(wider, SLUG, cases.starts, {}, list(kept.values()), [lock_])
        assert left.key in {entry.key for entry in again.entries}
        assert violations(again, wider, list(kept.values()), {}, [lock_]) == ()


def test_nothing_follows_the_segment_that_ends_a_show(cases: Any) -> None:
    clock = cases.loosened(cases.small(300_000, 2, 2), 0, 1_000, ending=True)
    # 300 s - 10 s opening - 10 s music - four gaps of 1.5 s: after the opening, two stories and the music
    many = [cases.story("A", 90_000), cases.story("B", 90_000), cases.story("C", 94_000)]
    rundown = propose(clock, SLUG, cases.starts, {}, many)
    assert [clock.pause_after(entry) for entry in rundown.entries[:-1]] == [1_500] * 4
    with pytest.raises(RundownImpossible) as refused:
        propose(clock, SLUG, cases.starts, {}, [*many[:2], cases.story("C", 93_999)])
    assert told(refused)["slot-too-empty"]["ms"] == 1


def test_gaps_stretch_as_little_as_music_and_spots_allow(cases: Any) -> None:
    clock = cases.loosened(cases.small(optional=True), 0, 0)
    slack = Slack(Ms(4_000), Ms(4_000))
    found = {time: room_for(clock.positions, time, slack=slack) for time in (2_000, 4_000, 8_000, -4_001)}
    assert found[-4_001] is None and room_for(clock.positions, 2_000) is None
    assert {time: room.names for time, room in found.items() if room} == {
        2_000: (),
        4_000: ("music",),
        8_000: ("music",),
    }


@pytest.mark.parametrize(("more", "wanted"), [(0, {"consent", "add"}), (1, {"consent", "longer-slot"})])
def test_the_gap_after_what_would_come_in_counts(cases: Any, more: int, wanted: set[str]) -> None:
    clock = cases.loosened(cases.small(), 400, 0)
    ended = cases.starts.date().replace(month=3)
    # 300 s - 20 s fixed - 270 s stories - 5 s music - five gaps of .1 s
    many = [cases.story("A", 135_000), cases.story("B", 135_000), cases.story("X", 4_500 + more, usable_until=ended)]
    locks = [Lock("A", "first"), Lock("B", "first")]
    (left,) = propose(clock, SLUG, cases.starts, {}, many, locks).left_out
    values = {fault.code.removeprefix("scheduling."): fault.values for fault in left.reasons}
    assert {code.removeprefix("change-") for code in values if code.startswith("change-")} == wanted
    assert ("why-no-room" in values) == bool(more)
    if more:
        assert values["change-longer-slot"]["ms"] == values["why-no-room"]["ms"] == 1
