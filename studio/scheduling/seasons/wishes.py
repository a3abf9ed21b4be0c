"""What is wanted of a season, in an order that producers set: the one table of wishes, and their weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from studio.errors import Fault, fault
from studio.scheduling.seasons.values import Policy, Season, Story
from studio.scheduling.values import Candidate
from studio.units import Ms

UNITS = 60_000
"""Units in a point: a millisecond of what counts by the minute is a whole number of them."""
GRACE = Ms(10_000)
"""So much more than the least of its clock may be flexible in an airtime before it is called dead, in ms."""
FRESH_DAYS = 56
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing that is wanted. of: what its points count; most: so many of them in one segment.

    step: so many of them outweigh everything below it in one segment.
    """

    name: str
    of: str
    most: int = 1
    step: int = 1


WISHES = (
    Wish("dead", "minute of music more than its clock asks for"),
    Wish("promises", "promise kept"),
    Wish("heard", "active participant heard within its weeks", 2),
    Wish("unaired", "segment aired for the first time"),
    Wish("balance", "minute that a theme, a province or women's voices lack of their part", 4),
    Wish("fresh", "day less than eight weeks since the report", FRESH_DAYS, 7),
    Wish("long", "segment in its long version"),
    Wish("change", "segment that stays where it was published"),
)
NAMES = tuple(wish.name for wish in WISHES)
BY_NAME = {wish.name: wish for wish in WISHES}
LOWEST = 10
"""Points of the wish that is wanted least."""


def weights(wanted: Sequence[str] = ()) -> Mapping[str, int]:
    """Points for one of each wish: `step` of it outweigh everything below in one segment; 0 where it is not wanted.

    wanted: names, the most wanted first; empty: NAMES as they stand. Raises KeyError for another name.
    """
    found = dict.fromkeys(NAMES, 0)
    below = LOWEST - 1
    for name in reversed(tuple(dict.fromkeys(wanted)) or NAMES):
        wish = BY_NAME[name]
        found[name] = -(-(below + 1) // wish.step)
        below += found[name] * wish.most
    return found


def wanted_faults(policy: Policy) -> tuple[Fault, ...]:
    """A fault for every name that is no wish."""
    known = ", ".join(NAMES)
    return tuple(fault("scheduling.season-wish", name, known=known) for name in policy.wanted if name not in NAMES)


def unfilled(policy: Policy) -> int:
    """Points that an airtime costs which is not filled: more than a hundred segments can be worth."""
    points = weights(policy.wanted)
    return 100 * sum(points[wish.name] * wish.most for wish in WISHES)


def freshness(candidate: Candidate, day: date) -> int:
    """Days less than eight weeks since the report, on a day of airing; 0 to 56."""
    return FRESH_DAYS - min(max((day - candidate.reported_on).days, 0), FRESH_DAYS)


def serves(sort: str, name: str, candidate: Candidate) -> bool:
    """Whether a segment counts for a target."""
    if sort == "women":
        return candidate.women
    return candidate.province == name if sort == "province" else name in candidate.themes


@dataclass(frozen=True, slots=True)
class Due:
    """A community that should be heard from one day to another, both included. wish: promises or heard."""

    wish: str
    community: str
    since: date
    until: date


def dues(season: Season) -> tuple[Due, ...]:
    """Every promise, and for every active participant each run of weeks that touches the season.

    The weeks are counted from the day on which it was last heard; never yet: from the season's first day.
    """
    days = [slot.day for slot in season.slots]
    if not days:
        return ()
    first, last = min(days), max(days)
    found = [Due("promises", one.community, first, one.by) for one in season.promises]
    run = timedelta(weeks=season.policy.heard_within_weeks)
    for member in season.members:
        since = first if member.last_heard is None else member.last_heard + DAY
        while run and since <= last:
            until = since + run - DAY
            if until >= first:
                found.append(Due("heard", member.community, max(since, first), until))
            since += run
    return tuple(sorted(set(found), key=lambda due: (due.wish, due.community, due.since, due.until)))


def is_new(story: Story) -> bool:
    """Whether a segment was never aired, as far as it knows itself."""
    return not any(one.aired for one in story.told.values())
