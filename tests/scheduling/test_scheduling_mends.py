"""What to cut, stretch or add, in seconds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.errors import Fault
from studio.languages import Language
from studio.scheduling.rules.judge import violations
from studio.scheduling.slots.edit import float_out, insert, lock, remove, replace_with, spots
from studio.scheduling.slots.mends import mends
from studio.scheduling.slots.solve import propose
from studio.scheduling.timing.lengths import as_aired
from studio.scheduling.timing.sections import sections
from studio.scheduling.timing.times import placed, refit, section_over
from studio.scheduling.values import Candidate, Clock, Rundown
from studio.sentences.say import say
from studio.units import Ms


@pytest.fixture(scope="module")
def many(cases: Any) -> list[Candidate]:
    stories = [cases.story(f"S{n}", 115_000 + n * 1_000, short=Ms(80_000 - n * 1_000)) for n in range(4)]
    return [*stories, cases.story("held", 40_000, usable_until=cases.starts.date().replace(month=3))]


@pytest.fixture(scope="module")
def plan(cases: Any, many: list[Candidate]) -> Rundown:
    return propose(cases.parted(), "x", cases.starts, {}, many[:3])


def recorded(rundown: Rundown, clock: Clock, **lengths: int) -> Rundown:
    """The rundown with recorded lengths, and nothing absorbed."""
    changed = [
        replace(e, actual=Ms(lengths[e.key.replace("-", "_")])) if e.key.replace("-", "_") in lengths else e
        for e in rundown.entries
    ]
    return replace(rundown, entries=placed(changed, clock, rundown.starts_at))


def named(found: tuple[Fault, ...]) -> list[tuple[str, str]]:
    for fault in found:
        for language in Language:
            what, _ = say(fault, language)
            assert what and "{" not in what and "scheduling." not in what
    return [(fault.code.removeprefix("scheduling.mend-"), fault.where) for fault in found]


def applied(rundown: Rundown, clock: Clock, found: tuple[Fault, ...], known: dict[str, Candidate]) -> Rundown:
    """The rundown with every mend carried out by hand, and music fitted."""
    for fault in found:
        place = next((entry.index for entry in rundown.entries if entry.key == fault.where), -1)
        count = int(str(fault.values.get("count", 0)))
        mine = len([entry for entry in rundown.entries if entry.position == fault.where])
        match fault.code.removeprefix("scheduling.mend-"):
            case "trim":
                entry = rundown.entries[place]
                shorter = replace(entry, actual=Ms(entry.heard - int(str(fault.values["ms"]))))
                entries = [shorter if one is entry else one for one in rundown.entries]
                rundown = replace(rundown, entries=placed(entries, clock, rundown.starts_at))
            case "short":
                rundown = replace_with(rundown, clock, place, known[fault.where], "short")
            case "long":
                rundown = replace_with(rundown, clock, place, known[fault.where], "long")
            case "out":
                rundown = remove(rundown, clock, place)
            case "add":
                name = str(fault.values["position"])
                order = [position.name for position in clock.positions]
                at = sum(order.index(entry.position) <= order.index(name) for entry in rundown.entries)
                rundown = insert(rundown, clock, at, name, known[fault.where], "long")
            case "add-spot":
                rundown = spots(rundown, clock, fault.where, mine + count)
            case "drop-spot":
                rundown = spots(rundown, clock, fault.where, mine - count)
    return refit(rundown, clock)


@settings(max_examples=40)
@given(data=st.data())
def test_law_what_is_proposed_together_makes_every_section_exact(
    cases: Any, plan: Rundown, many: list[Candidate], data: st.DataObject
) -> None:
    clock, known = cases.parted(), {candidate.key: candidate for candidate in many}
    drift = st.integers(-60_000, 60_000)
    lengths = {
        key: Ms(max(1, ms + data.draw(drift))) for key, ms in (("S0", 115_000), ("S2", 117_000), ("news", 30_000))
    }
    rundown = recorded(plan, clock, **lengths)
    silence = {"S0": Ms(data.draw(st.integers(0, 4_000)))}
    found = mends(rundown, clock, many, silence)
    assert mends(rundown, clock, cases.shuffled(many, data.draw(st.integers(0, 9))), silence) == found
    parts = sections(clock, cases.starts)
    off = [section_over(rundown.entries, clock, part) for part in parts]
    assert bool(found) == any(off)
    if any("mend-none" in fault.code for fault in found):
        return
    mended = applied(rundown, clock, found, known)
    assert [section_over(mended.entries, clock, part) for part in parts] == [0, 0, 0]
    broken = {fault.code.removeprefix("scheduling.rule-") for fault in violations(mended, clock, many, {})}
    assert broken <= {"fixed-length"}
    music = {fault.where: fault.values["to_ms"] for fault in found if "to_ms" in fault.values}
    assert {e.key: e.heard for e in mended.entries if e.key in music} == music


def test_music_alone_mends_what_it_can(cases: Any, plan: Rundown) -> None:
    clock = cases.parted()
    music = next(entry for entry in plan.entries if entry.key == "music-a").planned
    (fault,) = mends(recorded(plan, clock, opening=12_000), clock)
    assert (fault.code, fault.where) == ("scheduling.mend-drop", "music-a")
    assert (fault.values["to_ms"], fault.values["ms"], fault.values["seconds"]) == (music - 2_000, 2_000, "2")
    (fault,) = mends(recorded(plan, clock, opening=9_000), clock)
    assert (fault.code, fault.values["to_ms"]) == ("scheduling.mend-stretch", music + 1_000)
    assert mends(plan, clock) == ()


def test_silence_is_trimmed_before_a_short_version_and_that_before_a_segment_goes(
    cases: Any, plan: Rundown, many: list[Candidate]
) -> None:
    clock = cases.parted()
    music = next(entry for entry in plan.entries if entry.key == "music-a").planned - 5_000
    late = recorded(plan, clock, opening=10_000 + music + 3_000)
    assert named(mends(late, clock, many, {"S0": Ms(4_000)})) == [("drop", "music-a"), ("trim", "S0")]
    assert ("short", "S1") in named(mends(late, clock, many)) or ("short", "S0") in named(mends(late, clock, many))
    held = lock(lock(late, clock, 1), clock, 2)
    assert named(mends(held, clock, many)) == [("none-over", "parted, opening")]
    assert mends(held, clock, many)[0].values["ms"] == 3_000
    brief = [replace(one, short=None) for one in many]
    bare = replace(late, entries=tuple(replace(entry, short=None) for entry in late.entries))
    assert [code for code, _ in named(mends(bare, clock, brief))][-1] in ("out", "none-over")


def test_spots_and_segments_fill_what_is_empty(cases: Any, plan: Rundown, many: list[Candidate]) -> None:
    clock = cases.parted()
    none = spots(plan, clock, "spots", 0)
    assert ("add-spot", "spots") in named(mends(none, clock))
    chosen = next(entry for entry in plan.entries if entry.position == "second")
    empty = float_out(plan, clock, chosen.index)
    assert named(mends(empty, clock)) == [("none-under", "parted, news")]
    assert ("add", "S3") in named(mends(remove(plan, clock, chosen.index), clock, many[3:]))
    assert named(mends(empty, clock, many[4:])) == [("none-under", "parted, news")]  # its consent has ended


def test_a_long_version_comes_before_a_spot(cases: Any, plan: Rundown, many: list[Candidate]) -> None:
    clock = cases.parted()
    chosen = next(entry for entry in plan.entries if entry.position == "second")
    known = {one.key: one for one in many}
    brief = replace_with(plan, clock, chosen.index, known[chosen.key], "short")
    loose = lock(brief, clock, chosen.index, locked=False)
    assert ("long", chosen.key) in named(mends(loose, clock, many[:3]))
    assert ("long", chosen.key) not in named(mends(brief, clock, many[:3]))


def test_what_aired_is_left_alone(cases: Any, plan: Rundown, many: list[Candidate]) -> None:
    clock = cases.parted()
    keys = {entry.key for entry in plan.entries if entry.position in ("opening", "first", "music-a")}
    heard = as_aired(plan, {e.key: Ms(e.planned + 500) for e in plan.entries if e.key in keys}, clock)
    assert named(mends(heard, clock, many, {"S0": Ms(5_000)})) == [("none-over", "parted, opening")]


def test_a_budget_is_kept_by_what_is_proposed(cases: Any, many: list[Candidate]) -> None:
    clock = cases.parted((340_000, 352_000))
    plan = propose(clock, "x", cases.starts, {}, many[:3])
    chosen = next(entry for entry in plan.entries if entry.position == "second")
    late = recorded(plan, clock, news=135_000)
    assert chosen.key in {fault.where for fault in mends(late, cases.parted(), many)}
    assert named(mends(late, clock, many)) == [("none-over", "parted, news")]
