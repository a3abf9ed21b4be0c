"""Each rule catches what it is there for, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from studio.languages import Language
from studio.scheduling.rules.judge import violations
from studio.scheduling.slots.edit import float_out
from studio.scheduling.slots.solve import propose
from studio.scheduling.timing.times import placed
from studio.scheduling.values import Candidate, Entry, Lock, Rundown
from studio.sentences.say import say
from studio.units import Ms

Change = Callable[[Rundown], Rundown]


@pytest.fixture(scope="module")
def many(cases: Any) -> list[Candidate]:
    return [cases.story(f"S{n}", 80_000 + n, short=Ms(50_000)) for n in range(3)]


@pytest.fixture(scope="module")
def good(cases: Any, many: list[Candidate]) -> Rundown:
    return propose(cases.small(), "x", cases.starts, {}, many)


def edited(rundown: Rundown, where: str, **changes: Any) -> Rundown:
    return replace(rundown, entries=tuple(replace(e, **changes) if e.key == where else e for e in rundown.entries))


def found(cases: Any, rundown: Rundown, many: list[Candidate], locks: tuple[Lock, ...] = ()) -> set[str]:
    faults = violations(rundown, cases.small(), many, {}, locks)
    for fault in faults:
        for language in Language:
            what, mend = say(fault, language)
            assert what and mend and "scheduling." not in what and "{" not in what + mend
    return {fault.code.removeprefix("scheduling.rule-") for fault in faults}


def swap(rundown: Rundown, one: int, other: int) -> Rundown:
    entries = list(rundown.entries)
    entries[one], entries[other] = entries[other], entries[one]
    return replace(rundown, entries=tuple(entries))


def test_a_proposal_breaks_no_rule(cases: Any, good: Rundown, many: list[Candidate]) -> None:
    assert [e.key for e in good.entries] == ["opening", "S0", "S1", "music", "S2", "closing"]
    assert found(cases, good, many) == set()


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (lambda r: replace(r, clock="other"), {"clock"}),
        (lambda r: replace(r, length=Ms(1)), {"clock"}),
        (lambda r: edited(r, "S0", position="nowhere"), {"position"}),
        (lambda r: replace(r, starts_at=r.starts_at.replace(tzinfo=None)), {"scheduling.naive-time"}),
        (lambda r: edited(r, "S0", index=7), {"order"}),
        (lambda r: edited(r, "S0", start=Ms(1)), {"start"}),
        (lambda r: edited(r, "music", planned=Ms(41_000)), {"start", "over", "flexible-bounds"}),
        (lambda r: edited(r, "music", actual=Ms(4_999)), {"start", "under", "flexible-bounds"}),
        (lambda r: edited(r, "closing", actual=Ms(10_001)), {"over"}),
        (lambda r: edited(r, "opening", source="jingle"), {"fixed-once"}),
        (lambda r: edited(r, "opening", floated=True), {"start", "under", "fixed-once"}),
        (lambda r: edited(r, "closing", planned=Ms(9_999)), {"under", "fixed-length"}),
        (lambda r: edited(r, "music", floated=True), {"start", "under", "flexible-once"}),
        (lambda r: edited(r, "S0", kind="profile"), {"misfit"}),
        (lambda r: edited(r, "S0", version="short"), {"planned"}),
        (lambda r: edited(r, "S0", planned=Ms(700_000)), {"start", "over", "planned", "length-bounds"}),
        (lambda r: edited(r, "S0", key="gone"), {"unknown"}),
        (lambda r: edited(r, "S0", key="S1"), {"planned", "twice", "community"}),
    ],
)
def test_each_rule_catches_its_break(
    cases: Any, good: Rundown, many: list[Candidate], change: Change, codes: set[str]
) -> None:
    assert found(cases, change(good), many) == codes


def test_the_order_of_the_clock_is_kept(cases: Any, good: Rundown, many: list[Candidate]) -> None:
    mixed = swap(good, 3, 4)
    mixed = replace(mixed, entries=placed(mixed.entries, cases.small(), mixed.starts_at))
    assert found(cases, mixed, many) == {"order"}


def test_counts_are_kept(cases: Any, good: Rundown, many: list[Candidate]) -> None:
    clock = cases.small(least=3)
    faults = violations(good, clock, many, {})
    assert [(f.code, f.where, f.values["count"]) for f in faults] == [("scheduling.rule-count", "first", 2)]
    crowded = cases.small(least=1, most=1)
    faults = violations(good, crowded, many, {})
    assert [(f.code, f.where, f.values["count"]) for f in faults] == [("scheduling.rule-count", "first", 2)]


def test_communities_consent_and_embargo(cases: Any, good: Rundown, many: list[Candidate]) -> None:
    shared = [replace(one, communities=frozenset({"C1"})) for one in many]
    assert found(cases, good, shared) == {"community"}
    ended = [replace(many[0], usable_until=date(2012, 4, 6)), *many[1:]]
    assert found(cases, good, ended) == {"consent"}
    last = [replace(many[0], usable_until=date(2012, 4, 7)), *many[1:]]
    assert found(cases, good, last) == set()
    held = [replace(many[0], embargo_until=cases.starts + timedelta(seconds=1)), *many[1:]]
    assert found(cases, good, held) == {"embargo"}
    free = [replace(many[0], embargo_until=cases.starts), *many[1:]]
    assert found(cases, good, free) == set()


def test_consent_must_outlast_midnight(cases: Any, good: Rundown, many: list[Candidate]) -> None:
    late = replace(good, starts_at=cases.starts.replace(hour=23, minute=58))
    ended = [replace(many[0], usable_until=date(2012, 4, 7)), *many[1:]]
    assert found(cases, late, ended) == {"consent"}
    until_midnight = replace(good, starts_at=cases.starts.replace(hour=23, minute=55))
    assert found(cases, until_midnight, ended) == set()


@pytest.mark.parametrize(
    ("lock", "kept"),
    [
        (Lock("S0"), True),
        (Lock("S0", "first", 0, "long"), True),
        (Lock("S0", "second"), False),
        (Lock("S0", "first", 1), False),
        (Lock("S0", version="short"), False),
        (Lock("S9"), False),
    ],
)
def test_locks_stay(cases: Any, good: Rundown, many: list[Candidate], lock: Lock, kept: bool) -> None:
    assert found(cases, good, many, (lock,)) == (set() if kept else {"lock"})


def test_a_floated_entry_is_heard_by_no_rule_but_its_place_is_kept(
    cases: Any, good: Rundown, many: list[Candidate]
) -> None:
    clock = cases.small()
    extra = Entry(0, "first", "story", "S9", "", "", Ms(0), Ms(60_000), floated=True)
    entries = (*good.entries[:2], extra, *good.entries[2:])
    assert found(cases, replace(good, entries=placed(entries, clock, good.starts_at)), many) == set()
    assert "under" in found(cases, float_out(good, clock, 1), many)
