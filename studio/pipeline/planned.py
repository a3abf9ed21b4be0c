"""Rundowns in force: read, fitted to where their airtimes lie now. No solver is needed to read them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from studio.errors import Fault, NotFound, RundownImpossible, fault
from studio.pipeline.airtime import Airtime, airtime_of
from studio.pipeline.opening import Studio
from studio.pipeline.rundown_versions import rundown_row
from studio.records.episodes import Rundown
from studio.scheduling.clocks.clock import read_clocks
from studio.scheduling.exports.rundown_json import read_rundown
from studio.scheduling.timing.times import moved
from studio.scheduling.values import Clock
from studio.scheduling.values import Rundown as Plan
from studio.store.engine import reading


@dataclass(frozen=True, slots=True)
class Planned:
    """A rundown in force: its edition, its clock, its version number, and whether this run made it.

    dropped: what the published season wants in it and this run could not keep, each with its reasons. broken: the rules
    that it breaks where it stays as it was.
    """

    airtime: Airtime
    plan: Plan
    clock: Clock
    number: int
    new: bool
    dropped: tuple[Fault, ...] = ()
    broken: tuple[Fault, ...] = ()


def clock_of(studio: Studio, airtime: Airtime) -> Clock:
    """The clock of an edition. Raises NotFound, SettingsInvalid."""
    clocks = read_clocks(studio.workspace.scripts / "clocks")
    if airtime.episode.clock not in clocks:
        raise NotFound(fault("ground.not-found", airtime.episode.clock, kind="clock", command="ls scripts/clocks"))
    return clocks[airtime.episode.clock]


def plan_of(studio: Studio, slug: str) -> Planned:
    """The rundown in force. Raises NotFound where none was proposed yet."""
    with reading(studio.engine) as session:
        airtime = airtime_of(session, slug)
        row = rundown_row(session, airtime)
    standing = in_force(airtime, row, clock_of(studio, airtime))
    if standing is None:
        raise NotFound(fault("ground.not-found", slug, kind="rundown", command=f"studio rundown propose {slug}"))
    return standing


def in_force(airtime: Airtime, row: Rundown | None, clock: Clock) -> Planned | None:
    """A version as it stands at its edition's airtime, wherever that was moved, fitted again where a fixed time on the
    wall lies elsewhere in it; None where its clock is another one."""
    plan = read_rundown(row.text) if row else None
    if row is None or plan is None or plan.clock != clock.name:
        return None
    return Planned(airtime, moved_to(plan, clock, airtime.local_start), clock, row.number, new=False)


def moved_to(plan: Plan, clock: Clock, start: datetime) -> Plan:
    """A plan at another start. Where its clock changed, or what is fixed on the wall cannot be met there, it stays as
    it is until it is proposed anew."""
    known = {one.name for one in clock.positions}
    if plan.starts_at != start and known.issuperset(one.position for one in plan.entries):
        with suppress(RundownImpossible):
            return moved(plan, clock, start)
    return replace(plan, starts_at=start)
