"""Each rule of sections, groups and spots catches its break, and no other rule is troubled by it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from studio.errors import Fault
from studio.languages import Language
from studio.scheduling.rules.judge import violations
from studio.scheduling.slots.solve import propose
from studio.scheduling.timing.times import placed
from studio.scheduling.values import Candidate, Rundown
from studio.sentences.say import say
from studio.units import Ms

Change = Callable[[Rundown], Rundown]


@pytest.fixture(scope="module")
def many(cases: Any) -> list[Candidate]:
    return [cases.story(f"S{n}", 115_000 + n * 1_000) for n in range(3)]


@pytest.fixture(scope="module")
def good(cases: Any, many: list[Candidate]) -> Rundown:
    return propose(cases.parted(), "x", cases.starts, {}, many)


def edited(rundown: Rundown, where: str, **changes: Any) -> Rundown:
    return replace(rundown, entries=tuple(replace(e, **changes) if e.key == where else e for e in rundown.entries))


def placed_anew(cases: Any, rundown: Rundown) -> Rundown:
    return replace(rundown, entries=placed(rundown.entries, cases.parted(), rundown.starts_at))


def told(faults: tuple[Fault, ...]) -> set[tuple[str, str]]:
    for fault in faults:
        for language in Language:
            what, mend = say(fault, language)
            assert what and mend and "scheduling." not in what and "{" not in what + mend
    return {(fault.code.removeprefix("scheduling."), fault.where) for fault in faults}


def longer(rundown: Rundown, key: str, by: int) -> Rundown:
    entry = next(one for one in rundown.entries if one.key == key)
    return edited(rundown, key, actual=Ms(entry.heard + by))


def test_a_proposal_breaks_no_rule(cases: Any, good: Rundown, many: list[Candidate]) -> None:
    assert violations(good, cases.parted(), many, {}) == ()
    assert [entry.key for entry in good.entries] == [
        "opening", "S0", "S1", "music-a", "news", "S2", "spots", "spots/2", "music-b", "closing", "music-c",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (lambda r: longer(r, "opening", 1), {("rule-over", "x, opening")}),
        (lambda r: longer(r, "news", -7), {("rule-under", "x, news")}),
        (lambda r: longer(r, "closing", 1), {("rule-over", "x, closing")}),
        (
            lambda r: longer(longer(r, "S0", 9), "closing", -9),
            {("rule-over", "x, opening"), ("rule-under", "x, closing")},
        ),
        (lambda r: longer(longer(r, "opening", 5), "S0", -5), set()),
        (lambda r: edited(r, "spots/2", source="other"), {("rule-spots", "spots")}),
        (lambda r: longer(edited(r, "spots", planned=Ms(20_001)), "news", -1), {("rule-flexible-bounds", "spots")}),
    ],
)
def test_each_section_is_judged_by_itself(
    cases: Any, good: Rundown, many: list[Candidate], change: Change, codes: set[tuple[str, str]]
) -> None:
    assert told(violations(placed_anew(cases, change(good)), cases.parted(), many, {})) == codes


def test_a_pinned_start_stays_even_where_the_part_before_it_is_over(
    cases: Any, good: Rundown, many: list[Candidate]
) -> None:
    late = placed_anew(cases, longer(good, "opening", 2_000))
    assert next(entry for entry in late.entries if entry.key == "news").start == 300_000
    pushed = edited(good, "news", start=Ms(300_001))
    assert told(violations(pushed, cases.parted(), many, {})) >= {("rule-start", "news")}
    first = edited(good, "opening", start=Ms(1))
    assert told(violations(first, cases.parted(), many, {})) == {("rule-start", "opening")}
    second = edited(good, "S0", start=Ms(1))
    assert told(violations(second, cases.parted(), many, {})) == {("rule-start", "S0")}


def test_a_budget_is_judged_with_what_follows_each_entry(cases: Any, good: Rundown, many: list[Candidate]) -> None:
    spent = 115_000 + 116_000 + 117_000 + 3 * 500
    for low, high, codes in (
        (spent, spent, set()),
        (spent + 1, spent + 2, {("rule-group", "stories")}),
        (spent - 2, spent - 1, {("rule-group", "stories")}),
    ):
        assert told(violations(good, cases.parted((low, high)), many, {})) == codes


def test_spots_are_counted(cases: Any, good: Rundown, many: list[Candidate]) -> None:
    clock = cases.parted()
    fewer = tuple(replace(p, count_max=1) if p.name == "spots" else p for p in clock.positions)
    assert told(violations(good, replace(clock, positions=fewer), many, {})) == {("rule-spots", "spots")}


def test_an_anchor_that_is_not_in_the_slot_is_told_before_anything_else(
    cases: Any, good: Rundown, many: list[Candidate]
) -> None:
    later = replace(good, starts_at=good.starts_at + timedelta(minutes=5))
    assert told(violations(later, cases.parted(), many, {})) == {("anchor-none", "news")}
    sooner = replace(good, starts_at=good.starts_at - timedelta(seconds=5))
    assert told(violations(placed_anew(cases, sooner), cases.parted(), many, {})) == {
        ("rule-under", "x, opening"),
        ("rule-over", "x, news"),
    }
