"""The laws of gaps that stretch: music gives first, then the gaps, each within its bounds, to the millisecond."""

from __future__ import annotations

from dataclasses import replace
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
from studio.scheduling.slots.edit import insert, lock, move, remove
from studio.scheduling.slots.mends import mends
from studio.scheduling.slots.solve import propose
from studio.scheduling.timing.sections import sections
from studio.scheduling.timing.times import ends, placed, refit, retime, section_over
from studio.scheduling.values import Candidate, Rundown
from studio.sentences.say import say
from studio.units import Ms

SLUG = "2012-04-07-gaps"


def told(refused: pytest.ExceptionInfo[RundownImpossible]) -> dict[str, Any]:
    for fault in refused.value.faults:
        for language in Language:
            what, _ = say(fault, language)
            assert what and "{" not in what and "scheduling." not in what
    return {fault.code.removeprefix("scheduling."): fault.values for fault in refused.value.faults}


@pytest.fixture(scope="module")
def plan(cases: Any) -> Rundown:
    """Three stories of 90 s with music of 8 s between: exactly 300 s, all gaps as the clock has them."""
    clock = cases.loosened(cases.small(), 300, 4_000)
    return propose(clock, SLUG, cases.starts, {}, three(cases))


def three(cases: Any) -> list[Candidate]:
    return [cases.story("A", 90_000), cases.story("B", 90_500), cases.story("C", 89_000)]


@settings(max_examples=80)
@given(data=st.data())
def test_law_music_absorbs_drift_first_and_then_the_gaps(cases: Any, plan: Rundown, data: st.DataObject) -> None:
    clock = cases.loosened(cases.small(), data.draw(st.integers(0, 500)), data.draw(st.integers(0, 4_000)))
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
    cases.music_first(timed, clock, section)
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


def test_milliseconds_that_cannot_be_divided_go_to_the_first_gaps(cases: Any, plan: Rundown) -> None:
    clock = cases.loosened(cases.small(), 300, 4_000)
    timed = retime(plan, {"opening": Ms(10_000 - 5_003), "music": Ms(10_000)}, clock)
    moved = [clock.pause_after(entry) - 500 for entry in timed.entries[:-1]]
    music = next(entry for entry in plan.entries if entry.kind == "music").planned
    assert sum(moved) == 5_003 - (10_000 - music)
    assert moved == sorted(moved, reverse=True) and moved[0] - moved[-1] <= 1


def test_what_is_locked_and_what_aired_keep_their_pause(cases: Any, plan: Rundown) -> None:
    clock = cases.loosened(cases.small(), 300, 4_000)
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
    clock = cases.loosened(cases.small(), 300, 4_000)
    short = {entry.key: Ms(entry.planned - 3_000) for entry in plan.entries if entry.kind == "story"}
    timed = retime(plan, short, clock, frozenset({"opening"}))
    assert timed.entries[0].pause is None and timed.entries[1].pause is not None
    assert ends(timed) == clock.hard_out
    assert retime(retime(plan, short, clock), {}, clock, frozenset({"opening"})) == timed


def test_the_judge_refuses_a_pause_out_of_bounds_and_one_that_does_not_fill(cases: Any, plan: Rundown) -> None:
    clock, many = cases.loosened(cases.small(), 300, 4_000), three(cases)

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
    clock = cases.loosened(cases.small(), 300, 4_000)
    short = {entry.key: Ms(entry.planned - 3_000) for entry in plan.entries if entry.kind == "story"}
    timed = retime(plan, short, clock)
    assert timed.entries[2].pause is not None
    there = move(timed, clock, 2, 1)
    assert there.entries[1].key == timed.entries[2].key and there.entries[1].pause is None
    without = remove(timed, clock, 2)
    again = insert(without, clock, 1, "first", cases.story("D", 80_000), "long")
    assert again.entries[1].pause is None and again.entries[2].pause == timed.entries[1].pause


def test_mends_count_on_the_gaps_and_say_so(cases: Any, plan: Rundown) -> None:
    clock = cases.loosened(cases.small(), 300, 4_000)

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
    clock = cases.loosened(cases.small(), 300, 4_000)
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
