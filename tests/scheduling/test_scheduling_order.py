"""The order of the chosen: a rule without a solver."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from studio.scheduling.slots.order import alike, counts, ordered
from studio.scheduling.slots.pools import pools
from studio.scheduling.values import Candidate, Lock, Version


def line(cases: Any, many: list[Candidate], locks: tuple[Lock, ...] = ()) -> dict[str, list[str]]:
    version: Version = "long"
    (pool,) = pools(cases.small(least=1, most=4), locks)
    found = ordered(pool, [(one, version) for one in many], locks, cases.starts.date())
    return {name: [one.key for one, _ in chosen] for name, chosen in found.items()}


def test_the_strongest_opens_and_joint_stories_stand_apart(cases: Any) -> None:
    land, labour = frozenset({"land"}), frozenset({"labour"})
    many = [
        cases.story("J1", joint=True, communities=frozenset("ab"), themes=land, province="01"),
        cases.story("J2", joint=True, communities=frozenset("cd"), themes=labour, province="02"),
        cases.story("S1", themes=labour, province="03", women=True),
        cases.story("S2", themes=land, province="04", women=True),
    ]
    assert line(cases, many) == {"first": ["J1", "S1"], "second": ["S2", "J2"]}


def test_nothing_but_being_joint_parts_two_joint_stories(cases: Any) -> None:
    homes = [frozenset("ab"), frozenset("cd"), frozenset("e"), frozenset("f")]
    many = [
        cases.story(f"S{n}", joint=n < 2, communities=home, province=f"{n}", themes=frozenset({str(n)}))
        for n, home in enumerate(homes)
    ]
    assert line(cases, many) == {"first": ["S0", "S2"], "second": ["S1", "S3"]}


def test_women_and_men_alternate(cases: Any) -> None:
    many = [cases.story(f"S{n}", women=n < 2, province=f"{n}", themes=frozenset({str(n)})) for n in range(4)]
    found = line(cases, many)
    together = [*found["first"], *found["second"]]
    assert [key in ("S0", "S1") for key in together] == [True, False, True, False]


@settings(max_examples=40)
@given(seed=st.integers(0, 10**6), count=st.integers(1, 6), mix=st.integers(0, 99), data=st.data())
def test_order_of_input_is_irrelevant_and_locks_keep_their_places(
    cases: Any, seed: int, count: int, mix: int, data: st.DataObject
) -> None:
    many = cases.candidates(count, seed)
    key = data.draw(st.sampled_from([one.key for one in many]))
    locks = (Lock(key, "first", data.draw(st.integers(0, min(count, 4) - 1))),)
    found = line(cases, many, locks)
    assert found == line(cases, cases.shuffled(many, mix), locks)
    assert found["first"][locks[0].index or 0] == key
    assert sorted([*found["first"], *found["second"]]) == sorted(one.key for one in many)


@settings(max_examples=30)
@given(seed=st.integers(0, 10**6), count=st.integers(3, 6))
def test_no_exchange_of_two_behind_the_first_makes_neighbours_differ_more(cases: Any, seed: int, count: int) -> None:
    many = {one.key: one for one in cases.candidates(count, seed)}
    found = line(cases, list(many.values()))
    keys = [*found["first"], *found["second"]]

    def cost(row: list[str]) -> int:
        return sum(alike(many[one], many[other]) for one, other in pairwise(row))

    for left in range(1, count):
        for right in range(left + 1, count):
            other = list(keys)
            other[left], other[right] = other[right], other[left]
            assert cost(other) >= cost(keys)


def test_entries_are_spread_evenly_within_bounds(cases: Any) -> None:
    (pool,) = pools(cases.small(least=1, most=4))
    assert [counts(pool, total, ()) for total in range(1, 7)] == [(1, 0), (1, 1), (2, 1), (2, 2), (3, 2), (4, 2)]
    assert counts(pool, 3, (Lock("A", "first", 2),)) == (3, 0)
