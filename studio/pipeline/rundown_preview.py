"""A proposal shown before it is kept: nothing is written until somebody says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from studio.errors import Conflict, Fault, RundownImpossible, fault
from studio.pipeline.airtime import Airtime, airtime_of
from studio.pipeline.choices import Choice, choice_of, held
from studio.pipeline.opening import Studio
from studio.pipeline.paces import pace
from studio.pipeline.planned import Planned, in_force
from studio.pipeline.rundown_edit import closed, row_after
from studio.pipeline.rundown_versions import keep_rundown, rundown_row
from studio.pipeline.schedule import lengths_of, own_tellings, settled
from studio.pipeline.tellings import Telling
from studio.pipeline.write import clip_lengths, fresh, newest
from studio.records.scripts import Script
from studio.scheduling.exports.differences import differences
from studio.scheduling.exports.rundown_json import read_rundown, rundown_json
from studio.scheduling.values import Lock
from studio.scheduling.values import Rundown as Plan
from studio.scripting.render import Job, try_all
from studio.scripting.timing import reading_time
from studio.store.engine import reading
from studio.units import Ms, digest_of


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would be proposed now. number: the version it would follow, 0 where there is none; mark: names what was
    shown, for `keep_proposal`; changes: against that version; dropped: what the season wants and does not get."""

    planned: Planned
    number: int
    mark: str
    changes: tuple[Fault, ...]
    dropped: tuple[Fault, ...]


def preview(studio: Studio, slug: str, keep: Sequence[str] = ()) -> Proposal:
    """What would be proposed for an edition, with what is locked and these segments; nothing is written.

    Raises NotFound, RundownImpossible with every cause, or with why this rundown stands as it is.
    """
    with reading(studio.engine) as session:
        airtime = airtime_of(session, slug)
        RundownImpossible.raise_if(closed(studio, session, airtime))
        row = rundown_row(session, airtime)
        choice = choice_for(studio, session, airtime, keep)
    standing = in_force(airtime, row, choice.clock)
    number = row.number if row else 0
    plan, dropped = settled(studio, choice, foreseen)
    changes = differences(standing.plan, plan) if standing else ()
    planned = Planned(airtime, plan, choice.clock, number, new=standing is None or bool(changes))
    return Proposal(planned, number, mark_of(choice, plan), changes, dropped)


def keep_proposal(studio: Studio, slug: str, number: int, mark: str, keep: Sequence[str] = ()) -> Planned:
    """Keep the proposal that was shown as the version after that number, and write the edition's own scripts.

    Raises Conflict with what changed since then, or where something else would be proposed now; as `preview` does.
    """
    with reading(studio.engine) as session:
        airtime = airtime_of(session, slug)
        RundownImpossible.raise_if(closed(studio, session, airtime))
        if number:
            row_after(studio, session, airtime, number)
        elif rundown_row(session, airtime) is not None:
            raise Conflict(fault("pipeline.proposal-passed", slug))
        choice = choice_for(studio, session, airtime, keep)
    if not mark.startswith(choice.inputs()):
        raise Conflict(fault("pipeline.proposal-passed", slug))
    plan, dropped = settled(studio, choice)
    if mark != mark_of(choice, plan):
        raise Conflict(fault("pipeline.proposal-passed", slug))
    kept = keep_rundown(studio, airtime, plan, choice.inputs(), "rundown.proposed", number)
    return Planned(airtime, plan, choice.clock, kept, new=True, dropped=dropped)


def choice_for(studio: Studio, session: Session, airtime: Airtime, keep: Sequence[str]) -> Choice:
    """What an edition can be made from, with what stays in it and what shall come into it."""
    choice = choice_of(studio, session, airtime, [Lock(key) for key in dict.fromkeys(keep)])
    row = rundown_row(session, airtime)
    return replace(choice, locks=held(read_rundown(row.text), choice)) if row else choice


def mark_of(choice: Choice, plan: Plan) -> str:
    """The digest of what decides a proposal, and of what is heard in it; why others are not is told anew each time."""
    return f"{choice.inputs()}{digest_of(rundown_json(replace(plan, left_out=())).encode())}"


def foreseen(studio: Studio, choice: Choice, chosen: Sequence[Telling]) -> dict[str, Ms]:
    """How long each fixed position would be: as `schedule.fixed_lengths`, with scripts that nobody keeps.

    Raises ScriptRefused.
    """
    wanted = own_tellings(studio, choice, chosen)
    with reading(studio.engine) as session:
        standing = {one.key: newest(session, one.key, one.language) for one in wanted}
        clips = clip_lengths(session)
    found = {one.key: script for one in wanted if fresh(script := standing[one.key], one) and script is not None}
    due = [one for one in wanted if one.key not in found]
    jobs = [Job(studio.settings.show.slug, one.kind.value, one.language, one.facts) for one in due]
    speed = pace(studio, choice.language, before=studio.now)
    for one, draft in zip(due, try_all(studio.workspace.scripts, jobs) if jobs else [], strict=True):
        if isinstance(draft, Exception):
            raise draft
        lengths = {source: clips[digest] for source, digest in one.recordings.items() if digest in clips}
        time = reading_time(draft.lines, one.language, speed, lengths)
        found[one.key] = Script(
            key=one.key,
            kind=one.kind,
            language=one.language.value,
            text=draft.text,
            recipe=one.recipe,
            milliseconds=time.ms,
            low=time.low,
            high=time.high,
            written_at=studio.now,
        )
    return lengths_of(choice, bool(chosen), found.__getitem__)
