"""The versions of a rundown with what was done in each, and the way back and forth between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from studio.errors import Fault, NotFound, RundownImpossible, fault
from studio.pipeline.airtime import airtime_of
from studio.pipeline.choices import Choice
from studio.pipeline.opening import Studio
from studio.pipeline.planned import moved_to
from studio.pipeline.rundown_edit import Change, Edited, edit_rundown
from studio.pipeline.rundown_versions import rundown_row
from studio.records.audit import AuditEvent
from studio.records.episodes import Episode, Rundown
from studio.scheduling.exports.differences import differences
from studio.scheduling.exports.rundown_json import read_rundown
from studio.scheduling.values import Rundown as Plan
from studio.store.engine import reading

UNDONE, REDONE, RESTORED = "rundown.undone", "rundown.redone", "rundown.restored"


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a rundown: who made it, when, what the audit chain calls that; its text as written."""

    number: int
    made_at: datetime
    made_by: str
    action: str
    text: str


@dataclass(frozen=True, slots=True)
class Newest:
    """The number of the newest version, and who made it."""

    number: int
    made_by: str


@dataclass(frozen=True, slots=True)
class Way:
    """Which version undoing leads back to, and which doing it again leads to; None: none."""

    undo: int | None
    redo: int | None


def versions(studio: Studio, slug: str) -> tuple[Version, ...]:
    """The versions of an edition's rundown, the oldest first. Raises NotFound where there is no such edition."""
    with reading(studio.engine) as session:
        airtime = airtime_of(session, slug)
        rows = session.exec(
            select(Rundown).where(Rundown.episode_id == airtime.episode.id).order_by(col(Rundown.number))
        ).all()
        done = actions(session, slug)
    return tuple(Version(one.number, one.made_at, one.made_by, done.get(one.number, ""), one.text) for one in rows)


def newest_number(studio: Studio, slug: str) -> int:
    """The number of the newest version; 0 where there is none. Raises NotFound where there is no such edition."""
    with reading(studio.engine) as session:
        row = rundown_row(session, airtime_of(session, slug))
        return row.number if row else 0


def newest_version(studio: Studio, slug: str) -> Newest | None:
    """The newest version; None where there is none. Cheap: asked for every second by every open page."""
    with reading(studio.engine) as session:
        wanted = select(Rundown.number, Rundown.made_by).join(Episode).where(Episode.slug == slug)
        found = session.exec(wanted.order_by(col(Rundown.number).desc()).limit(1)).first()
    return Newest(*found) if found else None


def actions(session: Session, slug: str) -> dict[int, str]:
    """What the audit chain calls what was done in each version, by its number."""
    events = session.exec(
        select(AuditEvent).where(AuditEvent.subject == slug, col(AuditEvent.action).startswith("rundown."))
    ).all()
    return {int(one.details["number"]): one.action for one in events if "number" in one.details}


def way_of(found: Sequence[Version]) -> Way:
    """Where undoing and doing again lead from the newest version: each change counts once."""
    done: list[int] = []
    back: list[int] = []
    for one in found:
        if one.action == UNDONE and len(done) > 1:
            back.append(done.pop())
        elif one.action == REDONE and back:
            done.append(back.pop())
        else:
            done.append(one.number)
            back.clear()
    return Way(done[-2] if len(done) > 1 else None, back[-1] if back else None)


def since(found: Sequence[Version], before: int, after: int) -> tuple[Fault, ...]:
    """What changed between two versions. Raises NotFound where one of them is not there."""
    texts = {one.number: one.text for one in found}
    if before not in texts or after not in texts:
        number = before if before not in texts else after
        raise NotFound(fault("pipeline.rundown-version-unknown", number=number, newest=max(texts, default=0)))
    return differences(read_rundown(texts[before]), read_rundown(texts[after]))


def undo(studio: Studio, slug: str, after: int) -> Edited:
    """Undo the last change that was not undone yet. after: the version that was looked at.

    Raises as `restore` does.
    """
    return step(studio, slug, way_of(versions(studio, slug)).undo, UNDONE, after)


def redo(studio: Studio, slug: str, after: int) -> Edited:
    """Do again what was undone last. Raises as `restore` does."""
    return step(studio, slug, way_of(versions(studio, slug)).redo, REDONE, after)


def restore(studio: Studio, slug: str, number: int, after: int) -> Edited:
    """A version as it was, as the newest one; what may not be aired any more cannot come back so.

    after: the version that was looked at. Raises Conflict with what changed since then, NotFound, RundownImpossible.
    """
    return step(studio, slug, number, RESTORED, after)


def step(studio: Studio, slug: str, number: int | None, action: str, after: int) -> Edited:
    """An earlier version as the newest one. number: None: there is none."""
    texts = {one.number: one.text for one in versions(studio, slug)}
    if number is not None and number not in texts:
        raise NotFound(fault("pipeline.rundown-version-unknown", slug, number=number, newest=max(texts, default=0)))
    return edit_rundown(studio, slug, returned(slug, texts.get(number or 0)), action, after, fit=False)


def returned(slug: str, text: str | None) -> Change:
    """The rundown as a version had it. text: of the version; None: there is none to go to."""

    def change(plan: Plan, choice: Choice) -> Plan:
        if text is None:
            raise RundownImpossible(fault("pipeline.undo-none", slug))
        earlier = moved_to(read_rundown(text), choice.clock, plan.starts_at)
        RundownImpossible.raise_if(unknown(earlier, choice) or gone(plan, earlier, choice))
        return earlier

    return change


def unknown(earlier: Plan, choice: Choice) -> list[Fault]:
    """The entries of a version whose positions the clock has no more."""
    known = {one.name for one in choice.clock.positions}
    return [
        fault("scheduling.rule-position", one.key, position=one.position, clock=choice.clock.name)
        for one in earlier.entries
        if one.position not in known
    ]


def gone(plan: Plan, earlier: Plan, choice: Choice) -> list[Fault]:
    """The segments that would come back and may not be aired, or are not ready to be."""
    ready = {one.key for one in choice.candidates}
    heard = {one.key for one in plan.entries if not one.floated}
    chosen = [one for one in earlier.heard if choice.clock.position(one.position).role == "choose"]
    return [fault("pipeline.undo-gone", one.key) for one in chosen if one.key not in heard | ready]
