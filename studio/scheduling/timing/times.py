"""Timing: every start, over and under; recorded lengths absorbed by music first, then by gaps, section by section."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from studio.errors import Fault, RundownImpossible, fault
from studio.scheduling.timing.flexible import Bounds, share
from studio.scheduling.timing.gaps import slack_after
from studio.scheduling.timing.moments import naive, seconds, shifted
from studio.scheduling.timing.sections import Section, section_label, section_numbers, sections
from studio.scheduling.values import Clock, Entry, Position, Rundown
from studio.units import Ms

NONE: frozenset[str] = frozenset()


def placed(entries: Sequence[Entry], clock: Clock, starts_at: datetime) -> tuple[Entry, ...]:
    """The entries numbered from 0, each starting when the one before and the room after it have ended; the first of
    each section where its start is pinned.

    Raises RundownImpossible where an anchor does not lie in a slot that starts at that aware moment.
    """
    pinned = [section.start for section in sections(clock, starts_at)]
    numbers = section_numbers(clock)
    begun: set[int] = set()
    at, result = 0, []
    for index, entry in enumerate(entries):
        number = numbers[entry.position]
        if number not in begun:
            begun.add(number)
            at = pinned[number]
        result.append(replace(entry, index=index, start=Ms(at)))
        if not entry.floated:
            at += entry.heard + clock.pause_after(entry)
    return tuple(result)


def ends(rundown: Rundown) -> Ms:
    """The offset at which the last sound ends, in ms; 0 for an empty rundown."""
    return max((entry.end for entry in rundown.heard), default=Ms(0))


def over(rundown: Rundown, clock: Clock) -> Ms:
    """How far the show runs beyond the hard out, in ms; negative: how much is empty before it."""
    return Ms(ends(rundown) - clock.hard_out)


def heard_in(entries: Sequence[Entry], section: Section) -> tuple[Entry, ...]:
    """The entries of a section that take time, in order."""
    names = {position.name for position in section.positions}
    return tuple(entry for entry in entries if not entry.floated and entry.position in names)


def section_over(entries: Sequence[Entry], clock: Clock, section: Section) -> Ms:
    """How far a section runs beyond its out, in ms; negative: how much is empty before it."""
    mine = heard_in(entries, section)
    after = sum(clock.pause_after(entry) for entry in followed(mine, section))
    return Ms(sum(entry.heard for entry in mine) + after - section.length)


def followed(heard: Sequence[Entry], section: Section) -> Sequence[Entry]:
    """The heard entries of a section after which there is a gap: all but the last one of a show."""
    return heard[:-1] if section.last else heard


def wall(rundown: Rundown, offset: Ms) -> datetime:
    """The wall time of an offset in a rundown, aware."""
    return shifted(rundown.starts_at, offset)


def until(rundown: Rundown, moment: datetime) -> timedelta:
    """Real time from a moment to the start of the slot; negative once it has begun. Raises RundownImpossible: naive."""
    RundownImpossible.raise_if(naive(moment, rundown.starts_at))
    return rundown.starts_at.astimezone(UTC) - moment.astimezone(UTC)


def length_faults(rundown: Rundown, lengths: Mapping[str, Ms]) -> tuple[Fault, ...]:
    """A fault for every key that the rundown does not have, and for every length that is none, in ms."""
    known = {entry.key for entry in rundown.entries}
    unknown = [fault("scheduling.key-unknown", key, key=key) for key in sorted(lengths) if key not in known]
    none = [(key, ms) for key, ms in sorted(lengths.items()) if ms <= 0]
    return (*unknown, *(fault("scheduling.length-none", key, length=ms) for key, ms in none))


def unstretched(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries with the clock's room after each that is neither locked nor aired."""
    return tuple(replace(entry, pause=None) if _loose(entry) else entry for entry in entries)


def stretched(entries: Sequence[Entry], clock: Clock, by: int) -> dict[str, Ms] | None:
    """The pauses, in ms by key, with which the gaps after entries are so much longer together; negative: shorter.

    Each is moved equally from the clock's room within its bounds; those that stay are not named. None: impossible.
    """
    homes = [clock.position(entry.position) for entry in entries]
    bounds = [Bounds(home.shortest_pause, home.longest_pause, home.after) for home in homes]
    pauses = share(sum(bound.wanted for bound in bounds) + by, bounds)
    if pauses is None:
        return None
    told = zip(entries, pauses, homes, strict=True)
    return {entry.key: pause for entry, pause, home in told if pause != home.after}


def retime(rundown: Rundown, actual: Mapping[str, Ms], clock: Clock, joined: Collection[str] = NONE) -> Rundown:
    """The rundown with recorded lengths (ms, by key); in each section flexible entries absorb the drift, equally
    within their bounds, and what they cannot absorb goes to the gaps, equally within theirs.

    joined: keys of entries that sound on over the gap after them, which therefore stays the clock's room. A locked
    entry keeps its length, where it is flexible, and its pause; so does what has aired, and a flexible entry whose own
    length is given its length. Lengths recorded before stay. What a gap gave before plays no part: each begins at the
    clock's room.
    Raises RundownImpossible: an unknown key, a length that is none, or in any section a drift that cannot be absorbed,
    with what is over or short, what each flexible position and the gaps can still give, and which segment would mend
    it.
    """
    RundownImpossible.raise_if(length_faults(rundown, actual))
    elastic = [_elastic(entry, actual, clock) for entry in rundown.entries]
    recorded = [
        replace(entry, actual=None if free else actual.get(entry.key, entry.actual))
        for entry, free in zip(unstretched(rundown.entries), elastic, strict=True)
    ]
    free = [entry for entry, loose in zip(recorded, elastic, strict=True) if loose]
    lengths: dict[str, Ms] = {}
    pauses: dict[str, Ms] = {}
    faults: list[Fault] = []
    for section in sections(clock, rundown.starts_at):
        drift = _Drift(section, heard_in(recorded, section), heard_in(free, section), joined, clock)
        faults += drift.faults()
        lengths |= drift.lengths
        pauses |= drift.pauses or {}
    RundownImpossible.raise_if(faults)
    known_length = any(entry.actual is not None for entry in recorded)
    fitted = [
        replace(entry, actual=lengths[entry.key])
        if entry.key in lengths and (known_length or lengths[entry.key] != entry.planned)
        else entry
        for entry in recorded
    ]
    paused = [replace(entry, pause=pauses.get(entry.key, entry.pause)) for entry in fitted]
    return replace(rundown, entries=placed(paused, clock, rundown.starts_at))


def refit(rundown: Rundown, clock: Clock) -> Rundown:
    """The rundown after an edit, with the flexible entries planned anew so that the slot is filled, and with gaps where
    they alone cannot; nothing else moves.

    Raises RundownImpossible as `retime` does.
    """
    fitted = retime(rundown, {}, clock)
    planned = [
        replace(new, planned=new.heard, actual=None) if _elastic(old, {}, clock) else replace(old, pause=new.pause)
        for old, new in zip(rundown.entries, fitted.entries, strict=True)
    ]
    return replace(rundown, entries=placed(planned, clock, rundown.starts_at))


def moved(rundown: Rundown, clock: Clock, starts_at: datetime) -> Rundown:
    """The rundown of a slot that was moved after planning: anchors on the wall lie elsewhere, so it is fitted again.

    starts_at: aware. Raises RundownImpossible: an anchor that no longer lies in the slot, an entry that has aired, or
    as `retime` does.
    """
    RundownImpossible.raise_if(
        fault("scheduling.edit-aired", entry.key) for entry in rundown.entries if entry.aired is not None
    )
    elsewhere = replace(rundown, starts_at=starts_at)
    return refit(replace(elsewhere, entries=placed(rundown.entries, clock, starts_at)), clock)


def _elastic(entry: Entry, actual: Mapping[str, Ms], clock: Clock) -> bool:
    role = clock.position(entry.position).role
    settled = entry.locked or entry.floated or entry.aired is not None or entry.key in actual
    return role == "flexible" and not settled


def _bounds(entry: Entry, clock: Clock) -> Bounds:
    position: Position = clock.position(entry.position)
    return Bounds(position.shortest, position.longest, entry.planned)


def _loose(entry: Entry) -> bool:
    return not entry.locked and entry.aired is None


@dataclass(slots=True)
class _Drift:
    """What a section runs over or under, and who absorbs it: lengths of music and pauses, in ms by key.

    entries: that are heard in it; free: flexible ones of these. pauses: None where the gaps cannot take the rest.
    """

    section: Section
    entries: Sequence[Entry]
    free: Sequence[Entry]
    joined: Collection[str]
    clock: Clock
    drift: int = 0
    gaps: Sequence[Entry] = ()
    lengths: dict[str, Ms] = field(default_factory=dict)
    pauses: dict[str, Ms] | None = None

    def __post_init__(self) -> None:
        self.drift = section_over(self.entries, self.clock, self.section)
        ended = followed(self.entries, self.section)
        self.gaps = [entry for entry in ended if _loose(entry) and entry.key not in self.joined]
        bounds = [_bounds(entry, self.clock) for entry in self.free]
        wanted = sum(entry.planned for entry in self.free) - self.drift
        music = max(wanted, sum(bound.shortest for bound in bounds))
        music = min(music, sum(bound.longest for bound in bounds))
        lengths = share(music, bounds)
        assert lengths is not None
        self.lengths = {entry.key: length for entry, length in zip(self.free, lengths, strict=True)}
        self.pauses = stretched(self.gaps, self.clock, wanted - music)

    def faults(self) -> list[Fault]:
        """Where it cannot be absorbed: what is over or short once music and gaps have given all they can, and what
        would mend it.
        """
        if self.pauses is not None:
            return []
        over = self.drift > 0
        gives = {
            entry.key: entry.planned - bounds.shortest if over else bounds.longest - entry.planned
            for entry in self.free
            for bounds in [_bounds(entry, self.clock)]
        }
        slack = slack_after(self.clock.position(entry.position) for entry in self.gaps)
        gap = slack.shorter if over else slack.longer
        where = section_label(self.clock, self.section)
        left = abs(self.drift) - sum(gives.values()) - gap
        code = "scheduling.drift-over" if over else "scheduling.drift-under"
        causes = [fault(code, where, seconds=seconds(left), ms=left, drift=seconds(abs(self.drift)))]
        side = "scheduling.flexible-drops" if over else "scheduling.flexible-stretches"
        causes += [fault(side, key, seconds=seconds(ms), ms=ms) for key, ms in gives.items()]
        if gap:
            side = "scheduling.gaps-drops" if over else "scheduling.gaps-stretches"
            causes.append(fault(side, where, seconds=seconds(gap), ms=gap))
        return causes + (_savings(self.entries, left, self.clock) if over else [])


def _savings(entries: Sequence[Entry], left: int, clock: Clock) -> list[Fault]:
    """The segments whose short version, or whose absence, saves enough; the one that costs least first."""
    loose = [e for e in entries if not e.locked and not e.floated and e.aired is None]
    chosen = [e for e in loose if clock.position(e.position).role == "choose"]
    shorter = [(e.heard - e.short, e.key) for e in chosen if e.short is not None and e.version == "long"]
    saved = sorted(pair for pair in shorter if pair[0] >= left)
    removable = [
        (entry.heard + clock.pause_after(entry), entry.key)
        for entry in chosen
        if sum(other.position == entry.position for other in chosen) > clock.position(entry.position).count_min
    ]
    spared = sorted(pair for pair in removable if pair[0] >= left)
    found = [fault("scheduling.use-short", key, seconds=seconds(ms), ms=ms) for ms, key in saved[:1]]
    return found + [fault("scheduling.take-out", key, seconds=seconds(ms), ms=ms) for ms, key in spared[:1]]
