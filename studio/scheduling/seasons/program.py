"""The exact model of a season: a yes or no for every offer, exact filling, the rules between airtimes, the wishes."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from studio.scheduling.seasons.links import Links, links
from studio.scheduling.seasons.matrix import FREE, Build, Flags, Floats, Matrix
from studio.scheduling.seasons.offers import Offer, Table, offers
from studio.scheduling.seasons.stopping import Stopped, never, until
from studio.scheduling.seasons.wishes import GRACE, freshness, unfilled, weights
from studio.scheduling.values import Candidate

INF = float("inf")
MINUTE = 60_000
JOINING = {"apart", "airings", "due", "unaired", "target"}
"""Names of the rows that several airtimes share."""


@dataclass(frozen=True, slots=True)
class Program:
    """A season as a linear program in whole numbers; column j below `len(offers)` is offer j.

    unfilled: the column of a slot that says it stays empty, by the slot's number. single (m,): for each row the one
    column that no slot decides and that only this row touches, or -1; counting: the rows that have one. by_slot: the
    columns that each slot decides. minutes: that each offer lasts (offers,). joining (m,): the rows that several
    airtimes share. constant: points that nothing can change.
    """

    table: Table
    offers: tuple[Offer, ...]
    matrix: Matrix
    unfilled: Mapping[int, int]
    single: NDArray[np.int64]
    counting: NDArray[np.int64]
    by_slot: tuple[NDArray[np.int64], ...]
    minutes: Floats
    joining: Flags
    constant: float

    def offers_of(self, slot: int) -> NDArray[np.int64]:
        """The numbers of the offers of a slot."""
        own = self.by_slot[slot]
        return own[: int(np.searchsorted(own, len(self.offers)))]

    def columns_of(
        self, slots: Sequence[int], wanted: NDArray[np.bool_] | None = None, *, following: bool
    ) -> NDArray[np.int64]:
        """The columns that some slots decide. wanted: of the offers; None: all. following: also what follows."""
        own = np.sort(np.concatenate([self.by_slot[slot] for slot in slots]))
        if wanted is not None:
            offered = own[own < len(wanted)]
            own = np.concatenate([offered[wanted[offered]], own[own >= len(wanted)]])
        if not following:
            return own
        _, rows, _ = self.matrix.entries(own)
        more = self.single[np.unique(rows)]
        return np.union1d(own, more[more >= 0])

    def worth(self, values: Floats) -> float:
        """Points of values of all columns."""
        return float(self.matrix.cost @ values) + self.constant


class _Writer:
    """The program while it is written."""

    def __init__(self, table: Table, given: tuple[Offer, ...], linked: Links) -> None:
        self.table, self.given, self.linked = table, given, linked
        self.build = Build()
        self.points = weights(table.season.policy.wanted)
        self.rows: dict[tuple[object, ...], int] = {}
        self.minutes = array("d")
        self.unfilled: dict[int, int] = {}
        self.served: dict[tuple[object, ...], tuple[int, ...]] = {}
        self.together: dict[tuple[int, str], set[int]] = defaultdict(set)

    def row(self, name: tuple[object, ...], below: float, above: float) -> int:
        """The row of that name, new or known."""
        if name not in self.rows:
            self.rows[name] = self.build.new_row(below, above)
        return self.rows[name]

    def write(self, stopped: Stopped) -> Program | None:
        """All of it; None: somebody asked to end before."""
        for place, many in until(stopped, groupby(self.given, key=lambda offer: offer.slot), every=1):
            mine = list(many)
            crowded = self._crowded(mine)
            for offer in mine:
                self.build.new_column(self._cost(offer), self._entries(offer, crowded), whole=True, owner=place)
        if stopped():
            return None
        for place, formed in enumerate(self.table.shapes):
            if formed is not None:
                self._slot(place)
        members = Counter(story.together for story in self.table.stories)
        for (place, name), stories in sorted(self.together.items()):
            rows = [self.rows["together", place, name, story] for story in sorted(stories)]
            most = 1.0 if len(stories) == members[name] else 0.0
            self.build.new_column(0.0, [(row, -1.0) for row in rows], most, whole=True, owner=place)
        singles = self._singles()
        matrix = self.build.done()
        single = np.full(matrix.rows, FREE, dtype=np.int64)
        single[list(singles)] = list(singles.values())
        joining = np.zeros(matrix.rows, dtype=np.bool_)
        joining[[number for name, number in self.rows.items() if name[0] in JOINING]] = True
        order = np.argsort(matrix.owner, kind="stable")
        places = np.searchsorted(matrix.owner[order], np.arange(len(self.table.slots) + 1))
        return Program(
            table=self.table,
            offers=self.given,
            matrix=matrix,
            unfilled=self.unfilled,
            single=single,
            counting=np.flatnonzero(single >= 0),
            by_slot=tuple(np.split(order, places)[1:-1]),
            minutes=np.array(self.minutes, dtype=np.float64),
            joining=joining,
            constant=self.linked.constant,
        )

    def _crowded(self, mine: Sequence[Offer]) -> set[str]:
        """What more than one offer of a slot needs once: communities, and keys of stories that have none."""
        seen: set[str] = set()
        crowded: set[str] = set()
        for offer in mine:
            names = self._once(offer)
            crowded |= names & seen
            seen |= names
        return crowded

    def _once(self, offer: Offer) -> frozenset[str]:
        return self.table.told(offer).communities or frozenset({f"\0{offer.story}"})

    def _cost(self, offer: Offer) -> float:
        candidate, slot = self.table.told(offer), self.table.slots[offer.slot]
        points = self.points["fresh"] * freshness(candidate, self.table.days[offer.slot])
        points += self.points["long"] * (offer.version == "long")
        return points + self.points["change"] * any(lock.key == candidate.key for lock in slot.before)

    def _entries(self, offer: Offer, crowded: set[str]) -> Iterator[tuple[int, float]]:
        place, formed = offer.slot, self.table.shapes[offer.slot]
        assert formed is not None
        story, candidate = self.table.stories[offer.story], self.table.told(offer)
        pool, length = formed.pools[offer.pool], candidate.lasting(offer.version)
        self.minutes.append(length / MINUTE)
        capacity = formed.bins[pool.section].capacity / MINUTE
        yield self.row(("bin", place, pool.section), capacity, capacity), (length + pool.after) / MINUTE
        yield self.row(("pool", place, offer.pool), pool.count_min, pool.count_max), 1.0
        for number, budget in enumerate(formed.budgets):
            if offer.pool in budget.pools:
                sides = budget.lowest / MINUTE, budget.highest / MINUTE
                yield self.row(("budget", place, number), *sides), (length + pool.after) / MINUTE
        for voice in sorted(self._once(offer) & crowded):
            yield self.row(("once", place, voice), -INF, 1.0), 1.0
        if any(lock.key == story.key for lock in formed.locks):
            yield self.row(("lock", place, story.key), 1.0, INF), 1.0
        if story.together:
            self.together[place, story.together].add(offer.story)
            yield self.row(("together", place, story.together, offer.story), 0.0, 0.0), 1.0
        for name, most in self.linked.limits(offer):
            yield self.row(name, -INF, most), 1.0
        for name in self.linked.counted(offer):
            yield self.row(name, -INF, 0.0), -1.0
        if self.linked.targets:
            yield self.row(("airtime", place), 0.0, 0.0), length / MINUTE
        for number in self._served(candidate):
            yield self.row(("target", number), self.linked.targets[number].lacking, INF), length / MINUTE

    def _served(self, candidate: Candidate) -> tuple[int, ...]:
        """The numbers of the targets that a segment serves; asked often, so worked out once for those alike."""
        alike = candidate.themes, candidate.province, candidate.women
        if alike not in self.served:
            many = enumerate(self.linked.targets)
            self.served[alike] = tuple(number for number, mine in many if mine.counts(candidate))
        return self.served[alike]

    def _slot(self, place: int) -> None:
        """The columns of a slot besides its offers: what is flexible in each bin, what is dead, that it is empty."""
        formed, build = self.table.shapes[place], self.build
        assert formed is not None
        dead = self.row(("dead", place), -INF, (formed.least + GRACE) / MINUTE)
        empty: list[tuple[int, float]] = []
        for number, one in enumerate(formed.bins):
            capacity = one.capacity / MINUTE
            bin_row = self.row(("bin", place, number), capacity, capacity)
            empty.append((bin_row, capacity))
            chosen = self.row(("span", place, number), 1.0, 1.0)
            empty.append((chosen, 1.0))
            for low, high in one.spans:
                least, most = low / MINUTE, high / MINUTE
                room = build.new_row(-INF, 0.0)
                build.new_column(
                    0.0, [(chosen, 1.0), (bin_row, least), (dead, least), (room, least - most)], whole=True, owner=place
                )
                build.new_column(0.0, [(bin_row, 1.0), (dead, 1.0), (room, 1.0)], most - least, owner=place)
        for number, pool in enumerate(formed.pools):
            if pool.count_min:
                empty.append((self.row(("pool", place, number), pool.count_min, pool.count_max), float(pool.count_min)))
        for number, budget in enumerate(formed.budgets):
            sides = budget.lowest / MINUTE, budget.highest / MINUTE
            empty.append((self.row(("budget", place, number), *sides), min(max(0.0, sides[0]), sides[1])))
        empty += [(self.row(("lock", place, lock.key), 1.0, INF), 1.0) for lock in formed.locks]
        most = sum(one.capacity for one in formed.bins) / MINUTE
        build.new_column(-self.points["dead"], [(dead, -1.0)], max(most, 0.0), owner=place)
        if self.linked.targets:
            given = [(self.row(("airtime", place), 0.0, 0.0), -1.0)]
            for number, mine in enumerate(self.linked.targets):
                given.append((self.row(("target", number), mine.lacking, INF), -mine.part))
            build.new_column(0.0, given, max(most, 0.0), owner=place)
        self.unfilled[place] = build.new_column(-unfilled(self.table.season.policy), empty, whole=True, owner=place)

    def _singles(self) -> dict[int, int]:
        """The columns that no slot decides, by the only row that each is in."""
        found = {}
        for name, points in self.linked.gains.items():
            if name in self.rows:
                found[self.rows[name]] = self.build.new_column(points, [(self.rows[name], 1.0)])
        for number, mine in enumerate(self.linked.targets):
            row = self.row(("target", number), mine.lacking, INF)
            found[row] = self.build.new_column(-self.points["balance"], [(row, 1.0)], mine.most)
        return found


def program(table: Table) -> Program:
    """The program of a season."""
    found = written(table, never)
    assert found is not None
    return found


def written(table: Table, stopped: Stopped) -> Program | None:
    """The program of a season; None: somebody asked to end before all of it was written."""
    given = tuple(until(stopped, offers(table)))
    linked = links(table, given, stopped)
    return None if stopped() else _Writer(table, given, linked).write(stopped)
