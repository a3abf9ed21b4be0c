"""The order of chosen segments: a rule that a producer can read, not the solver's business.

Strongest first. Then two neighbours should differ: two joint stories apart (8), themes (4), provinces (2),
women and men in turn (1). Entries locked to a place keep it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from studio.scheduling.slots.pools import Pool, least
from studio.scheduling.slots.wishes import units
from studio.scheduling.values import Candidate, Lock, Version

Chosen = tuple[Candidate, Version]


def alike(one: Candidate, other: Candidate) -> int:
    """How much two neighbours resemble each other: 0 (in nothing) to 15."""
    return (
        8 * (one.joint and other.joint)
        + 4 * bool(one.themes & other.themes)
        + 2 * (bool(one.province) and one.province == other.province)
        + (one.women == other.women)
    )


def strength(chosen: Chosen, airing: date) -> tuple[int, str]:
    """A key that sorts the strongest segment first; equals by the candidate's key."""
    return -units(*chosen, airing), chosen[0].key


def counts(pool: Pool, total: int, locks: Sequence[Lock]) -> tuple[int, ...]:
    """How many of a pool's entries each of its positions gets: the least, then evenly, the earlier one first."""
    result = [least(position, locks) for position in pool.positions]
    for _ in range(total - sum(result)):
        open_places = [i for i, position in enumerate(pool.positions) if result[i] < position.count_max]
        result[min(open_places, key=lambda i: (result[i], i))] += 1
    return tuple(result)


def ordered(pool: Pool, chosen: Sequence[Chosen], locks: Sequence[Lock], airing: date) -> dict[str, tuple[Chosen, ...]]:
    """The chosen segments of a pool by position name, in the order in which they are heard."""
    per_position = counts(pool, len(chosen), locks)
    by_key = {lock.key: lock for lock in locks}
    homes: list[tuple[str, int]] = [
        (position.name, place)
        for position, count in zip(pool.positions, per_position, strict=True)
        for place in range(count)
    ]
    places: list[Chosen | None] = [None] * len(homes)
    rest = sorted(chosen, key=lambda one: strength(one, airing))
    for precise in (True, False):
        rest = _seat(rest, places, homes, by_key, precise)
    pinned = [place is not None for place in places]
    for index in range(len(places)):
        if places[index] is None:
            before = places[index - 1] if index else None
            following = places[index + 1] if index + 1 < len(places) else None
            best = min(rest, key=lambda one: (_clash(before, one) + _clash(one, following), strength(one, airing)))
            places[index] = best
            rest.remove(best)
    line = _improved([place for place in places if place is not None], pinned, airing)
    result: dict[str, tuple[Chosen, ...]] = {}
    for position in pool.positions:
        result[position.name] = tuple(one for one, (name, _) in zip(line, homes, strict=True) if name == position.name)
    return result


def _seat(
    rest: list[Chosen],
    places: list[Chosen | None],
    homes: list[tuple[str, int]],
    locks: Mapping[str, Lock],
    precise: bool,
) -> list[Chosen]:
    """Seat those locked to a place (precise) or to a position; who is left."""
    left = []
    for one in rest:
        lock = locks.get(one[0].key)
        free = [
            i
            for i, (name, place) in enumerate(homes)
            if places[i] is None
            and lock is not None
            and (lock.position in ("", name))
            and (place == lock.index if precise else lock.index is None and lock.position == name)
        ]
        if free:
            places[free[0]] = one
        else:
            left.append(one)
    return left


def _clash(one: Chosen | None, other: Chosen | None) -> int:
    return alike(one[0], other[0]) if one and other else 0


def _cost(line: Sequence[Chosen], ranks: Mapping[str, int]) -> tuple[int, int, list[int]]:
    neighbours = sum(_clash(one, other) for one, other in pairwise(line))
    sequence = [ranks[one[0].key] for one in line]
    return neighbours, sum(rank * (len(line) - place) for place, rank in enumerate(sequence)), sequence


def _improved(line: list[Chosen], pinned: Sequence[bool], airing: date) -> list[Chosen]:
    """Exchange two entries as long as that makes neighbours differ more; the first keeps the opening place."""
    ranks = {one[0].key: rank for rank, one in enumerate(sorted(line, key=lambda one: strength(one, airing)))}
    first = 0 if pinned and pinned[0] else 1
    free = [i for i in range(len(line)) if not pinned[i] and i >= first]
    best = _cost(line, ranks)
    found = True
    while found:
        found = False
        for at, left in enumerate(free):
            for right in free[at + 1 :]:
                line[left], line[right] = line[right], line[left]
                cost = _cost(line, ranks)
                if cost < best:
                    best, found = cost, True
                else:
                    line[left], line[right] = line[right], line[left]
    return line
