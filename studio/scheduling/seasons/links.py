"""What joins airtimes: how often and how far apart a segment is aired, who is due, what part of the time is whose."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from studio.scheduling.seasons.offers import Offer, Table
from studio.scheduling.seasons.stopping import Stopped, never, until
from studio.scheduling.seasons.values import Target
from studio.scheduling.seasons.wishes import Due, dues, is_new, serves, unfilled, weights
from studio.scheduling.values import Candidate

MINUTE = 60_000
Name = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A target as a row. part: of the airtime, 0 to 1. lacking: minutes of it that frozen slots owe; most: that may
    lack at all.
    """

    target: Target
    part: float
    lacking: float
    most: float

    def counts(self, candidate: Candidate) -> bool:
        """Whether a segment serves it."""
        return serves(self.target.sort, self.target.name, candidate)


@dataclass(frozen=True, slots=True)
class Links:
    """Everything that joins the airtimes of a season.

    gains: points by the name of a row that counts whether anything is in it. constant: points that are won already.
    """

    table: Table
    windows: Mapping[tuple[int, int], tuple[Name, ...]]
    totals: Mapping[tuple[str, int], int]
    due: Mapping[str, tuple[tuple[Due, Name], ...]]
    new: frozenset[int]
    gains: Mapping[Name, int]
    targets: tuple[Part, ...]
    constant: int

    def limits(self, offer: Offer) -> Iterator[tuple[Name, float]]:
        """The rows of which an offer takes a place, and how many places they have."""
        for name in self.windows.get((offer.slot, offer.story), ()):
            yield name, 1.0
        pair = self.table.slots[offer.slot].station, offer.story
        if pair in self.totals:
            yield ("airings", *pair), float(self.totals[pair])

    def counted(self, offer: Offer) -> Iterator[Name]:
        """The rows that count an offer."""
        if offer.story in self.new:
            yield "unaired", offer.story
        day = self.table.days[offer.slot]
        for community in sorted(self.table.told(offer).communities):
            for due, name in self.due.get(community, ()):
                if due.since <= day <= due.until:
                    yield name


def links(table: Table, given: Sequence[Offer], stopped: Stopped = never) -> Links:
    """The links of a season between its offers; only some of them once somebody asked to end."""
    season, points = table.season, weights(table.season.policy.wanted)
    windows, totals = _airings(table, given, stopped)
    held = tuple(frozen(table))
    due: dict[str, list[tuple[Due, Name]]] = defaultdict(list)
    gains: dict[Name, int] = {}
    impossible = sum(formed is None and not slot.frozen for slot, formed in zip(table.slots, table.shapes, strict=True))
    constant = -unfilled(season.policy) * impossible
    for number, one in enumerate(dues(season)):
        if any(one.community in told.communities and one.since <= day <= one.until for told, day, _ in held):
            constant += points[one.wish]
            continue
        due[one.community].append((one, ("due", number)))
        gains["due", number] = points[one.wish]
    standing = {key for (_, key), days in table.history.items() if days}
    new = frozenset(number for number, story in enumerate(table.stories) if story.key not in standing and is_new(story))
    gains.update({("unaired", number): points["unaired"] for number in new})
    joined = {community: tuple(many) for community, many in due.items()}
    return Links(table, windows, totals, joined, new, gains, _targets(table, held), constant)


def frozen(table: Table) -> Iterator[tuple[Candidate, date, int]]:
    """What frozen slots hold: candidates that are still known, with the day and the length in ms."""
    known = {story.key: story for story in table.stories}
    for slot, day in zip(table.slots, table.days, strict=True):
        for lock in slot.before if slot.frozen else ():
            story = known.get(lock.key)
            if story is not None and slot.language in story.told:
                told = story.told[slot.language]
                short = lock.version == "short" and told.short is not None
                yield told, day, told.lasting("short" if short else "long")


def _airings(
    table: Table, given: Sequence[Offer], stopped: Stopped
) -> tuple[dict[tuple[int, int], tuple[Name, ...]], dict[tuple[str, int], int]]:
    """The rows that keep airings of a segment on a station apart, and how many more there may be where that binds."""
    policy = table.season.policy
    where: dict[tuple[str, int], list[int]] = defaultdict(list)
    for offer in until(stopped, given):
        many = where[table.slots[offer.slot].station, offer.story]
        if not many or many[-1] != offer.slot:
            many.append(offer.slot)
    windows: dict[tuple[int, int], tuple[Name, ...]] = {}
    totals: dict[tuple[str, int], int] = {}
    for (station, story), places in until(stopped, where.items()):
        days = [table.days[place].toordinal() for place in places]
        order = sorted(range(len(places)), key=lambda one: days[one])
        days, places = [days[one] for one in order], [places[one] for one in order]
        left = policy.most_airings - len(table.history.get((station, table.stories[story].key), ()))
        if _spaced(days, policy.spacing_days) > left:
            totals[station, story] = left
        reached = 0
        for first, day in enumerate(days):
            end = bisect_left(days, day + policy.spacing_days)
            if end > reached and end - first > 1:
                name = ("apart", station, story, first)
                for place in places[first:end]:
                    windows[place, story] = (*windows.get((place, story), ()), name)
            reached = max(reached, end)
    return windows, totals


def _spaced(days: Sequence[int], spacing: int) -> int:
    """How many of some days, earliest first, can be taken when they are kept apart."""
    count, free = 0, 0
    for day in days:
        if day >= free:
            count, free = count + 1, day + max(spacing, 0)
    return count


def _targets(table: Table, held: Sequence[tuple[Candidate, date, int]]) -> tuple[Part, ...]:
    whole = sum(one.capacity for formed in table.shapes if formed is not None for one in formed.bins)
    total = sum(length for _, _, length in held)
    found = []
    for target in table.season.policy.targets:
        mine = sum(length for told, _, length in held if serves(target.sort, target.name, told))
        part = target.permille / 1000
        lacking = (part * total - mine) / MINUTE
        found.append(Part(target, part, lacking, max(part * (whole + total) / MINUTE, 0.0)))
    return tuple(found)
