"""The stage `schedule`, by hand: each change of a rundown is a new version that somebody answers for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlmodel import Session, select

from studio.errors import Conflict, Fault, NotFound, RundownImpossible, fault
from studio.pipeline.airings import HEARD
from studio.pipeline.airtime import Airtime, airtime_of
from studio.pipeline.choices import Choice, choice_of, held
from studio.pipeline.editions import newest_airings
from studio.pipeline.opening import Studio
from studio.pipeline.planned import Planned
from studio.pipeline.rundown_versions import keep_rundown, rundown_row
from studio.records.episodes import Rundown
from studio.records.kinds import AiringOutcome
from studio.scheduling.exports.differences import differences
from studio.scheduling.exports.rundown_json import read_rundown
from studio.scheduling.rules.judge import violations
from studio.scheduling.slots import edit
from studio.scheduling.slots.why import explained
from studio.scheduling.timing.times import refit
from studio.scheduling.values import Candidate, Clock, Version
from studio.scheduling.values import Rundown as Plan
from studio.store.engine import reading
from studio.units import Ms

Change = Callable[[Plan, Choice], Plan]


@dataclass(frozen=True, slots=True)
class Edited:
    """A rundown as it was changed: what is other, and every rule that it breaks now."""

    planned: Planned
    changes: tuple[Fault, ...]
    broken: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Revised:
    """A changed plan before it is kept. inputs: of a proposal that would leave it as it is."""

    plan: Plan
    inputs: str
    changes: tuple[Fault, ...]
    broken: tuple[Fault, ...]


def edit_rundown(
    studio: Studio, slug: str, change: Change, action: str, after: int | None = None, *, fit: bool = True
) -> Edited:
    """Change the newest version of a rundown and keep it as the next one; the same again keeps nothing.

    Music is fitted again where it can be; where it cannot, the rundown is kept and what it breaks is told.
    after: the version that was looked at. fit: without it every length and gap stays as the change gives it.
    Raises Conflict with what changed since then, NotFound, RundownImpossible.
    """
    with reading(studio.engine) as session:
        airtime = airtime_of(session, slug)
        row = row_after(studio, session, airtime, after)
        choice = choice_of(studio, session, airtime, ())
    standing = standing_of(row, choice)
    made = revised(standing, change(standing, choice), choice, fit=fit)
    if not made.changes:
        return Edited(Planned(airtime, standing, choice.clock, row.number, new=False), (), made.broken)
    number = keep_rundown(studio, airtime, made.plan, made.inputs, action, row.number)
    return Edited(Planned(airtime, made.plan, choice.clock, number, new=True), made.changes, made.broken)


def row_after(studio: Studio, session: Session, airtime: Airtime, after: int | None) -> Rundown:
    """The newest version of a rundown. after: the version that somebody looked at; None: just that one.

    Raises NotFound where there is none, Conflict with what changed where it is another one, RundownImpossible where its
    edition was cancelled, or has begun.
    """
    slug = airtime.episode.slug
    row = rundown_row(session, airtime)
    RundownImpossible.raise_if(closed(studio, session, airtime))
    if row is None:
        raise NotFound(fault("ground.not-found", slug, kind="rundown", command=f"studio rundown propose {slug}"))
    if after is None or after == row.number:
        return row
    seen = session.exec(select(Rundown).where(Rundown.episode_id == row.episode_id, Rundown.number == after)).first()
    if seen is None:
        raise Conflict(fault("pipeline.rundown-version-unknown", slug, number=after, newest=row.number))
    since = differences(read_rundown(seen.text), read_rundown(row.text))
    raise Conflict(fault("pipeline.rundown-passed", slug, number=after, newest=row.number), *since)


def closed(studio: Studio, session: Session, airtime: Airtime) -> list[Fault]:
    """Why the rundown of an edition cannot be changed any more: it was cancelled, was on the air, or has begun and
    nobody knows what was heard."""
    slug = airtime.episode.slug
    if airtime.episode.cancelled is not None:
        return [fault("pipeline.airtime-cancelled", slug)]
    airing = newest_airings(session).get(airtime.episode.id or 0)
    if airing is not None and airing.outcome in HEARD:
        return [fault("pipeline.rundown-aired", slug, outcome=airing.outcome.value)]
    silent = airing is not None and airing.outcome is AiringOutcome.REFUSED
    if airtime.episode.starts_at <= studio.now and not silent:
        return [fault("pipeline.rundown-begun", slug, starts=airtime.local_start.isoformat(timespec="minutes"))]
    return []


def standing_of(row: Rundown, choice: Choice) -> Plan:
    """A version's plan. Raises RundownImpossible where it was made for positions that its clock has no more."""
    plan, known = read_rundown(row.text), {one.name for one in choice.clock.positions}
    RundownImpossible.raise_if(
        fault("scheduling.rule-position", one.key, position=one.position, clock=choice.clock.name)
        for one in plan.entries
        if one.position not in known
    )
    return plan


def revised(before: Plan, after: Plan, choice: Choice, *, fit: bool = True) -> Revised:
    """A changed plan with its music fitted where that can be, why others are left out, and what it breaks."""
    clock = choice.clock
    if after != before and fit:
        try:
            after = refit(after, clock)
        except RundownImpossible:
            after = replace(after, left_out=())
    if after != before:
        after = explained(after, clock, choice.candidates, fixed_in(after, clock))
    locked = replace(choice, locks=())
    inputs = replace(locked, locks=held(after, locked)).inputs()
    return Revised(after, inputs, differences(before, after), broken_in(after, choice))


def broken_in(plan: Plan, choice: Choice) -> tuple[Fault, ...]:
    """Every rule that a plan breaks, as things stand."""
    return violations(plan, choice.clock, choice.candidates, fixed_in(plan, choice.clock))


def fixed_in(plan: Plan, clock: Clock) -> dict[str, Ms]:
    """How long each fixed position is planned to be, in ms."""
    roles = {one.name: one.role for one in clock.positions}
    return {one.position: Ms(one.planned) for one in plan.entries if roles.get(one.position) == "fixed"}


def broken_now(studio: Studio, planned: Planned) -> tuple[Fault, ...]:
    """Every rule that a rundown in force breaks; none where it cannot be changed any more."""
    with reading(studio.engine) as session:
        if closed(studio, session, planned.airtime):
            return ()
        return broken_in(planned.plan, choice_of(studio, session, planned.airtime, ()))


def place_of(plan: Plan, key: str) -> int:
    """Where a segment stands, from 0. Raises NotFound."""
    for entry in plan.entries:
        if entry.key == key:
            return entry.index
    raise NotFound(fault("ground.not-found", key, kind="segment", command=f"studio rundown show {plan.slug}"))


def candidate_of(plan: Plan, choice: Choice, key: str) -> Candidate:
    """A segment that could be aired in this edition. Raises NotFound."""
    for candidate in choice.candidates:
        if candidate.key == key:
            return candidate
    raise NotFound(fault("ground.not-found", key, kind="segment", command=f"studio rundown why {plan.slug}"))


def moved(key: str, to: int) -> Change:
    """A segment at another place, from 0."""
    return lambda plan, choice: edit.move(plan, choice.clock, place_of(plan, key), to)


def locked(key: str, stays: bool) -> Change:
    """A segment that stays, or may go again."""
    return lambda plan, choice: edit.lock(plan, choice.clock, place_of(plan, key), stays)


def floated(key: str, out: bool) -> Change:
    """A segment that takes no time, or takes it again."""
    return lambda plan, choice: edit.float_out(plan, choice.clock, place_of(plan, key), out)


def lengthened(key: str, ms: Ms) -> Change:
    """Music that is so long, in ms, and stays so long."""
    return lambda plan, choice: edit.lengthen(plan, choice.clock, place_of(plan, key), ms)


def removed(key: str) -> Change:
    """Without a segment."""
    return lambda plan, choice: edit.remove(plan, choice.clock, place_of(plan, key))


def inserted(key: str, position: str, to: int, version: Version) -> Change:
    """With another segment, before what stands at a place now, from 0."""
    return lambda plan, choice: edit.insert(plan, choice.clock, to, position, candidate_of(plan, choice, key), version)


def added(key: str, position: str, version: Version) -> Change:
    """With another segment, as the last one of a position."""
    return lambda plan, choice: edit.insert(
        plan, choice.clock, last_place(plan, choice, position), position, candidate_of(plan, choice, key), version
    )


def last_place(plan: Plan, choice: Choice, position: str) -> int:
    """The place, from 0, behind everything that stands at a position of the clock or before it."""
    order = [one.name for one in choice.clock.positions]
    before = order[: order.index(position) + 1] if position in order else order
    return max((entry.index + 1 for entry in plan.entries if entry.position in before), default=0)


def swapped(key: str, other: str, version: Version) -> Change:
    """With another segment, or another version of the same, in the place of one."""
    return lambda plan, choice: edit.replace_with(
        plan, choice.clock, place_of(plan, key), candidate_of(plan, choice, other), version
    )
