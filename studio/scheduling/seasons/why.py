"""Why not? For every segment in no airtime: what binds, in figures, and the smallest change that lets it in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, product

from studio.errors import Fault, fault
from studio.scheduling.seasons.bins import Shape
from studio.scheduling.seasons.offers import Offer, Table, barred, offers
from studio.scheduling.seasons.offers import table as table_of
from studio.scheduling.seasons.values import Plan, Season, Slot, Story
from studio.scheduling.timing.moments import seconds
from studio.scheduling.values import Candidate, LeftOut

NEAREST = 3
"""Airtimes that are told for one segment."""
TRIED = 64
"""Ways of bringing the segments of an activity into one airtime that are tried there."""


@dataclass(frozen=True, slots=True)
class _Held:
    """One airtime as planned: the offers taken there; left: what flexible positions have in each bin, in ms."""

    place: int
    slot: Slot
    formed: Shape
    taken: tuple[Offer, ...]
    left: tuple[int, ...]

    @property
    def spare(self) -> int:
        """What flexible positions could give away, in ms."""
        return sum(self.left) - self.formed.least


@dataclass(frozen=True, slots=True)
class _Way:
    """A change that lets a segment in with all of its activity. offers: its own first. out: keys of what goes."""

    held: _Held
    offers: tuple[Offer, ...]
    out: tuple[str, ...]

    @property
    def size(self) -> tuple[int, bool, int, tuple[str, ...]]:
        """The smallest change comes first."""
        return len(self.out), self.offers[0].version != "long", self.held.place, self.out


def left_out(season: Season, plan: Plan, keys: Container[str] | None = None) -> tuple[LeftOut, ...]:
    """Every segment that is in no slot, by key, with its reasons; faults "scheduling.season-change-*" are the mend.

    keys: those that are asked for; None: all.
    """
    table = table_of(season)
    inside = {choice.key for choice in plan.choices}
    partners: dict[str, list[int]] = defaultdict(list)
    for number, story in enumerate(table.stories):
        partners[story.together].append(number)
    asked = [
        number
        for number, story in enumerate(table.stories)
        if story.key not in inside and (keys is None or story.key in keys)
    ]
    names = {table.stories[number].together for number in asked} - {""}
    joined = {one for name in names for one in partners[name]}
    by_story: dict[int, list[Offer]] = defaultdict(list)
    for offer in offers(table, {table.stories[number].key for number in {*asked, *joined}} - inside):
        by_story[offer.story].append(offer)
    held = _held(table, plan)
    found = []
    for number in asked:
        story = table.stories[number]
        others = [one for one in partners[story.together] if story.together and one != number]
        many = [[offer for offer in by_story.get(one, ()) if offer.slot in held] for one in (number, *others)]
        found.append(LeftOut(story.key, _reasons(table, (number, *others), many, held)))
    return tuple(found)


def _held(table: Table, plan: Plan) -> Mapping[int, _Held]:
    """Every airtime that the plan fills; what it holds that may not be there any more counts as gone."""
    places = {slot.slug: place for place, slot in enumerate(table.slots)}
    stories = {story.key: number for number, story in enumerate(table.stories)}
    taken: dict[int, list[Offer]] = defaultdict(list)
    for one in plan.choices:
        place, number = places.get(one.slot), stories.get(one.key)
        if place is None or number is None:
            continue
        formed, told = table.shapes[place], table.stories[number].told.get(table.slots[place].language)
        if formed is not None and told is not None and one.version in told.versions and formed.takes(one.position):
            taken[place].append(Offer(place, number, one.version, formed.pool_of(one.position)))
    found = {}
    for place, formed in enumerate(table.shapes):
        if formed is not None and table.slots[place].slug not in plan.unfilled:
            left = [int(one.capacity) for one in formed.bins]
            for offer in taken[place]:
                left[formed.pools[offer.pool].section] -= _cost(table, formed, offer)
            found[place] = _Held(place, table.slots[place], formed, tuple(taken[place]), tuple(left))
    return found


def _cost(table: Table, formed: Shape, offer: Offer) -> int:
    return table.told(offer).lasting(offer.version) + formed.pools[offer.pool].after


def _reasons(
    table: Table, numbers: Sequence[int], many: Sequence[Sequence[Offer]], held: Mapping[int, _Held]
) -> tuple[Fault, ...]:
    """Why a segment is left out. numbers: its own, then those of the rest of its activity; many: the offers of each."""
    mine = many[0]
    stories = [table.stories[number] for number in numbers]
    story, others = stories[0], ", ".join(one.key for one in stories[1:])
    bars = _bars(table, story, {offer.slot for offer in mine})
    if others:
        bars = (*bars, fault("scheduling.season-why-together", story.key, others=others))
    per_slot: dict[int, list[list[Offer]]] = {
        place: [[offer for offer in some if offer.slot == place] for some in many]
        for place in dict.fromkeys(offer.slot for offer in mine)
    }
    if not mine:
        return (*bars, fault("scheduling.season-change-none", story.key))
    near = sorted(per_slot, key=lambda place: (_blocked(table, held[place], per_slot[place][0][0]), place))
    told = [one for place in near[:NEAREST] for one in _binding(table, held[place], per_slot[place], others)]
    ways: list[_Way] = []
    for place in [one for one in near if all(per_slot[one])][:NEAREST]:
        ways += _ways(table, held[place], per_slot[place])
    if not ways:
        for one, some in zip(stories[1:], many[1:], strict=True):
            bars = (*bars, *_bars(table, one, {offer.slot for offer in some}))
        return (*told, *bars, fault("scheduling.season-change-none", story.key))
    way = min(ways, key=lambda one: one.size)
    slug, by, version = way.held.slot.slug, ", ".join(way.out), way.offers[0].version
    if not told:
        told.append(fault("scheduling.season-why-outweighed", story.key, slot=slug, by=by or "–"))
    if others:
        change = fault("scheduling.season-change-together", story.key, others=others, slot=slug, out=by or "–")
    else:
        code = "scheduling.season-change-lock" if by else "scheduling.season-change-add"
        change = fault(code, story.key, slot=slug, out=by, version=version)
    return (*told, *bars, change)


def _bars(table: Table, story: Story, possible: set[int]) -> tuple[Fault, ...]:
    """What bars it from other airtimes: for each kind of bar the airtime nearest to those that are possible."""
    found: dict[str, tuple[int, Fault]] = {}
    for place, (slot, day) in enumerate(zip(table.slots, table.days, strict=True)):
        if place in possible or slot.frozen:
            continue
        away = min((abs(place - one) for one in possible), default=place)
        for one in barred(table.season, slot, day, story, table.history):
            if one.code not in found or found[one.code][0] > away:
                found[one.code] = away, one
    if not found and not possible:
        lengths = ", ".join(seconds(told.lasting(v)) for told in story.told.values() for v in told.versions)
        return (fault("scheduling.season-why-no-position", story.key, seconds=lengths),)
    return tuple(one for _, (_, one) in sorted(found.items()))


def _blocked(table: Table, held: _Held, offer: Offer) -> tuple[int, int]:
    """How far an airtime is from taking a segment: who is heard already, then what is lacking in ms."""
    told = table.told(offer)
    return len(_blocking(table, held, told)), max(_cost(table, held.formed, offer) - held.spare, 0)


def _blocking(table: Table, held: _Held, told: Candidate) -> list[Offer]:
    return [one for one in held.taken if table.told(one).communities & told.communities]


def _binding(table: Table, held: _Held, many: Sequence[Sequence[Offer]], others: str) -> list[Fault]:
    """What binds in one airtime, in figures. others: the rest of its activity, whose offers follow its own in many."""
    mine = many[0]
    told, key, slug = table.told(mine[0]), table.stories[mine[0].story].key, held.slot.slug
    day = str(table.days[held.place])
    faults = []
    for one in _blocking(table, held, told):
        shared = ", ".join(sorted(told.communities & table.told(one).communities))
        by = table.stories[one.story].key
        faults.append(fault("scheduling.season-why-community", key, slot=slug, day=day, communities=shared, by=by))
    faults += _no_room(table, held, many, others)
    counts = [sum(one.pool == offer.pool for one in held.taken) for offer in mine]
    if all(count >= held.formed.pools[o.pool].count_max for count, o in zip(counts, mine, strict=True)):
        most = max(held.formed.pools[offer.pool].count_max for offer in mine)
        faults.append(fault("scheduling.season-why-full", key, slot=slug, day=day, count=most))
    return faults


def _no_room(table: Table, held: _Held, many: Sequence[Sequence[Offer]], others: str) -> list[Fault]:
    """The seconds that are lacking for a segment; for its whole activity where that needs more."""
    mine = min(_lacking(table, held, (one,)) for one in many[0])
    whole = min((_lacking(table, held, some) for some in islice(product(*many), TRIED)), default=mine)
    if whole <= 0:
        return []
    code = "scheduling.season-why-no-room-together" if whole > mine else "scheduling.season-why-no-room"
    first = many[0][0]
    told = {"slot": held.slot.slug, "day": str(table.days[held.place]), "left": seconds(max(held.spare, 0))}
    return [fault(code, table.stories[first.story].key, **told, seconds=seconds(whole), ms=whole, others=others)]


def _lacking(table: Table, held: _Held, some: Sequence[Offer]) -> int:
    """What segments need more than flexible positions of their sections could give, in ms; none: at most 0."""
    needs: dict[int, int] = defaultdict(int)
    for offer in some:
        needs[held.formed.pools[offer.pool].section] += _cost(table, held.formed, offer)
    short = [cost - held.left[one] + held.formed.bins[one].spans[0][0] for one, cost in needs.items()]
    return sum(one for one in short if one > 0) or max(short)


def _ways(table: Table, held: _Held, many: Sequence[Sequence[Offer]]) -> Iterable[_Way]:
    """The fewest segments, two at most besides those of the same communities, without which it fits exactly.

    many: the offers there of a segment and of each that comes with it.
    """
    for some in islice(product(*many), TRIED):
        voices = [voice for offer in some for voice in table.told(offer).communities]
        if len(voices) == len(set(voices)):
            yield from _way(table, held, some)


def _way(table: Table, held: _Held, offers: tuple[Offer, ...]) -> Iterable[_Way]:
    found = [one for offer in offers for one in _blocking(table, held, table.told(offer))]
    must = [one for number, one in enumerate(found) if one not in found[:number]]
    locked = {lock.key for lock in held.formed.locks}
    stories = table.stories
    if any(_fast(stories[one.story], locked) for one in must):
        return
    rest = [one for one in held.taken if one not in must and not _fast(stories[one.story], locked)]
    for count in range(3):
        ways = [
            _Way(held, offers, tuple(sorted(stories[one.story].key for one in (*must, *some))))
            for some in combinations(rest, count)
            if _fits(table, held, offers, (*must, *some))
        ]
        if ways:
            yield from ways
            return


def _fast(story: Story, locked: set[str]) -> bool:
    return story.key in locked or bool(story.together)


def _fits(table: Table, held: _Held, offers: Sequence[Offer], out: Sequence[Offer]) -> bool:
    """Whether an airtime is still filled exactly, with as many entries as it may have, by its budgets."""
    formed, left = held.formed, list(held.left)
    after = [*(one for one in held.taken if one not in out), *offers]
    for one in offers:
        left[formed.pools[one.pool].section] -= _cost(table, formed, one)
    for one in out:
        left[formed.pools[one.pool].section] += _cost(table, formed, one)
    if not all(one.fills(one.capacity - rest) for one, rest in zip(formed.bins, left, strict=True)):
        return False
    counts = [sum(one.pool == number for one in after) for number in range(len(formed.pools))]
    if not all(pool.count_min <= count <= pool.count_max for pool, count in zip(formed.pools, counts, strict=True)):
        return False
    spent = [sum(_cost(table, formed, one) for one in after if one.pool in budget.pools) for budget in formed.budgets]
    return all(budget.lowest <= time <= budget.highest for budget, time in zip(formed.budgets, spent, strict=True))
