"""Why not, where a show has several sections and a budget."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from studio.errors import RundownImpossible
from studio.languages import Language
from studio.scheduling.rules.judge import violations
from studio.scheduling.slots.edit import remove
from studio.scheduling.slots.solve import propose
from studio.scheduling.slots.why import explained
from studio.scheduling.values import Anchor, Candidate, Clock, LeftOut, Lock
from studio.sentences.say import say
from studio.units import Ms

SLUG = "x"


def granted(cases: Any, clock: Clock, many: list[Candidate], left: LeftOut) -> Any:
    """The same task with every change granted that a "why not" names; None where it names none."""
    kept, version, position = {one.key: one for one in many}, "long", ""
    for change in [fault for fault in left.reasons if fault.code.startswith("scheduling.change-")]:
        code = change.code.removeprefix("scheduling.change-")
        if code == "consent":
            kept[left.key] = replace(kept[left.key], usable_until=date.fromisoformat(str(change.values["airs_on"])))
        elif code == "embargo":
            kept[left.key] = replace(kept[left.key], embargo_until=cases.starts)
        elif code == "take-out":
            del kept[str(change.values["key"])]
        elif code == "use-short":
            one = kept[str(change.values["key"])]
            kept[one.key] = replace(one, planned=one.short, short=None)  # type: ignore[arg-type]
        elif code == "own-short":
            version = "short"
        elif code == "longer-slot":
            more = int(str(change.values["ms"]))
            clock = replace(clock, length=Ms(clock.length + more), hard_out=Ms(clock.hard_out + more))
        elif code == "none":
            return None
    if not {"take-out", "use-short", "own-short", "longer-slot", "add"} & {
        fault.code.removeprefix("scheduling.change-") for fault in left.reasons
    }:
        return None
    return clock, list(kept.values()), [Lock(left.key, position, version=version)]  # type: ignore[arg-type]


@settings(max_examples=15)
@given(seed=st.integers(0, 10**6), count=st.integers(8, 25), low=st.sampled_from([100, 340, 380]))
def test_law_a_why_not_with_its_demand_granted_lets_the_segment_in(cases: Any, seed: int, count: int, low: int) -> None:
    clock, many = cases.parted((low * 1_000, low * 1_000 + 50_000)), cases.candidates(count, seed)
    try:
        rundown = propose(clock, SLUG, cases.starts, {}, many)
    except RundownImpossible:
        return
    chosen = {entry.key for entry in rundown.entries}
    for left in rundown.left_out[:8]:
        assert left.reasons
        for fault in left.reasons:
            for language in Language:
                what, _ = say(fault, language)
                assert what and "scheduling." not in what and "{" not in what
        assert all(fault.code != "scheduling.why-better" for fault in left.reasons)
        case = granted(cases, clock, many, left)
        if case is not None:
            wider, kept, locks = case
            others = [one for one in kept if one.key in {*chosen, left.key}]
            again = propose(wider, SLUG, cases.starts, {}, others, locks)
            assert left.key in {entry.key for entry in again.entries}
            assert violations(again, wider, others, {}, locks) == ()


def reasons(left: tuple[LeftOut, ...], key: str) -> dict[str, Any]:
    found = next(one for one in left if one.key == key)
    return {fault.code.removeprefix("scheduling."): fault.values for fault in found.reasons}


def test_a_budget_that_is_spent_is_told_in_figures(cases: Any) -> None:
    clock = cases.parted((100_000, 355_000))
    many = [cases.story(f"S{n}", 115_000 + n) for n in range(3)] + [cases.story("late", 60_000, aired=3)]
    rundown = propose(clock, SLUG, cases.starts, {}, many)
    why = reasons(rundown.left_out, "late")
    # 355 s less 115.5, 115.501 and 115.502 s
    assert why["why-group-full"] == {
        "group": "stories",
        "needed": "60.5",
        "left": "8.497",
        "seconds": "52.003",
        "ms": 52_003,
    }


def test_a_longer_slot_is_offered_only_where_it_helps(cases: Any) -> None:
    plain = cases.parted((0, 10**6))
    many = [cases.story(f"S{n}", 115_000) for n in range(3)]
    many += [cases.story("more", 130_000, aired=5)]
    # from the start and from the end: the part between them grows with the slot
    assert "change-longer-slot" in _removed(cases, plain, many)
    # every part has a length of its own: nothing grows but the last one, which chooses nothing
    pinned = [replace(p, anchor=Anchor("start", Ms(540_000))) if p.name == "closing" else p for p in plain.positions]
    assert "change-longer-slot" not in _removed(cases, replace(plain, positions=tuple(pinned)), many)


def _removed(cases: Any, clock: Clock, many: list[Candidate]) -> set[str]:
    """Why the last candidate is not in a rundown where every other one is locked."""
    locks = [Lock("S0", "first"), Lock("S1", "first"), Lock("S2", "second")]
    left = propose(clock, SLUG, cases.starts, {}, many, locks).left_out
    return set(reasons(left, "more"))


def test_after_an_edit_the_other_section_counts_too(cases: Any) -> None:
    clock = cases.parted((0, 10**6))
    many = [cases.story(f"S{n}", 115_000 + n) for n in range(3)]
    rundown = propose(clock, SLUG, cases.starts, {}, many)
    assert rundown.left_out == ()
    gone = next(entry for entry in rundown.entries if entry.position == "second")
    again = explained(remove(rundown, clock, gone.index), clock, many, {})
    assert reasons(again.left_out, gone.key)["change-add"] == {"position": "second"}
