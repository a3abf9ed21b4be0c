"""Moments: start, end and duration in real time, and milliseconds in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from studio.errors import Fault, RundownImpossible, fault
from studio.scheduling.values import ZERO
from studio.units import Ms, clock_text, delta, ms_of


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of real time. start, end: aware. duration: in ms."""

    start: datetime
    end: datetime
    duration: Ms


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
