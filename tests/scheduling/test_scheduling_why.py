"""What was left out, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from studio.errors import RundownImpossible
from studio.languages import Language
from studio.scheduling.rules.judge import violations
from studio.scheduling.slots.edit import remove
from studio.scheduling.slots.solve import propose
from studio.scheduling.slots.why import explained, left_out
from studio.scheduling.values import Candidate, Clock, LeftOut, Lock
from studio.sentences.say import say
from studio.units import Ms

SLUG = "x"


def reasons(left: tuple[LeftOut, ...], key: str) -> dict[str, Any]:
    found = next(one for one in left if one.key == key)
    return {fault.code.removeprefix("scheduling."): fault.values for fault in found.reasons}


def granted(
    cases: Any, clock: Clock, many: list[Candidate], left: LeftOut
) -> tuple[Clock, list[Candidate], list[Lock]] | None:
    """The same task with every change granted that a "why not" names; None where it names none."""
    changes = [fault for fault in left.reasons if fault.code.startswith("scheduling.change-")]
    kept = {one.key: one for one in many}
    version = "long"
    for change in changes:
        code = change.code.removeprefix("scheduling.change-")
        if code == "consent":
            kept[left.key] = replace(kept[left.key], usable_until=date.fromisoformat(str(change.values["airs_on"])))
        elif code == "embargo":
            kept[left.key] = replace(kept[left.key], embargo_until=cases.starts)
        elif code == "take-out":
            del kept[str(change.values["key"])]
        elif code == "use-short":
            one = kept[str(change.values["key"])]
            assert one.short is not None
            kept[one.key] = replace(one, planned=one.short, short=None)
        elif code == "own-short":
            version = "short"
        elif code == "longer-slot":
            more = int(str(change.values["ms"]))
            clock = replace(clock, length=Ms(clock.length + more), hard_out=Ms(clock.hard_out + more))
        elif code == "none":
            return None
    if not changes or {change.code for change in changes} <= {"scheduling.change-consent", "scheduling.change-embargo"}:
        return None
    return clock, list(kept.values()), [Lock(left.key, version=version)]  # type: ignore[arg-type]


@settings(max_examples=12)
@given(seed=st.integers(0, 10**6), count=st.integers(8, 30))
def test_a_why_not_with_its_demand_granted_lets_the_segment_in(cases: Any, seed: int, count: int) -> None:
    clock, many = cases.small(length=420_000), cases.candidates(count, seed)
    try:
        rundown = propose(clock, SLUG, cases.starts, {}, many)
    except RundownImpossible:
        return
    chosen = {entry.key for entry in rundown.entries if clock.position(entry.position).role == "choose"}
    assert [left.key for left in rundown.left_out] == [one.key for one in many if one.key not in chosen]
    for left in rundown.left_out[:8]:
        assert left.reasons
        case = granted(cases, clock, many, left)
        if case is None:
            continue
        wider, kept, locks = case
        others = [one for one in kept if one.key in {*chosen, left.key}]
        again = propose(wider, SLUG, cases.starts, {}, others, locks)
        assert left.key in {entry.key for entry in again.entries}
        assert violations(again, wider, others, {}, locks) == ()


def test_each_reason_is_told_in_figures(cases: Any) -> None:
    clock = cases.small(length=300_000, least=1, most=1)
    clock = replace(clock, positions=tuple(p for p in clock.positions if p.name != "second"))
    many = [
        cases.story("in", 250_000, communities=frozenset({"C1", "C2"})),
        cases.story("ended", 250_000, usable_until=date(2012, 4, 6)),
        cases.story("held", 250_000, embargo_until=cases.starts + timedelta(minutes=1)),
        cases.story("same", 250_000, communities=frozenset({"C2"})),
        cases.story("long", 280_000),
        cases.story("endless", 700_000),
    ]
    rundown = propose(clock, SLUG, cases.starts, {}, many)
    left = rundown.left_out
    assert [one.key for one in left] == ["ended", "endless", "held", "long", "same"]
    assert reasons(left, "ended")["why-consent-ends"] == {"ends_on": "2012-04-06", "airs_on": "2012-04-07"}
    assert reasons(left, "ended")["change-consent"] == {"airs_on": "2012-04-07"}
    assert reasons(left, "held")["why-embargo"]["until"] == "2012-04-07T18:31+07:00"
    assert reasons(left, "same")["why-community-heard"] == {"communities": "C2", "by": "in"}
    assert reasons(left, "same")["why-position-full"] == {"position": "first", "count_max": 1}
    assert reasons(left, "same")["why-community"] == {"by": "in", "count": 1}
    assert reasons(left, "same")["change-take-out"] == {"key": "in"}
    assert reasons(left, "endless")["why-no-position"]["seconds"] == "700"
    # left for music: 300 - 20 - 250 - 2 gaps before it and one after it; free: all but 5 s
    assert reasons(left, "long")["why-no-room"]["left"] == "23.5"
    assert reasons(left, "long")["why-no-room"]["seconds"] == "257"
    assert reasons(left, "long")["change-longer-slot"]["seconds"] == "6.5"
    assert reasons(left, "long")["all-needed"] == {"count": 2}, "and what is in has to go"
    assert "all-needed" not in reasons(left, "same")


def test_less_fresh_and_aired_before_are_told_against_what_was_taken(cases: Any) -> None:
    clock = cases.small(length=211_000, least=1, most=1)
    clock = replace(clock, positions=tuple(p for p in clock.positions if p.name != "second"))
    many = [
        cases.story("new", 150_000, reported_on=date(2012, 4, 1), women=True),
        cases.story("old", 150_000, reported_on=date(2012, 3, 20), aired=2),
    ]
    why = reasons(propose(clock, SLUG, cases.starts, {}, many).left_out, "old")
    assert why["why-less-wanted"] == {"by": "new", "points": 60_000 + 2_500 + 12 * 36}
    assert why["why-fresh"] == {"by": "new", "count": 12}
    assert why["why-women"]["count"] == 1 and "why-unaired" in why


def test_a_tie_says_that_the_key_decided(cases: Any) -> None:
    clock = cases.small(length=211_000, least=1, most=1)
    clock = replace(clock, positions=tuple(p for p in clock.positions if p.name != "second"))
    left = propose(clock, SLUG, cases.starts, {}, [cases.story("B", 150_000), cases.story("A", 150_000)]).left_out
    assert reasons(left, "B")["why-tie"] == {"by": "A"}


def test_a_lock_in_the_way_is_told(cases: Any) -> None:
    clock = cases.small(length=211_000, least=1, most=1)
    many = [cases.story("A", 150_000), cases.story("B", 150_000, women=True, communities=frozenset({"C-A"}))]
    left = propose(clock, SLUG, cases.starts, {}, many, [Lock("A")]).left_out
    assert "change-none" in reasons(left, "B")


def test_after_an_edit_the_reasons_are_new(cases: Any) -> None:
    clock, many = cases.clock(), cases.candidates(40, 3)
    rundown = propose(clock, SLUG, cases.starts, cases.fixed, many)
    gone = next(entry for entry in rundown.entries if entry.position == "stories-first")
    edited = remove(rundown, clock, gone.index)
    assert edited.left_out == ()
    again = explained(edited, clock, many, cases.fixed)
    assert gone.key in {left.key for left in again.left_out}
    assert again.left_out == left_out(edited, clock, cases.shuffled(many, 3), cases.fixed)


def test_every_reason_has_words(cases: Any) -> None:
    for seed in range(4):
        rundown = propose(cases.clock(), SLUG, cases.starts, cases.fixed, cases.candidates(60, seed))
        for left in rundown.left_out:
            for fault in left.reasons:
                for language in Language:
                    what, _ = say(fault, language)
                    assert what and "scheduling." not in what and "{" not in what
