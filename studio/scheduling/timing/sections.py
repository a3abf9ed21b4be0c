"""Sections: the runs of positions between pinned starts, each with an out of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from studio.errors import Fault, RundownImpossible, fault
from studio.scheduling.timing.gaps import STIFF, Slack, slack_of
from studio.scheduling.timing.moments import naive, seconds, shifted
from studio.scheduling.values import ZERO, Anchor, Clock, Position
from studio.units import Ms, clock_text, ms_of

HOUR = 3_600_000


@dataclass(frozen=True, slots=True)
class Section:
    """Positions from one pinned start to the next; `number` from 0.

    start, out: offsets from the start of the slot, in ms. What is heard in it, with the room after its last entry,
    ends exactly at `out`; nothing follows the last entry of the last section.
    """

    number: int
    positions: tuple[Position, ...]
    start: Ms
    out: Ms
    last: bool = True

    @property
    def name(self) -> str:
        """The name of its first position."""
        return self.positions[0].name

    @property
    def length(self) -> Ms:
        """How long it is, in ms."""
        return Ms(self.out - self.start)

    @property
    def tail(self) -> Ms:
        """The room after its last position that is not heard, in ms: in the last section only."""
        return self.positions[-1].after if self.last else ZERO

    @property
    def tail_slack(self) -> Slack:
        """By how much that room could be shorter and longer, if it were heard."""
        return slack_of(self.positions[-1]) if self.last else STIFF


def runs(clock: Clock) -> tuple[tuple[Position, ...], ...]:
    """The positions of each section; which they are does not depend on when the show is aired."""
    found: list[list[Position]] = []
    for position in clock.positions:
        if not found or position.anchor is not None:
            found.append([])
        found[-1].append(position)
    return tuple(tuple(run) for run in found)


def section_numbers(clock: Clock) -> Mapping[str, int]:
    """The number of its section for the name of each position."""
    return {position.name: number for number, run in enumerate(runs(clock)) for position in run}


def section_label(clock: Clock, section: Section) -> str:
    """What a fault calls a section: the clock where it is the whole show, else the clock and its first position."""
    return clock.name if section.number == 0 and section.last else f"{clock.name}, {section.name}"


def sections(clock: Clock, starts_at: datetime) -> tuple[Section, ...]:
    """The sections of a clock in a slot that starts at an aware moment, in order.

    Raises RundownImpossible with every anchor that does not lie in the slot or comes too early.
    """
    RundownImpossible.raise_if(anchor_faults(clock, starts_at))
    many = runs(clock)
    starts = [Ms(0)]
    for run in many[1:]:
        starts.append(_pinned(run[0].anchor, clock, starts_at, starts[-1]) or ZERO)
    outs = [*starts[1:], clock.hard_out]
    return tuple(
        Section(number, run, starts[number], outs[number], number == len(many) - 1) for number, run in enumerate(many)
    )


def anchor_faults(clock: Clock, starts_at: datetime | None, where: str = "") -> tuple[Fault, ...]:
    """Every anchor that does not lie between the one before it and the hard out.

    starts_at: of the slot; None: anchors on the wall are left out. where: the file of the clock.
    """
    walls = [one for one in clock.positions if one.anchor is not None and one.anchor.base == "wall"]
    if walls and starts_at is not None and naive(starts_at):
        return naive(starts_at)
    faults: list[Fault] = []
    last = ZERO
    for number, position in enumerate(clock.positions, 1):
        if position.anchor is None or (starts_at is None and position.anchor.base == "wall"):
            continue
        place = f"{where}, position {number} ({position.name}), at" if where else position.name
        at = _pinned(position.anchor, clock, starts_at, last)
        if at is None:
            faults.append(_nowhere(place, position.anchor, clock, starts_at))
        elif number == 1:
            faults += [fault("scheduling.anchor-first", place, seconds=seconds(at))] if at else []
        elif not last < at < clock.hard_out:
            faults.append(
                fault(
                    "scheduling.anchor-order",
                    place,
                    seconds=seconds(at),
                    after=seconds(last),
                    out=seconds(clock.hard_out),
                )
            )
        last = last if at is None else max(last, at)
    return tuple(faults)


def wall_offset(starts_at: datetime, past_hour: Ms, after: Ms, before: Ms) -> Ms | None:
    """The first offset between two others, both excluded, at which clocks on the wall show so long past a full hour.

    starts_at: aware. Right across midnight and a change of offset; None where there is no such moment.
    """
    places = {shifted(starts_at, offset).utcoffset() for offset in (after, before)}
    found = []
    for place in places:
        assert place is not None
        since = ms_of(starts_at.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)) + after + ms_of(place)
        at = after + ((past_hour - since) % HOUR or HOUR)
        while at < before:
            if shifted(starts_at, Ms(at)).utcoffset() == place:
                found.append(Ms(at))
                break
            at += HOUR
    return min(found, default=None)


def _pinned(anchor: Anchor | None, clock: Clock, starts_at: datetime | None, after: Ms) -> Ms | None:
    if anchor is None or (anchor.base == "wall" and starts_at is None):
        return None
    if anchor.base == "start":
        return anchor.ms
    if anchor.base == "end":
        return Ms(clock.hard_out - anchor.ms)
    assert starts_at is not None
    return wall_offset(starts_at, anchor.ms, after, clock.hard_out)


def _nowhere(place: str, anchor: Anchor, clock: Clock, starts_at: datetime | None) -> Fault:
    assert starts_at is not None
    ends_at = shifted(starts_at, clock.hard_out)
    return fault(
        "scheduling.anchor-none",
        place,
        past=clock_text(anchor.ms),
        starts_at=starts_at.isoformat(timespec="minutes"),
        ends_at=ends_at.isoformat(timespec="minutes"),
    )
