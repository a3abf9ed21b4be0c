"""Balances of every position, group, section and the show; and the latest start of each entry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from studio.scheduling.timing.sections import section_label, sections
from studio.scheduling.timing.times import ends, heard_in, over, section_over
from studio.scheduling.values import ZERO, Clock, Entry, Group, Rundown
from studio.units import Ms

Sort = Literal["position", "group", "section", "show"]


@dataclass(frozen=True, slots=True)
class Balance:
    """Planned and heard time, in ms. over: heard beyond what it should be; negative: under.

    drift: how much longer than planned what is not recorded yet is estimated to be now, beside that; doubt: how far the
    estimates are likely to be off together, for who reads slowly today does so throughout.
    Of a position: heard beyond planned. Of a group: beyond its longest or below its shortest, with the clock's room
    after each entry. Of a section and the show: beyond the out, gaps included; planned is the length up to it.
    """

    name: str
    planned: Ms
    heard: Ms
    over: Ms
    sort: Sort = "position"
    drift: Ms = ZERO
    doubt: Ms = ZERO


def balances(rundown: Rundown, clock: Clock) -> tuple[Balance, ...]:
    """A balance for each position in clock order, then each group, each section where there are several, and last the
    show, which bears the clock's name.

    Raises RundownImpossible where an anchor does not lie in the slot.
    """
    rows = []
    for position in clock.positions:
        mine = [entry for entry in rundown.heard if entry.position == position.name]
        planned, heard = sum(entry.planned for entry in mine), sum(entry.heard for entry in mine)
        rows.append(Balance(position.name, Ms(planned), Ms(heard), Ms(heard - planned), "position", *estimates(mine)))
    rows += [_group_balance(rundown, clock, group) for group in clock.groups]
    parts = sections(clock, rundown.starts_at)
    for section in parts if len(parts) > 1 else ():
        off = section_over(rundown.entries, clock, section)
        heard_time = Ms(section.length + off)
        own = heard_in(rundown.entries, section)
        label = section_label(clock, section)
        rows.append(Balance(label, section.length, heard_time, off, "section", *estimates(own)))
    return (*rows, show_balance(rundown, clock))


def show_balance(rundown: Rundown, clock: Clock) -> Balance:
    """The balance of the show as a whole."""
    whole = estimates(rundown.entries)
    return Balance(clock.name, clock.hard_out, ends(rundown), over(rundown, clock), "show", *whole)


def estimates(entries: Iterable[Entry]) -> tuple[Ms, Ms]:
    """How much longer than planned entries are estimated to be together, and how far that is likely to be off."""
    known = list(entries)
    return Ms(sum(entry.drift for entry in known)), Ms(sum(entry.doubt for entry in known))


def group_time(entries: Sequence[Entry], clock: Clock, group: Group) -> Ms:
    """Time of the heard entries of a group with the clock's room after each, in ms; nothing follows the last of the
    show. What gaps give or take beyond that room counts for no group.
    """
    heard = [entry for entry in entries if not entry.floated]
    after = {position.name: position.after for position in clock.positions if position.group == group.name}
    mine = sum(entry.heard + after[entry.position] for entry in heard if entry.position in after)
    return Ms(mine - sum(after.get(entry.position, Ms(0)) for entry in heard[-1:]))


def _group_balance(rundown: Rundown, clock: Clock, group: Group) -> Balance:
    names = {position.name: position.after for position in clock.positions if position.group == group.name}
    heard = group_time(rundown.entries, clock, group)
    longer = sum(entry.heard - entry.planned for entry in rundown.heard if entry.position in names)
    off = max(heard - group.longest, 0) - max(group.shortest - heard, 0)
    mine = estimates(entry for entry in rundown.entries if entry.position in names)
    return Balance(group.name, Ms(heard - longer), heard, Ms(off), "group", *mine)


def back_times(rundown: Rundown, clock: Clock) -> tuple[Ms, ...]:
    """The latest start of each entry, worked backwards from the out of its section; offsets in ms.

    A floated entry could be heard from where the next one starts. Raises RundownImpossible as `balances` does.
    """
    latest: dict[int, int] = {}
    for section in sections(clock, rundown.starts_at):
        names = {position.name for position in section.positions}
        heard = heard_in(rundown.entries, section)
        at = int(section.out)
        for entry in reversed([one for one in rundown.entries if one.position in names]):
            if not entry.floated:
                silent = section.last and entry is heard[-1]
                at -= entry.heard + (0 if silent else clock.pause_after(entry))
            latest[entry.index] = at
    return tuple(Ms(latest[entry.index]) for entry in rundown.entries)
