"""The versions of a rundown: the newest one, and the next, never one over another."""

from __future__ import annotations

from sqlmodel import Session, col, select

from studio.errors import Conflict, fault
from studio.pipeline.airtime import Airtime
from studio.pipeline.opening import Studio
from studio.records.episodes import Rundown, RundownPosition
from studio.scheduling.exports.rundown_json import rundown_json
from studio.scheduling.values import Rundown as Plan
from studio.store import audit
from studio.store.engine import writing


def rundown_row(session: Session, airtime: Airtime) -> Rundown | None:
    """The newest version of an edition's rundown."""
    return session.exec(
        select(Rundown).where(Rundown.episode_id == airtime.episode.id).order_by(col(Rundown.number).desc())
    ).first()


def keep_rundown(studio: Studio, airtime: Airtime, plan: Plan, inputs: str, action: str, after: int) -> int:
    """Keep a rundown as the version that follows the one it was made from; its number.

    Raises Conflict where somebody else was first.
    """
    with writing(studio.engine) as session:
        return added_version(studio, session, airtime, plan, inputs, action, after)


def added_version(
    studio: Studio, session: Session, airtime: Airtime, plan: Plan, inputs: str, action: str, after: int
) -> int:
    """As `keep_rundown`, within the caller's transaction."""
    row = rundown_row(session, airtime)
    if (row.number if row else 0) != after:
        raise Conflict(fault("ground.conflict", airtime.episode.slug))
    kept = Rundown(
        episode_id=airtime.episode.id or 0,
        number=after + 1,
        made_at=studio.now,
        made_by=studio.actor,
        inputs=inputs,
        text=rundown_json(plan),
    )
    session.add(kept)
    session.flush()
    for entry in plan.entries:
        session.add(
            RundownPosition(
                rundown_id=kept.id or 0,
                rank=entry.index,
                position=entry.position,
                kind=entry.kind,
                key=entry.key,
                start_ms=entry.start,
                planned_ms=entry.planned,
                actual_ms=entry.actual,
                locked=entry.locked,
            )
        )
    details = {"number": kept.number, "inputs": inputs, "segments": len(plan.entries)}
    audit.append(session, studio.now, studio.actor, action, airtime.episode.slug, details)
    return kept.number
