"""What both plain ways of planning a season share: what may be aired when, and one airtime while it is filled.

Written apart from Studio's own model, for clocks with one section and without budgets.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from studio.scheduling.seasons.values import Choice, Season, Slot, Story
from studio.scheduling.values import Candidate, Position, Version


@dataclass(frozen=True, slots=True)
class Piece:
    """A segment in a version at a position. cost: its length and what follows it, in ms."""

    story: Story
    told: Candidate
    position: Position
    version: Version
    cost: int


@dataclass(slots=True)
class Room:
    """One airtime while it is filled. least, most: what segments must and can take together, in ms."""

    least: int
    most: int
    locked: frozenset[str]
    spent: int = 0
    taken: list[Piece] = field(default_factory=list)
    voices: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)

    def takes(self, one: Piece) -> bool:
        """Whether its community and its position have a place left; room is another matter."""
        keys = {piece.story.key for piece in self.taken}
        return (
            one.story.key not in keys
            and not one.told.communities & self.voices
            and self.counts[one.position.name] < one.position.count_max
        )

    def take(self, one: Piece) -> None:
        """It is heard."""
        self.taken.append(one)
        self.spent += one.cost
        self.voices |= one.told.communities
        self.counts[one.position.name] += 1


class Board:
    """A season while it is planned, airtime after airtime."""

    def __init__(self, season: Season) -> None:
        self.season = season
        self.slots = sorted(season.slots, key=lambda one: (one.starts_at, one.slug))
        self.choices: list[Choice] = []
        self.empty: list[str] = []
        self.days: dict[tuple[str, str], list[date]] = defaultdict(list)
        for pair, days in season.aired.items():
            self.days[pair] += days
        for slot in self.slots:
            for lock in slot.locks:
                self.days[slot.station, lock.key].append(slot.day)

    def room(self, slot: Slot) -> Room:
        """An airtime with what is locked in it."""
        fixed = [one for one in slot.clock.positions if one.role == "fixed"]
        music = [one for one in slot.clock.positions if one.role == "flexible"]
        left = slot.clock.hard_out + slot.clock.positions[-1].after - sum(one.shortest + one.after for one in fixed)
        left -= sum(one.after for one in music)
        room = Room(
            left - sum(one.longest for one in music),
            left - sum(one.shortest for one in music),
            frozenset(lock.key for lock in slot.locks),
        )
        for one in self.possible(slot):
            if one.story.key in room.locked and room.takes(one):
                room.take(one)
        return room

    def possible(self, slot: Slot) -> Iterator[Piece]:
        """Everything that may be aired in a slot, the long version first; no activities, which need two at once."""
        locked, day = {lock.key for lock in slot.locks}, slot.day
        for story in self.season.stories:
            told = story.told.get(slot.language)
            if told is None or story.together or not self._allowed(story, told, slot, day, story.key in locked):
                continue
            for position in slot.clock.positions:
                if position.role == "choose" and told.kind in position.kinds:
                    for version in told.versions:
                        if position.shortest <= told.lasting(version) <= position.longest:
                            yield Piece(story, told, position, version, told.lasting(version) + position.after)

    def _allowed(self, story: Story, told: Candidate, slot: Slot, day: date, locked: bool) -> bool:
        if told.usable_until is not None and told.usable_until < day:
            return False
        if told.embargo_until is not None and told.embargo_until > slot.starts_at:
            return False
        if story.expires_on is not None and story.expires_on < day:
            return False
        if story.presenter and slot.presenters and story.presenter not in slot.presenters:
            return False
        days, policy = self.days[slot.station, story.key], self.season.policy
        return locked or (
            len(days) < policy.most_airings and all(abs((day - one).days) >= policy.spacing_days for one in days)
        )

    def close(self, slot: Slot, room: Room) -> None:
        """What was taken is aired where it fills the airtime; else the airtime stays empty."""
        short = [p for p in slot.clock.positions if p.role == "choose" and room.counts[p.name] < p.count_min]
        if short or not room.least <= room.spent <= room.most:
            self.empty.append(slot.slug)
            return
        for one in room.taken:
            self.choices.append(Choice(slot.slug, one.story.key, one.position.name, one.version))
            if one.story.key not in room.locked:
                self.days[slot.station, one.story.key].append(slot.day)
