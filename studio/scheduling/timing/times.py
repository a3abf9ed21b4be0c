"""Timing: every start, over and under; recorded lengths absorbed by flexible positions, section by section."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from studio.errors import Fault, RundownImpossible, fault
from studio.scheduling.timing.flexible import Bounds, share
from studio.scheduling.timing.moments import naive, seconds, shifted
from studio.scheduling.timing.sections import Section, section_label, section_numbers, sections
from studio.scheduling.values import Clock, Entry, Position, Rundown
from studio.units import Ms


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
            at += entry.heard + clock.position(entry.position).after
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
    last = mine[-1:] if section.last else ()
    after = sum(clock.position(entry.position).after for entry in mine)
    tail = sum(clock.position(entry.position).after for entry in last)
    return Ms(sum(entry.heard for entry in mine) + after - tail - section.length)


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


def retime(rundown: Rundown, actual: Mapping[str, Ms], clock: Clock) -> Rundown:
    """The rundown with recorded lengths (ms, by key); in each section flexible entries absorb the drift, equally
    within their bounds.

    A locked flexible entry, and one whose own length is given, keep theirs. Lengths recorded before stay.
    Raises RundownImpossible: an unknown key, a length that is none, or in any section a drift that cannot be absorbed,
    with what is over or short, what each flexible position can still give, and which segment would mend it.
    """
    RundownImpossible.raise_if(length_faults(rundown, actual))
    elastic = [_elastic(entry, actual, clock) for entry in rundown.entries]
    recorded = [
        replace(entry, actual=None if free else actual.get(entry.key, entry.actual))
        for entry, free in zip(rundown.entries, elastic, strict=True)
    ]
    free = [entry for entry, loose in zip(recorded, elastic, strict=True) if loose]
    absorbed: dict[str, Ms] = {}
    faults: list[Fault] = []
    for section in sections(clock, rundown.starts_at):
        mine = heard_in(free, section)
        drift = section_over(recorded, clock, section)
        lengths = share(sum(entry.planned for entry in mine) - drift, [_bounds(entry, clock) for entry in mine])
        if lengths is None:
            faults += _unabsorbed(heard_in(recorded, section), mine, drift, clock, section_label(clock, section))
        else:
            absorbed |= {entry.key: length for entry, length in zip(mine, lengths, strict=True)}
    RundownImpossible.raise_if(faults)
    known_length = any(entry.actual is not None for entry in recorded)
    fitted = [
        replace(entry, actual=absorbed[entry.key])
        if entry.key in absorbed and (known_length or absorbed[entry.key] != entry.planned)
        else entry
        for entry in recorded
    ]
    return replace(rundown, entries=placed(fitted, clock, rundown.starts_at))


def refit(rundown: Rundown, clock: Clock) -> Rundown:
    """The rundown after an edit, with the flexible entries planned anew so that the slot is filled; nothing else moves.

    Raises RundownImpossible as `retime` does.
    """
    fitted = retime(rundown, {}, clock)
    planned = [
        replace(new, planned=new.heard, actual=None) if _elastic(old, {}, clock) else old
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


def _unabsorbed(entries: Sequence[Entry], free: Sequence[Entry], drift: int, clock: Clock, where: str) -> list[Fault]:
    """What is over or short once every flexible entry has given all it can, and what would mend it."""
    gives = {
        entry.key: entry.planned - bounds.shortest if drift > 0 else bounds.longest - entry.planned
        for entry in free
        for bounds in [_bounds(entry, clock)]
    }
    left = abs(drift) - sum(gives.values())
    code = "scheduling.drift-over" if drift > 0 else "scheduling.drift-under"
    causes = [fault(code, where, seconds=seconds(left), ms=left, drift=seconds(abs(drift)))]
    side = "scheduling.flexible-drops" if drift > 0 else "scheduling.flexible-stretches"
    causes += [fault(side, key, seconds=seconds(give), ms=give) for key, give in gives.items()]
    if drift > 0:
        causes += _savings(entries, left, clock)
    return causes


def _savings(entries: Sequence[Entry], left: int, clock: Clock) -> list[Fault]:
    """The segments whose short version, or whose absence, saves enough; the one that costs least first."""
    loose = [e for e in entries if not e.locked and not e.floated and e.aired is None]
    chosen = [e for e in loose if clock.position(e.position).role == "choose"]
    shorter = [(e.heard - e.short, e.key) for e in chosen if e.short is not None and e.version == "long"]
    saved = sorted(pair for pair in shorter if pair[0] >= left)
    removable = [
        (entry.heard + clock.position(entry.position).after, entry.key)
        for entry in chosen
        if sum(other.position == entry.position for other in chosen) > clock.position(entry.position).count_min
    ]
    spared = sorted(pair for pair in removable if pair[0] >= left)
    found = [fault("scheduling.use-short", key, seconds=seconds(ms), ms=ms) for ms, key in saved[:1]]
    return found + [fault("scheduling.take-out", key, seconds=seconds(ms), ms=ms) for ms, key in spared[:1]]
