"""Headlines tell of the stories of an edition: after a change by hand they may tell of others than those heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session

from studio.errors import fault
from studio.pipeline.airtime import airtime_of
from studio.pipeline.choices import Choice, choice_of
from studio.pipeline.opening import Studio
from studio.pipeline.planned import Planned, plan_of
from studio.pipeline.schedule import own_tellings
from studio.pipeline.sounds import Spoken
from studio.pipeline.tellings import Telling
from studio.pipeline.write import fresh, newest, write_down
from studio.records.kinds import ScriptKind
from studio.store.engine import reading


def write_headlines(studio: Studio, slug: str) -> int:
    """Write the edition's headlines for the stories that are heard; how many scripts are new.

    Raises NotFound, ScriptRefused.
    """
    with reading(studio.engine) as session:
        choice = choice_of(studio, session, airtime_of(session, slug), ())
        due = stale_headlines(studio, session, plan_of(studio, slug), choice)
    written = write_down(studio, due)
    for error in written.refused.values():
        raise error
    return len(written.new)


def stale_headlines(studio: Studio, session: Session, planned: Planned, choice: Choice) -> tuple[Telling, ...]:
    """The headlines as they should be, where they were written for other stories than those that are heard."""
    told = [choice.known[one.key].tellings for one in planned.plan.heard if one.key in choice.known]
    chosen = [tellings[choice.language] for tellings in told if choice.language in tellings]
    heard = {one.source for one in planned.plan.heard}
    wanted = own_tellings(studio, choice, chosen) if chosen else []
    return tuple(
        one
        for one in wanted
        if one.kind is ScriptKind.HEADLINES
        and one.kind.value in heard
        and not fresh(newest(session, one.key, one.language), one)
    )


def without_old(spoken: Spoken, stale: Sequence[Telling]) -> Spoken:
    """The same; where its script tells of other stories, it lacks a fresh one."""
    if spoken.script is None or spoken.script.key not in {one.key for one in stale}:
        return spoken
    lack = fault("pipeline.script-stale", spoken.entry.key, language=spoken.script.language)
    return replace(spoken, lacks=(lack, *spoken.lacks), lights=replace(spoken.lights, script=False))
