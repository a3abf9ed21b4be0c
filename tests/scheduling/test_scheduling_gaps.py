"""The laws of gaps that stretch: music gives first, then the gaps, each within its bounds, to the millisecond."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.errors import RundownImpossible
from studio.languages import Language
from studio.scheduling.exports.edition import Edition
from studio.scheduling.exports.page import rundown_page
from studio.scheduling.exports.rundown_json import read_rundown, rundown_json
from studio.scheduling.exports.table import rundown_table
from studio.scheduling.rules.judge import violations
from studio.scheduling.slots.demands import consented, released
from studio.scheduling.slots.edit import insert, lock, move, remove
from studio.scheduling.slots.mends import mends
from studio.scheduling.slots.pools import columns, pools, takes
from studio.scheduling.slots.solve import propose, propose_with_proof
from studio.scheduling.slots.wishes import value
from studio.scheduling.timing.balances import back_times, balances
from studio.scheduling.timing.flexible import rooms
from studio.scheduling.timing.sections import Section, sections
from studio.scheduling.timing.times import ends, followed, heard_in, placed, refit, retime, section_over
from studio.scheduling.values import Candidate, Clock, Lock, Position, Rundown
from studio.sentences.say import say
from studio.units import Ms

SLUG = "2012-04-07-gaps"


def loosened(clock: Clock, shorter: int, longer: int, music: int = 10_000, ending: bool = False) -> Clock:
    """The clock with gaps that stretch by so much, and music of 5 s to `music`, in ms.

    ending: the show ends with a segment, after which there is no gap.
    """
    positions = [
        replace(one, after_shortest=Ms(one.after - shorter), after_longest=Ms(one.after + longer))
        for one in clock.positions
    ]
    positions = [replace(one, longest=Ms(music)) if one.role == "flexible" else one for one in positions]
    if ending:
        positions[-1] = replace(
            positions[-1], role="choose", kind="segment", source="", count_max=2, shortest=Ms(1), longest=Ms(600_000)
        )
    return replace(clock, positions=tuple(positions))


def told(refused: pytest.ExceptionInfo[RundownImpossible]) -> dict[str, Any]:
    for fault in refused.value.faults:
        for language in Language:
            what, _ = say(fault, language)
            assert what and "{" not in what and "scheduling." not in what
    return {fault.code.removeprefix("scheduling."): fault.values for fault in refused.value.faults}


def gaps_move_only_when_music_cannot(rundown: Rundown, clock: Clock, section: Section) -> None:
    """All moved gaps to one side, equally but for their bounds, and all music that is free at that side's bound."""
    mine = heard_in(rundown.entries, section)
    homes = {entry.key: clock.position(entry.position) for entry in mine}
    free = [entry for entry in mine if homes[entry.key].role == "flexible" and not entry.locked and entry.aired is None]
    moved = {
        entry.key: clock.pause_after(entry) - homes[entry.key].after
        for entry in followed(mine, section)
        if not entry.locked and entry.aired is None
    }
    assert all((entry.pause is None) == (moved[entry.key] == 0) for entry in mine if entry.key in moved)
    if any(by > 0 for by in moved.values()):
        assert all(by >= 0 for by in moved.values())
        assert all(entry.heard == homes[entry.key].longest for entry in free)
    if any(by < 0 for by in moved.values()):
        assert all(by <= 0 for by in moved.values())
        assert all(entry.heard == homes[entry.key].shortest for entry in free)
    bounds = {key: (home.shortest_pause - home.after, home.longest_pause - home.after) for key, home in homes.items()}
    within = [by for key, by in moved.items() if bounds[key][0] < by < bounds[key][1]]
    assert not within or max(within) - min(within) <= 1


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
    clock = loosened(plain, shorter, longer, 30_000, shape == "ending")
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
        gaps_move_only_when_music_cannot(proposal.rundown, clock, section)
    assert refit(proposal.rundown, clock) == proposal.rundown


@settings(max_examples=15)
@given(seed=st.integers(0, 10**6), mix=st.integers(0, 99), longer=st.integers(0, 8_000), ending=st.booleans())
def test_law_a_slot_with_stretching_gaps_is_filled_to_the_millisecond_whatever_the_order(
    cases: Any, seed: int, mix: int, longer: int, ending: bool
) -> None:
    clock, many = loosened(cases.small(300_000, 2, 4), 400, longer, 5_000, ending), cases.candidates(12, seed)
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


@pytest.fixture(scope="module")
def plan(cases: Any) -> Rundown:
    """Three stories of 90 s with music of 8 s between: exactly 300 s, all gaps as the clock has them."""
    clock = loosened(cases.small(), 300, 4_000)
    return propose(clock, SLUG, cases.starts, {}, three(cases))


def three(cases: Any) -> list[Candidate]:
    return [cases.story("A", 90_000), cases.story("B", 90_500), cases.story("C", 89_000)]


@settings(max_examples=80)
@given(data=st.data())
def test_law_music_absorbs_drift_first_and_then_the_gaps(cases: Any, plan: Rundown, data: st.DataObject) -> None:
    clock = loosened(cases.small(), data.draw(st.integers(0, 500)), data.draw(st.integers(0, 4_000)))
    held = plan
    for index in data.draw(st.sets(st.integers(0, len(plan.entries) - 2), max_size=2)):
        held = lock(held, clock, index)
    spoken = [entry for entry in plan.entries if entry.kind != "music"]
    actual = {entry.key: Ms(entry.planned + data.draw(st.integers(-6_000, 6_000))) for entry in spoken}
    (section,) = sections(clock, cases.starts)
    music = next(entry for entry in held.entries if entry.kind == "music")
    free = [entry for entry in held.entries[:-1] if not entry.locked]
    low = music.planned if music.locked else 5_000
    high = music.planned if music.locked else 10_000
    slack = [clock.position(entry.position) for entry in free]
    least = low - sum(home.after - home.shortest_pause for home in slack)
    most = high + sum(home.longest_pause - home.after for home in slack)
    wanted = music.planned - sum(actual[entry.key] - entry.planned for entry in spoken)
    if not least <= wanted <= most:
        with pytest.raises(RundownImpossible) as refused:
            retime(held, actual, clock)
        causes = told(refused)
        first = next(iter(causes.values()))
        assert first["ms"] == (least - wanted if wanted < least else wanted - most)
        gives = [v["ms"] for code, v in causes.items() if code.startswith(("flexible-", "gaps-"))]
        assert sum(gives) + first["ms"] == abs(wanted - music.planned)
        return
    timed = retime(held, actual, clock)
    assert ends(timed) == clock.hard_out and section_over(timed.entries, clock, section) == 0
    gaps_move_only_when_music_cannot(timed, clock, section)
    assert all(entry.pause is None for entry in timed.entries if entry.locked)
    for entry in timed.entries:
        home = clock.position(entry.position)
        assert home.shortest_pause <= clock.pause_after(entry) <= home.longest_pause
    codes = {fault.code for fault in violations(timed, clock, [], {})}
    assert codes <= {"scheduling.rule-unknown", "scheduling.rule-segment"}
    assert retime(timed, actual, clock) == timed == retime(timed, {}, clock)
    once = refit(timed, clock)
    assert refit(once, clock) == once
    assert [entry.pause for entry in once.entries] == [entry.pause for entry in timed.entries]
    long = [replace(entry, actual=actual.get(entry.key)) for entry in held.entries]
    edited = refit(replace(held, entries=placed(long, clock, cases.starts)), clock)
    assert ends(edited) == clock.hard_out
    assert [entry.pause for entry in edited.entries] == [entry.pause for entry in timed.entries]


def test_a_slot_that_only_stretching_gaps_can_fill_is_found(cases: Any) -> None:
    many = [cases.story("A", 90_000), cases.story("B", 90_000), cases.story("C", 80_000)]
    stiff = loosened(cases.small(300_000, 3, 3), 0, 0)
    with pytest.raises(RundownImpossible):
        propose(stiff, SLUG, cases.starts, {}, many)
    # 300 s - 20 s fixed - 260 s stories - 10 s music = 10 s over five gaps of .5 s: 1.5 s more for each
    clock = loosened(cases.small(300_000, 3, 3), 0, 1_500)
    rundown = propose(clock, SLUG, cases.starts, {}, many)
    assert [clock.pause_after(entry) for entry in rundown.entries[:-1]] == [2_000] * 5
    assert rundown.entries[-1].pause is None
    assert next(entry for entry in rundown.entries if entry.kind == "music").planned == 10_000
    with pytest.raises(RundownImpossible) as refused:
        propose(loosened(cases.small(300_000, 3, 3), 0, 1_499), SLUG, cases.starts, {}, many)
    assert told(refused)["slot-too-empty"]["ms"] == 5


def test_milliseconds_that_cannot_be_divided_go_to_the_first_gaps(cases: Any, plan: Rundown) -> None:
    clock = loosened(cases.small(), 300, 4_000)
    timed = retime(plan, {"opening": Ms(10_000 - 5_003), "music": Ms(10_000)}, clock)
    moved = [clock.pause_after(entry) - 500 for entry in timed.entries[:-1]]
    music = next(entry for entry in plan.entries if entry.kind == "music").planned
    assert sum(moved) == 5_003 - (10_000 - music)
    assert moved == sorted(moved, reverse=True) and moved[0] - moved[-1] <= 1


def test_what_is_locked_and_what_aired_keep_their_pause(cases: Any, plan: Rundown) -> None:
    clock = loosened(cases.small(), 300, 4_000)
    short = {entry.key: Ms(entry.planned - 3_000) for entry in plan.entries if entry.kind == "story"}
    timed = retime(plan, short, clock)
    first, second = timed.entries[0], timed.entries[1]
    assert first.pause is not None and second.pause is not None
    entries = (replace(first, aired=first.heard), replace(second, locked=True), *timed.entries[2:])
    later = retime(replace(timed, entries=placed(entries, clock, cases.starts)), {"closing": Ms(10_500)}, clock)
    assert [entry.pause for entry in later.entries[:2]] == [first.pause, second.pause]
    assert all((later.entries[n].pause or 500) < (timed.entries[n].pause or 0) for n in range(2, 5))
    assert ends(later) == clock.hard_out


def test_sound_over_a_gap_keeps_it(cases: Any, plan: Rundown) -> None:
    clock = loosened(cases.small(), 300, 4_000)
    short = {entry.key: Ms(entry.planned - 3_000) for entry in plan.entries if entry.kind == "story"}
    timed = retime(plan, short, clock, frozenset({"opening"}))
    assert timed.entries[0].pause is None and timed.entries[1].pause is not None
    assert ends(timed) == clock.hard_out


def test_the_judge_refuses_a_pause_out_of_bounds_and_one_that_does_not_fill(cases: Any, plan: Rundown) -> None:
    clock, many = loosened(cases.small(), 300, 4_000), three(cases)

    def broken(pause: int, index: int = 0) -> dict[str, str]:
        entries = [replace(e, pause=Ms(pause)) if e.index == index else e for e in plan.entries]
        wrong = replace(plan, entries=placed(entries, clock, cases.starts))
        found = violations(wrong, clock, many, {})
        for fault in found:
            assert all("{" not in "".join(say(fault, language)) for language in Language)
        return {f.code.removeprefix("scheduling."): f.where for f in found if f.code.startswith("scheduling.rule-")}

    assert broken(500) == {}
    assert broken(199) == {"rule-pause": "opening", "rule-under": SLUG}
    assert broken(200) == {"rule-under": SLUG}
    assert broken(4_500) == {"rule-over": SLUG}
    assert broken(4_501) == {"rule-pause": "opening", "rule-over": SLUG}
    assert broken(-1, len(plan.entries) - 1) == {"rule-pause": "closing"}
    late = replace(plan, entries=tuple(replace(e, pause=Ms(600)) if e.index == 0 else e for e in plan.entries))
    assert {f.code for f in violations(late, clock, many, {})} == {"scheduling.rule-start", "scheduling.rule-over"}


def test_what_is_placed_by_hand_is_followed_by_the_room_of_the_clock(cases: Any, plan: Rundown) -> None:
    clock = loosened(cases.small(), 300, 4_000)
    short = {entry.key: Ms(entry.planned - 3_000) for entry in plan.entries if entry.kind == "story"}
    timed = retime(plan, short, clock)
    assert timed.entries[2].pause is not None
    there = move(timed, clock, 2, 1)
    assert there.entries[1].key == timed.entries[2].key and there.entries[1].pause is None
    without = remove(timed, clock, 2)
    again = insert(without, clock, 1, "first", cases.story("D", 80_000), "long")
    assert again.entries[1].pause is None and again.entries[2].pause == timed.entries[1].pause


def test_mends_count_on_the_gaps_and_say_so(cases: Any, plan: Rundown) -> None:
    clock = loosened(cases.small(), 300, 4_000)

    def with_opening(rundown: Rundown, ms: int) -> Rundown:
        entries = [replace(e, actual=Ms(ms)) if e.key == "opening" else e for e in rundown.entries]
        return replace(rundown, entries=placed(entries, clock, cases.starts))

    def codes(rundown: Rundown) -> dict[str, Any]:
        found = mends(rundown, clock)
        for fault in found:
            assert all("{" not in say(fault, language)[0] for language in Language)
        return {fault.code.removeprefix("scheduling.mend-"): fault.values for fault in found}

    music = next(entry for entry in plan.entries if entry.kind == "music").planned
    brief = with_opening(plan, 10_000 - (10_000 - music) - 1_000)
    assert codes(brief)["gaps-longer"]["ms"] == 1_000
    filled = refit(brief, clock)
    assert codes(filled) == {} and any(entry.pause for entry in filled.entries)
    assert codes(with_opening(filled, 10_000 - (10_000 - music))) == {"gaps-back": {}}
    assert codes(with_opening(plan, 10_000 + music - 5_000 + 700))["gaps-shorter"]["ms"] == 700
    assert "none-over" in codes(with_opening(plan, 10_000 + music - 5_000 + 1_501))


def test_a_stretched_gap_is_shown_and_a_plain_one_is_not(cases: Any, plan: Rundown) -> None:
    clock = loosened(cases.small(), 300, 4_000)
    short = {entry.key: Ms(entry.planned - 3_000) for entry in plan.entries if entry.kind == "story"}
    timed = retime(plan, short, clock)
    for language, word in ((Language.EN, "Gap"), (Language.KM, "ចន្លោះ")):
        assert word in rundown_table(timed, clock, language) and word not in rundown_table(plan, clock, language)
        assert word in rundown_page([Edition(timed, clock, 1)])
        assert f">{word}<" not in rundown_page([Edition(plan, clock, 1)])
    pause = timed.entries[0].pause
    assert pause is not None and f"0:0{pause // 1000}.{pause % 1000:03}" in rundown_table(timed, clock, Language.EN)
    assert '"pause_ms"' in rundown_json(timed) and '"pause_ms"' not in rundown_json(plan)
    assert read_rundown(rundown_json(timed)) == timed


def test_pools_of_positions_with_other_bounds_are_apart(cases: Any) -> None:
    clock = loosened(cases.small(), 300, 4_000)
    positions = [replace(one, after_longest=Ms(600)) if one.name == "second" else one for one in clock.positions]
    other = replace(clock, positions=tuple(positions))
    assert [len(pool.positions) for pool in pools(clock)] == [2]
    assert [len(pool.positions) for pool in pools(other)] == [1, 1]
    assert list(columns(pools(other)[1], cases.story("A"), {"A": Lock("A", "second")})) == ["long"]
