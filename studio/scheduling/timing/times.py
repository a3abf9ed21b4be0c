"""Timing: start, end and duration; back-timing; over and under; recorded lengths absorbed by flexible positions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from studio.errors import Fault, RundownImpossible, fault
from studio.scheduling.timing.flexible import Bounds, share
from studio.scheduling.values import ZERO, Clock, Entry, Position, Rundown
from studio.units import Ms, clock_text, delta, ms_of


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of real time. start, end: aware. duration: in ms."""

    start: datetime
    end: datetime
    duration: Ms


@dataclass(frozen=True, slots=True)
class Balance:
    """Planned and heard time of a position or a show, in ms. over: heard beyond planned; negative: under."""

    name: str
    planned: Ms
    heard: Ms
    over: Ms


def seconds(ms: int) -> str:
    """Milliseconds as seconds for a sentence: "41", "41.25"; exact."""
    whole, rest = divmod(abs(ms), 1000)
    fraction = f".{rest:03}".rstrip("0") if rest else ""
    return f"{'-' if ms < 0 else ''}{whole}{fraction}"


def naive(*moments: datetime | None) -> tuple[Fault, ...]:
    """A fault for every moment that has no time zone."""
    return tuple(
        fault("scheduling.naive-time", moment.isoformat(), moment=moment.isoformat())
        for moment in moments
        if moment is not None and moment.utcoffset() is None
    )


def shifted(moment: datetime, offset: Ms) -> datetime:
    """The moment that much real time later, in the same time zone; right across a change of offset.

    Raises RundownImpossible for a moment without a time zone.
    """
    RundownImpossible.raise_if(naive(moment))
    return (moment.astimezone(UTC) + delta(offset)).astimezone(moment.tzinfo)


def span(start: datetime | None = None, end: datetime | None = None, duration: Ms | None = None) -> Span:
    """The third of start, end and duration from any two; all three must agree.

    Raises RundownImpossible: fewer than two, a naive time, an end before its start, three that disagree.
    """
    RundownImpossible.raise_if(naive(start, end))
    if start is not None and end is not None:
        between = ms_of(end.astimezone(UTC) - start.astimezone(UTC))
        if between < 0 or (duration is not None and duration != between):
            raise RundownImpossible.because(
                "scheduling.span-disagrees",
                start=start.isoformat(),
                end=end.isoformat(),
                duration=clock_text(between if duration is None else duration, millis=True),
            )
        return Span(start, end, between)
    if duration is None or (start is None and end is None):
        raise RundownImpossible.because("scheduling.span-needs-two")
    if duration < 0:
        raise RundownImpossible.because("scheduling.length-negative", duration=clock_text(duration, millis=True))
    if start is not None:
        return Span(start, shifted(start, duration), duration)
    assert end is not None
    return Span(shifted(end, Ms(-duration)), end, duration)


def back_timed(durations: Sequence[Ms], out: Ms, gap: Ms = ZERO) -> tuple[Ms, ...]:
    """The latest start of each of several sounds in a row, so that the last one ends at `out`; offsets in ms."""
    starts: list[Ms] = []
    end = int(out)
    for duration in reversed(durations):
        starts.append(Ms(end - duration))
        end -= duration + gap
    return tuple(reversed(starts))


def airs_on(starts_at: datetime, hard_out: Ms) -> date:
    """The day on which consent must still hold: the local date of the last moment of the show."""
    return shifted(starts_at, Ms(max(hard_out - 1, 0))).date()


def placed(entries: Sequence[Entry], clock: Clock) -> tuple[Entry, ...]:
    """The entries numbered from 0, each starting when the one before and the room after it have ended."""
    at, result = 0, []
    for index, entry in enumerate(entries):
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


def balances(rundown: Rundown, clock: Clock) -> tuple[Balance, ...]:
    """Planned and heard time per position in clock order, and last of the whole show against the hard out.

    The last balance bears the clock's name; its `over` counts gaps as well.
    """
    rows = []
    for position in clock.positions:
        mine = [entry for entry in rundown.heard if entry.position == position.name]
        planned, heard = sum(entry.planned for entry in mine), sum(entry.heard for entry in mine)
        rows.append(Balance(position.name, Ms(planned), Ms(heard), Ms(heard - planned)))
    rows.append(Balance(clock.name, clock.hard_out, ends(rundown), over(rundown, clock)))
    return tuple(rows)


def wall(rundown: Rundown, offset: Ms) -> datetime:
    """The wall time of an offset in a rundown, aware."""
    return shifted(rundown.starts_at, offset)


def until(rundown: Rundown, moment: datetime) -> timedelta:
    """Real time from a moment to the start of the slot; negative once it has begun. Raises RundownImpossible: naive."""
    RundownImpossible.raise_if(naive(moment, rundown.starts_at))
    return rundown.starts_at.astimezone(UTC) - moment.astimezone(UTC)


def retime(rundown: Rundown, actual: Mapping[str, Ms], clock: Clock) -> Rundown:
    """The rundown with recorded lengths (ms, by key); flexible entries absorb the drift, equally within their bounds.

    A locked flexible entry, and one whose own length is given, keep theirs. Lengths recorded before stay.
    Raises RundownImpossible: an unknown key, a length that is none, or a drift that cannot be absorbed, with
    what is over or short, what each flexible position can still give, and which segment would mend it.
    """
    known = {entry.key for entry in rundown.entries}
    RundownImpossible.raise_if(
        [fault("scheduling.key-unknown", key, key=key) for key in sorted(actual) if key not in known]
        + [fault("scheduling.length-none", key, length=length) for key, length in sorted(actual.items()) if length <= 0]
    )
    elastic = [_elastic(entry, actual, clock) for entry in rundown.entries]
    recorded = [
        replace(entry, actual=None if free else actual.get(entry.key, entry.actual))
        for entry, free in zip(rundown.entries, elastic, strict=True)
    ]
    drift = over(replace(rundown, entries=placed(recorded, clock)), clock)
    free = [entry for entry, loose in zip(recorded, elastic, strict=True) if loose]
    bounds = [_bounds(entry, clock) for entry in free]
    lengths = share(sum(entry.planned for entry in free) - drift, bounds)
    if lengths is None:
        raise RundownImpossible(*_unabsorbed(recorded, free, drift, clock))
    known_length = any(entry.actual is not None for entry in recorded)
    absorbed = {entry.key: length for entry, length in zip(free, lengths, strict=True)}
    fitted = [
        replace(entry, actual=absorbed[entry.key])
        if entry.key in absorbed and (known_length or absorbed[entry.key] != entry.planned)
        else entry
        for entry in recorded
    ]
    return replace(rundown, entries=placed(fitted, clock))


def refit(rundown: Rundown, clock: Clock) -> Rundown:
    """The rundown after an edit, with the flexible entries planned anew so that the slot is filled; nothing else moves.

    Raises RundownImpossible as `retime` does.
    """
    fitted = retime(rundown, {}, clock)
    planned = [
        replace(new, planned=new.heard, actual=None) if _elastic(old, {}, clock) else old
        for old, new in zip(rundown.entries, fitted.entries, strict=True)
    ]
    return replace(rundown, entries=placed(planned, clock))


def _elastic(entry: Entry, actual: Mapping[str, Ms], clock: Clock) -> bool:
    role = clock.position(entry.position).role
    return role == "flexible" and not entry.locked and not entry.floated and entry.key not in actual


def _bounds(entry: Entry, clock: Clock) -> Bounds:
    position: Position = clock.position(entry.position)
    return Bounds(position.shortest, position.longest, entry.planned)


def _unabsorbed(entries: Sequence[Entry], free: Sequence[Entry], drift: int, clock: Clock) -> list[Fault]:
    """What is over or short once every flexible entry has given all it can, and what would mend it."""
    gives = {
        entry.key: entry.planned - bounds.shortest if drift > 0 else bounds.longest - entry.planned
        for entry in free
        for bounds in [_bounds(entry, clock)]
    }
    left = abs(drift) - sum(gives.values())
    code = "scheduling.drift-over" if drift > 0 else "scheduling.drift-under"
    causes = [fault(code, clock.name, seconds=seconds(left), ms=left, drift=seconds(abs(drift)))]
    side = "scheduling.flexible-drops" if drift > 0 else "scheduling.flexible-stretches"
    causes += [fault(side, key, seconds=seconds(give), ms=give) for key, give in gives.items()]
    if drift > 0:
        causes += _savings(entries, left, clock)
    return causes


def _savings(entries: Sequence[Entry], left: int, clock: Clock) -> list[Fault]:
    """The segments whose short version, or whose absence, saves enough; the one that costs least first."""
    chosen = [e for e in entries if clock.position(e.position).role == "choose" and not e.locked and not e.floated]
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
