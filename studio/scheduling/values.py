"""The values of scheduling: clocks and their positions, candidates, locks, rundowns."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from studio.errors import Fault
from studio.units import Ms

Role = Literal["fixed", "choose", "flexible", "repeat"]
Version = Literal["long", "short"]
Base = Literal["start", "end", "wall"]

ZERO = Ms(0)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where the start of a position is pinned.

    base and ms: so long after the start of the slot, so long before the hard out, or so long past a full hour on the
    wall: the first such moment after the pinned start before it.
    """

    base: Base
    ms: Ms


@dataclass(frozen=True, slots=True)
class Group:
    """Positions that share a budget.

    shortest, longest: of their entries together with the room that the clock leaves after each, in ms. What a gap gives
    or takes beyond that room to fill a slot counts for no group, as music does not.
    """

    name: str
    shortest: Ms
    longest: Ms
    title_km: str = ""
    title_en: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a clock: always there (fixed), filled from the candidates (choose), as long as needed (flexible), or
    heard as often as needed (repeat).

    name: unique in its clock. kind: "sound" (library), "script", "segment" or "music".
    source: the library sound or the kind of script that is heard; empty where segments are chosen.
    kinds: the kinds of candidates that a choose position takes; empty: every kind.
    count_min, count_max: how many entries; 1 and 1 when fixed, 0 or 1 and 1 when flexible.
    shortest, longest: of one entry, in ms; equal when repeated. themes: at least one of them; empty: every theme.
    after: silence or sting after each entry, in ms; nothing follows the last entry of a show.
    after_shortest, after_longest: what that may become where music cannot fill the time, in ms; None: as `after`.
    anchor: where its start is pinned; a section begins there. group: the name of the group whose budget it shares.
    """

    name: str
    kind: str
    role: Role
    source: str = ""
    count_min: int = 1
    count_max: int = 1
    shortest: Ms = ZERO
    longest: Ms = ZERO
    themes: frozenset[str] = frozenset()
    bed: str = ""
    sting: str = ""
    title_km: str = ""
    title_en: str = ""
    kinds: tuple[str, ...] = ()
    after: Ms = ZERO
    anchor: Anchor | None = None
    group: str = ""
    after_shortest: Ms | None = None
    after_longest: Ms | None = None

    @property
    def shortest_pause(self) -> Ms:
        """The least that may follow an entry, in ms."""
        return self.after if self.after_shortest is None else self.after_shortest

    @property
    def longest_pause(self) -> Ms:
        """The most that may follow an entry, in ms."""
        return self.after if self.after_longest is None else self.after_longest


@dataclass(frozen=True, slots=True)
class Clock:
    """The format of a show: its positions in order, and the groups that have a budget.

    length: of the slot, in ms. hard_out: the offset from its start at which the last sound has ended, ≤ length.
    gap: silence between two entries where a position says nothing else, in ms.
    gap_shortest, gap_longest: what that may become where music cannot fill the time, in ms; None: as `gap`.
    """

    name: str
    length: Ms
    positions: tuple[Position, ...]
    hard_out: Ms
    gap: Ms = ZERO
    title_km: str = ""
    title_en: str = ""
    groups: tuple[Group, ...] = ()
    gap_shortest: Ms | None = None
    gap_longest: Ms | None = None

    def position(self, name: str) -> Position:
        """The position of that name. Raises KeyError where the clock has none."""
        for position in self.positions:
            if position.name == name:
                return position
        raise KeyError(name)

    def pause_after(self, entry: Entry) -> Ms:
        """What follows an entry that is heard, silence or sting, in ms: its own pause, else its position's room.

        Nothing follows the last entry of a show; that is for the caller to know. Raises KeyError.
        """
        return self.position(entry.position).after if entry.pause is None else entry.pause


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cleared segment that could be aired.

    planned: of the long version; short: of the shorter version where there is one, in ms.
    communities: codes of those who speak. usable_until: the last day on which consent holds.
    embargo_until: aware; not before that moment. aired: how often it was aired already.
    expires_on: the last day on which it may be aired. together: the name of an activity whose segments stand in one
    edition, all or none; empty: it stands by itself.
    """

    key: str
    kind: str
    title_km: str
    title_en: str
    planned: Ms
    communities: frozenset[str]
    province: str
    themes: frozenset[str]
    women: bool
    joint: bool
    reported_on: date
    usable_until: date | None = None
    embargo_until: datetime | None = None
    aired: int = 0
    short: Ms | None = None
    expires_on: date | None = None
    together: str = ""

    def lasting(self, version: Version) -> Ms:
        """The planned length of a version, in ms. Raises ValueError where there is no short one."""
        if version == "long":
            return self.planned
        if self.short is None:
            raise ValueError(self.key)
        return self.short

    @property
    def versions(self) -> tuple[Version, ...]:
        """The versions there are, the long one first."""
        return ("long",) if self.short is None else ("long", "short")


@dataclass(frozen=True, slots=True)
class Lock:
    """A candidate placed by hand, which stays.

    position: the name of its position; empty: any that takes it.
    index: its place among the entries of that position, from 0; None: anywhere in it. version: None: either.
    """

    key: str
    position: str = ""
    index: int | None = None
    version: Version | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a rundown.

    key: the candidate's, or the position's name where nothing was chosen; unique in a rundown.
    kind: the candidate's, or the position's. start: offset from the start of the slot, in ms.
    estimated: length that its script says now; planned was made from an estimate, and does not follow it by itself.
    margin: how far that estimate is likely to be off, either way, in ms.
    planned: length in this rundown. actual: as recorded. aired: as it was on the air; what aired stands as it is.
    The four lengths, in ms, are never mixed: what counts is what was aired, else what is recorded, else planned.
    pause: what follows it, in ms, where that is not the room of its position; `Clock.pause_after` tells which.
    short: a shorter version that could be used. floated: stands in the list and takes no time. locked: placed by hand.
    """

    index: int
    position: str
    kind: str
    key: str
    title_km: str
    title_en: str
    start: Ms
    planned: Ms
    actual: Ms | None = None
    locked: bool = False
    source: str = ""
    version: Version = "long"
    short: Ms | None = None
    floated: bool = False
    estimated: Ms | None = None
    aired: Ms | None = None
    margin: Ms | None = None
    pause: Ms | None = None

    @property
    def heard(self) -> Ms:
        """The length that counts, in ms: aired where known, else recorded, else planned; nothing when floated."""
        if self.floated:
            return Ms(0)
        if self.aired is not None:
            return self.aired
        return self.planned if self.actual is None else self.actual

    @property
    def over(self) -> Ms:
        """How much longer than planned it counts, in ms; negative: under; 0 while neither recorded nor aired."""
        return Ms(0) if self.floated else Ms(self.heard - self.planned)

    @property
    def drift(self) -> Ms:
        """How much longer than planned it is estimated to be, in ms; 0 once it is recorded or aired, or floated."""
        settled = self.floated or self.actual is not None or self.aired is not None
        return Ms(0) if settled or self.estimated is None else Ms(self.estimated - self.planned)

    @property
    def doubt(self) -> Ms:
        """How far that is likely to be off, either way, in ms; 0 once it is recorded or aired, or floated."""
        settled = self.floated or self.actual is not None or self.aired is not None
        return Ms(0) if settled or self.margin is None else self.margin

    @property
    def end(self) -> Ms:
        """Offset at which it ends, in ms."""
        return Ms(self.start + self.heard)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A candidate that is not in, and every reason in figures; faults "scheduling.change-*" name the mend."""

    key: str
    reasons: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Rundown:
    """What is heard in one slot, in order.

    slug: of the edition. clock: the name of its clock. starts_at: aware. length: of the slot, in ms.
    """

    slug: str
    clock: str
    starts_at: datetime
    length: Ms
    entries: tuple[Entry, ...]
    left_out: tuple[LeftOut, ...] = field(default=())

    @property
    def heard(self) -> tuple[Entry, ...]:
        """The entries that take time: all but the floated."""
        return tuple(entry for entry in self.entries if not entry.floated)
