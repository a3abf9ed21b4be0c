"""The values of a season: airtimes on several stations, what could be aired in them, what is wanted, and the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from studio.errors import Fault
from studio.scheduling.values import Candidate, Clock, LeftOut, Lock, Version
from studio.units import Ms


@dataclass(frozen=True, slots=True)
class Slot:
    """One airtime of a season.

    slug: of its edition. fixed: lengths of its fixed positions by name, in ms. locks: what was placed by hand.
    presenters: who can be at the microphone; empty: everybody. before: its segments in the last published plan, as
    `edit.locks_of(rundown, clock, every=True)` gives them. frozen: built, delivered or aired; what was in it (before)
    stands and counts, and nothing else comes in.
    """

    slug: str
    station: str
    clock: Clock
    starts_at: datetime
    language: str
    fixed: Mapping[str, Ms]
    locks: tuple[Lock, ...] = ()
    presenters: frozenset[str] = frozenset()
    before: tuple[Lock, ...] = ()
    frozen: bool = False

    @property
    def day(self) -> date:
        """The local date of its last moment: on it consent must hold."""
        last = timedelta(milliseconds=max(self.clock.hard_out - 1, 0))
        return (self.starts_at.astimezone(UTC) + last).astimezone(self.starts_at.tzinfo).date()


@dataclass(frozen=True, slots=True)
class Story:
    """A cleared segment as a season sees it.

    told: as a candidate by language; a key is the same segment in every language. expires_on: the last day on which it
    is worth airing. together: the name of an activity whose stories stand in one edition, all or none. presenter:
    whose voice it needs; empty: anybody's.
    """

    key: str
    told: Mapping[str, Candidate]
    expires_on: date | None = None
    together: str = ""
    presenter: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """A community was told that it would be heard. by: the last day, in the station's time zone."""

    community: str
    by: date


@dataclass(frozen=True, slots=True)
class Member:
    """An active participant. last_heard: the last day on which it was on the air; None: never yet."""

    community: str
    province: str = ""
    last_heard: date | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """What part of the airtime of segments should be about a theme or from a province, or hold women's voices.

    sort: theme, province or women. name: the theme's or province's; empty for women. permille: of the whole, 0 to 1000.
    """

    sort: str
    name: str
    permille: int


@dataclass(frozen=True, slots=True)
class Policy:
    """What producers set for every season, from studio.toml.

    most_airings: of a segment on one station, and spacing_days between two of them there. heard_within_weeks: every
    active participant is heard once in so many weeks. wanted: names of wishes, the most wanted first, each of
    `wishes.NAMES`; one that is not named is not wanted; empty: `wishes.NAMES` as they stand.
    """

    most_airings: int = 2
    spacing_days: int = 28
    heard_within_weeks: int = 8
    targets: tuple[Target, ...] = ()
    wanted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Season:
    """Everything that decides a season's plan. aired: days on which a segment was aired on a station before it."""

    slots: tuple[Slot, ...]
    stories: tuple[Story, ...]
    members: tuple[Member, ...] = ()
    promises: tuple[Promise, ...] = ()
    policy: Policy = Policy()
    aired: Mapping[tuple[str, str], tuple[date, ...]] = field(default_factory=dict)
    """By station and key."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One segment in one airtime. position: one that takes it; where it stands among others is the slot's business."""

    slot: str
    key: str
    position: str
    version: Version


def gap(points: float, bound: float) -> float:
    """How far points may be from the best at most, as a part of the bound: 0.01 is one per cent."""
    return (bound - points) / abs(bound) if bound else 0.0


@dataclass(frozen=True, slots=True)
class Plan:
    """A season planned.

    choices: by slot in order of airtime, then by key. points: what it is worth; bound: what none can exceed; proven:
    nothing is worth more. worths: its points by the name of the wish. left_out: segments that are in no slot, by key;
    faults "scheduling.season-change-*" name the mend. unfilled: by slug, airtimes that cannot be filled, with the
    causes; nothing is chosen in them.
    """

    choices: tuple[Choice, ...]
    points: int
    bound: int
    proven: bool
    left_out: tuple[LeftOut, ...] = ()
    unfilled: Mapping[str, tuple[Fault, ...]] = field(default_factory=dict)
    worths: Mapping[str, int] = field(default_factory=dict)

    @property
    def gap(self) -> float:
        """How far the plan may be from the best one at most, as a part of the bound: 0.01 is one per cent."""
        return gap(self.points, self.bound)


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to look for better plans, in what is the same on every machine and under every load.

    gap: a part of the bound; a search ends once its plan is proven to be as near to the best. rounds: exact searches
    over a few airtimes; None: as many as the season's size asks for. nodes: of one search. whole: airtimes up to which
    all are searched at once, to the best plan there is.
    """

    gap: float = 0.005
    rounds: int | None = None
    nodes: int = 100
    whole: int = 3


@dataclass(frozen=True, slots=True)
class Step:
    """How far a search is.

    stage: start (a first plan), bound (the proof), better (a better plan) or done. points, bound: of the best plan so
    far and of the proof; a bound of 0 before there is one. round, rounds: exact searches done and to be done.
    """

    stage: str
    points: int
    bound: int
    round: int = 0
    rounds: int = 0

    @property
    def gap(self) -> float:
        """As of a plan."""
        return gap(self.points, self.bound)
