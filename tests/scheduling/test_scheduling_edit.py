"""Edits by hand: starts are worked out again, and nothing else is touched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from studio.errors import NotFound, RundownImpossible, StudioError
from studio.scheduling.rules.judge import violations
from studio.scheduling.slots.edit import float_out, insert, lock, locks_of, move, remove, replace_with
from studio.scheduling.slots.solve import propose
from studio.scheduling.timing.times import over, refit
from studio.scheduling.values import Candidate, Lock, Rundown
from studio.units import Ms


@pytest.fixture(scope="module")
def many(cases: Any) -> list[Candidate]:
    return [cases.story(f"S{n}", 85_000 + n, short=Ms(75_000)) for n in range(4)]


@pytest.fixture(scope="module")
def plan(cases: Any, many: list[Candidate]) -> Rundown:
    return propose(cases.small(), "x", cases.starts, {}, many[:3])


def keys(rundown: Rundown) -> list[str]:
    return [entry.key for entry in rundown.entries]


def test_moving_changes_places_and_starts_and_not_the_sum(cases: Any, plan: Rundown, many: list[Candidate]) -> None:
    clock = cases.small()
    assert keys(plan) == ["opening", "S0", "S1", "music", "S2", "closing"]
    moved = move(plan, clock, 4, 1)
    assert keys(moved) == ["opening", "S2", "S0", "S1", "music", "closing"]
    assert moved.entries[1].position == "first" and moved.entries[1].locked
    assert violations(moved, clock, many, {}) == ()
    within = move(plan, clock, 1, 2)
    assert keys(within) == ["opening", "S1", "S0", "music", "S2", "closing"]
    assert violations(within, clock, many, {}) == ()
    assert [entry.start for entry in within.entries[:3]] == [0, 10_500, 96_001]


def test_what_was_placed_by_hand_is_kept_when_it_is_proposed_again(
    cases: Any, plan: Rundown, many: list[Candidate]
) -> None:
    clock = cases.small()
    moved = move(plan, clock, 4, 1)
    locks = locks_of(moved, clock)
    assert locks == (Lock("S2", "first", 0, "long"),)
    again = propose(clock, "x", cases.starts, {}, many, locks)
    assert again.entries[1].key == "S2" and again.entries[1].locked
    assert locks_of(lock(moved, clock, 1, locked=False), clock) == ()


def test_replacing_and_inserting_show_what_they_cost_and_refitting_mends_it(
    cases: Any, plan: Rundown, many: list[Candidate]
) -> None:
    clock = cases.small()
    music = plan.entries[3].planned
    shorter = replace_with(plan, clock, 1, many[0], "short")
    assert over(shorter, clock) == -10_000 and shorter.entries[1].version == "short"
    mended = refit(shorter, clock)
    assert over(mended, clock) == 0 and mended.entries[3].planned == music + 10_000
    assert violations(mended, clock, many, {}) == ()
    other = replace_with(plan, clock, 1, many[3], "long")
    assert keys(other)[1] == "S3" and other.entries[1].locked and over(other, clock) == 3
    more = insert(plan, clock, 5, "second", many[3], "short")
    assert keys(more) == ["opening", "S0", "S1", "music", "S2", "S3", "closing"] and over(more, clock) == 75_500


def test_removing_and_floating_leave_the_time_empty(cases: Any, plan: Rundown) -> None:
    clock = cases.small()
    assert over(remove(plan, clock, 1), clock) == over(float_out(plan, clock, 1), clock) == -85_500
    assert keys(float_out(plan, clock, 1)) == keys(plan)
    assert "S0" not in keys(remove(plan, clock, 1))


@pytest.mark.parametrize(
    ("edit", "error", "code"),
    [
        (lambda p, c, s: move(p, c, 0, 1), RundownImpossible, "edit-fixed"),
        (lambda p, c, s: move(p, c, 1, 3), RundownImpossible, "move-target"),
        (lambda p, c, s: move(p, c, 1, 9), NotFound, "place-unknown"),
        (lambda p, c, s: move(p, c, -1, 1), NotFound, "place-unknown"),
        (lambda p, c, s: remove(p, c, 3), RundownImpossible, "edit-fixed"),
        (lambda p, c, s: float_out(p, c, 0), RundownImpossible, "edit-fixed"),
        (lambda p, c, s: replace_with(p, c, 1, s[1], "long"), RundownImpossible, "edit-twice"),
        (lambda p, c, s: insert(p, c, 1, "first", s[0], "long"), RundownImpossible, "edit-twice"),
        (lambda p, c, s: insert(p, c, 1, "nowhere", s[3], "long"), NotFound, "position-unknown"),
        (lambda p, c, s: insert(p, c, 1, "music", s[3], "long"), RundownImpossible, "edit-misfit"),
        (lambda p, c, s: insert(p, c, 99, "first", s[3], "long"), NotFound, "place-unknown"),
        (
            lambda p, c, s: replace_with(p, c, 1, replace(s[3], short=None), "short"),
            RundownImpossible,
            "edit-misfit",
        ),
    ],
)
def test_what_cannot_be_edited_is_refused(
    cases: Any,
    plan: Rundown,
    many: list[Candidate],
    edit: Callable[..., Rundown],
    error: type[StudioError],
    code: str,
) -> None:
    with pytest.raises(error) as refused:
        edit(plan, cases.small(), many)
    assert [fault.code for fault in refused.value.faults] == [f"scheduling.{code}"]
