"""What could be heard where: every segment, version and pool of every airtime that no rule about these alone bars."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from studio.errors import Fault, fault
from studio.scheduling.seasons.bins import Shape, shape
from studio.scheduling.seasons.values import Season, Slot, Story
from studio.scheduling.slots.demands import consented, released
from studio.scheduling.slots.pools import Pool, columns
from studio.scheduling.timing.moments import naive
from studio.scheduling.values import Candidate, Lock, Version

History = Mapping[tuple[str, str], tuple[date, ...]]
"""Days on which a segment is on a station whatever is planned, by station and key, earliest first."""
Ways = tuple[tuple[int, Version], ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """One segment in one version in one pool of one airtime. slot, story: their numbers in the table."""

    slot: int
    story: int
    version: Version
    pool: int


@dataclass(frozen=True, slots=True)
class Table:
    """A season in order. slots: by start, station and slug; stories by key. shapes: of each slot, None: impossible.

    faults: of the impossible ones by slug. history: what was aired and what frozen slots hold.
    """

    season: Season
    slots: tuple[Slot, ...]
    days: tuple[date, ...]
    stories: tuple[Story, ...]
    shapes: tuple[Shape | None, ...]
    faults: Mapping[str, tuple[Fault, ...]]
    history: History

    def told(self, offer: Offer) -> Candidate:
        """The candidate of an offer, in the language of its slot."""
        return self.stories[offer.story].told[self.slots[offer.slot].language]


def table(season: Season) -> Table:
    """The table of a season; the order in which slots and stories are given does not matter."""
    slots = tuple(sorted(season.slots, key=lambda one: (one.starts_at.astimezone(UTC), one.station, one.slug)))
    known = {story.key: story for story in season.stories}
    shapes, faults, history = [], {}, history_of(season)
    for slot in slots:
        found, wrong = (None, ()) if slot.frozen else _shape(slot, known, season, history)
        shapes.append(found)
        if wrong:
            faults[slot.slug] = wrong
    days = tuple(slot.day for slot in slots)
    stories = tuple(known[key] for key in sorted(known))
    return Table(season, slots, days, stories, tuple(shapes), faults, history)


def history_of(season: Season) -> History:
    """Days on which segments were aired, or stand in frozen slots."""
    days: dict[tuple[str, str], set[date]] = {pair: set(many) for pair, many in season.aired.items()}
    for slot in season.slots:
        for lock in slot.before if slot.frozen else ():
            days.setdefault((slot.station, lock.key), set()).add(slot.day)
    return {pair: tuple(sorted(many)) for pair, many in days.items()}


def season_faults(season: Season) -> tuple[Fault, ...]:
    """What is wrong with a season as a whole: names that are there twice, times without a zone."""
    faults = list(naive(*(slot.starts_at for slot in season.slots)))
    for code, names in (
        ("scheduling.season-slot-twice", [slot.slug for slot in season.slots]),
        ("scheduling.season-story-twice", [story.key for story in season.stories]),
    ):
        faults += [fault(code, name) for name, count in sorted(Counter(names).items()) if count > 1]
    return tuple(faults)


def _shape(
    slot: Slot, known: Mapping[str, Story], season: Season, history: History
) -> tuple[Shape | None, tuple[Fault, ...]]:
    locked = [known[lock.key] for lock in slot.locks if lock.key in known]
    told = [story.told[slot.language] for story in locked if slot.language in story.told]
    barring = [one for story in locked for one in barred(season, slot, slot.day, story, history)]
    if barring:
        return None, tuple(barring)
    return shape(slot, told)


def barred(season: Season, slot: Slot, day: date, story: Story, history: History) -> tuple[Fault, ...]:
    """Why a segment cannot be in a slot on its day, whatever else is there, in figures; empty: it may be."""
    faults = []
    candidate = story.told.get(slot.language)
    if candidate is None:
        return (fault("scheduling.season-why-language", story.key, slot=slot.slug, language=slot.language),)
    if story.presenter and slot.presenters and story.presenter not in slot.presenters:
        faults.append(fault("scheduling.season-why-presenter", story.key, slot=slot.slug, presenter=story.presenter))
    if not consented(candidate, day):
        ends = str(candidate.usable_until)
        faults.append(fault("scheduling.season-why-consent", story.key, slot=slot.slug, day=str(day), ends_on=ends))
    if candidate.embargo_until is not None and not released(candidate, slot.starts_at):
        until = candidate.embargo_until.astimezone(slot.starts_at.tzinfo).isoformat(" ", "minutes")
        faults.append(fault("scheduling.season-why-embargo", story.key, slot=slot.slug, until=until))
    if story.expires_on is not None and story.expires_on < day:
        ends = str(story.expires_on)
        faults.append(fault("scheduling.season-why-expired", story.key, slot=slot.slug, day=str(day), ends_on=ends))
    return (*faults, *_aired(season, slot, day, story, history))


def _aired(season: Season, slot: Slot, day: date, story: Story, history: History) -> tuple[Fault, ...]:
    """Whether what was aired before leaves room for one more airing on that day."""
    days, policy = history.get((slot.station, story.key), ()), season.policy
    place = {"slot": slot.slug, "station": slot.station}
    if len(days) >= policy.most_airings:
        most = policy.most_airings
        return (fault("scheduling.season-why-airings", story.key, **place, count=len(days), most=most),)
    near = [one for one in days if abs((day - one).days) < policy.spacing_days]
    if not near:
        return ()
    spacing = policy.spacing_days
    return (fault("scheduling.season-why-spacing", story.key, **place, day=str(near[0]), spacing=spacing),)


def offers(found: Table, only: Container[str] | None = None) -> Iterator[Offer]:
    """Every offer, by slot, story, pool and version; slots that are frozen or impossible have none.

    only: keys of the stories that are asked for; None: all.
    """
    starts = [slot.starts_at.astimezone(UTC) for slot in found.slots]
    per_slot: list[list[int]] = [[] for _ in starts]
    for number, story in enumerate(found.stories):
        if only is not None and story.key not in only:
            continue
        for place in range(_first(story, starts), len(starts)):
            if found.shapes[place] is not None and not _over(story, found.days[place]):
                per_slot[place].append(number)
    homes: dict[tuple[int, str, int], Ways] = {}
    alike: dict[tuple[Pool, ...], int] = {}
    for place, numbers in enumerate(per_slot):
        formed = found.shapes[place]
        if formed is not None:
            yield from _of_slot(found, place, numbers, homes, alike.setdefault(formed.pools, len(alike)))


def _first(story: Story, starts: Sequence[datetime]) -> int:
    """The first slot that no embargo bars, in any language."""
    moments = [one.embargo_until.astimezone(UTC) if one.embargo_until else None for one in story.told.values()]
    if not moments or None in moments:
        return 0
    return bisect_left(starts, min(moment for moment in moments if moment))


def _over(story: Story, day: date) -> bool:
    return story.expires_on is not None and story.expires_on < day


def _of_slot(
    found: Table, place: int, numbers: Sequence[int], homes: dict[tuple[int, str, int], Ways], alike: int
) -> Iterator[Offer]:
    slot, formed, day = found.slots[place], found.shapes[place], found.days[place]
    assert formed is not None
    locks = {lock.key: lock for lock in formed.locks}
    for number in numbers:
        story = found.stories[number]
        candidate = story.told.get(slot.language)
        if candidate is None or barred(found.season, slot, day, story, found.history):
            continue
        if story.key in locks:
            ways = _ways(formed, candidate, locks)
        else:
            same = (alike, slot.language, number)
            if same not in homes:
                homes[same] = _ways(formed, candidate, {})
            ways = homes[same]
        for pool, version in ways:
            yield Offer(place, number, version, pool)


def _ways(formed: Shape, candidate: Candidate, locks: Mapping[str, Lock]) -> Ways:
    """The pools and versions in which a candidate may come in."""
    return tuple(
        (place, version) for place, pool in enumerate(formed.pools) for version in columns(pool, candidate, locks)
    )
