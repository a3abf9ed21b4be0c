"""An activity whose stories stand together: a slot that is proposed or fitted again stays as it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from studio.scheduling.rules.judge import violations
from studio.scheduling.slots.edit import locks_of
from studio.scheduling.slots.solve import propose
from studio.scheduling.values import Candidate, Rundown
from studio.units import Ms

SLUG = "2012-04-07-voices"
LENGTHS = st.lists(st.integers(60, 110), min_size=7, max_size=7)
FILLERS = (40, 55, 115, 130, 150)
"""Seconds of stories besides, so that every slot can be filled."""


def joined(cases: Any, lengths: list[int]) -> list[Candidate]:
    """Stories of communities of their own; two and again two are from one activity each, the first of them new."""
    many = []
    for number, length in enumerate((*lengths, *FILLERS)):
        name = {0: "harvest", 1: "harvest", 3: "meeting", 4: "meeting"}.get(number, "")
        told = cases.story(f"R{number}", length * 1_000, together=name)
        many.append(replace(told, reported_on=told.reported_on - timedelta(days=0 if name else 3 * number)))
    return many


def taken(rundown: Rundown) -> list[tuple[str, str, str]]:
    """What is heard where and in which version, in order."""
    return [(one.key, one.position, one.version) for one in rundown.heard]


@settings(max_examples=15)
@given(lengths=LENGTHS, seed=st.integers(0, 99))
def test_law_a_slot_with_an_activity_that_is_proposed_again_stays_as_it_is(
    cases: Any, lengths: list[int], seed: int
) -> None:
    clock, many = cases.small(length=300_000), joined(cases, lengths)
    first = propose(clock, SLUG, cases.starts, {}, many)
    assert propose(clock, SLUG, cases.starts, {}, cases.shuffled(many, seed)) == first
    assert violations(first, clock, many, {}) == ()


@settings(max_examples=15)
@given(lengths=LENGTHS)
def test_law_a_slot_with_an_activity_whose_entries_are_locked_is_filled_the_same(
    cases: Any, lengths: list[int]
) -> None:
    clock, many = cases.small(length=300_000), joined(cases, lengths)
    first = propose(clock, SLUG, cases.starts, {}, many)
    again = propose(clock, SLUG, cases.starts, {}, many, locks_of(first, clock, every=True))
    assert taken(again) == taken(first)
    assert [(one.key, one.planned) for one in again.entries] == [(one.key, one.planned) for one in first.entries]


def test_the_activities_of_these_laws_are_heard_whole(cases: Any) -> None:
    clock, many = cases.small(length=300_000), joined(cases, [70, 70, 80, 75, 85, 90, 95])
    heard = {one.key for one in propose(clock, SLUG, cases.starts, {}, many).heard}
    assert {"R0", "R1"} <= heard or {"R3", "R4"} <= heard
    alone = [replace(one, planned=Ms(400_000)) if one.key == "R1" else one for one in many]
    assert "R0" not in {one.key for one in propose(clock, SLUG, cases.starts, {}, alone).heard}
