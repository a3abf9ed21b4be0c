"""What became of each edition at its station: noted by whoever knows, with evidence; apart from what was planned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, col, select

from studio.errors import Fault, SettingsInvalid, fault
from studio.pipeline.airtime import Airtime, airtime_of, replaced_faults
from studio.pipeline.built import newest_build
from studio.pipeline.exceptions import FAR, local_moment
from studio.pipeline.heard import entries_heard, heard_span
from studio.pipeline.opening import Studio
from studio.pipeline.rundown_versions import rundown_row
from studio.records.episodes import Airing
from studio.records.kinds import AiringOutcome
from studio.scheduling.exports.rundown_json import read_rundown
from studio.scheduling.values import Entry
from studio.store import audit
from studio.store.engine import reading, writing
from studio.units import Ms, clock_text

HEARD = (AiringOutcome.AIRED, AiringOutcome.PARTIAL, AiringOutcome.LATE)
LONGEST_WORDS = 2000


@dataclass(frozen=True, slots=True)
class Word:
    """What somebody says became of an edition.

    at: when it began, where that was not as planned; naive: in the slot's local time. start, end: what was heard, as
    offsets into the airtime, in ms. evidence: in words; file: a log or a recording. makes_good: slug of the lost
    edition in whose place the station aired this one.
    """

    outcome: AiringOutcome
    at: datetime | None = None
    start: Ms | None = None
    end: Ms | None = None
    evidence: str = ""
    file: Path | None = None
    makes_good: str = ""


def note_airing(studio: Studio, slug: str, word: Word) -> Airing:
    """Note what became of an edition; every note is kept, the newest is in force. What was in it is frozen as it was
    built, or planned where it never was.

    Raises NotFound, SettingsInvalid with everything that cannot be so.
    """
    digest = studio.workspace.vault.put_file(word.file) if word.file is not None else ""
    with writing(studio.engine) as session:
        airtime = airtime_of(session, slug)
        episode, length = airtime.episode, Ms(airtime.episode.length_ms)
        at = moment_of(airtime, word)
        SettingsInvalid.raise_if(airing_faults(session, studio, airtime, word, at))
        if word.makes_good:
            episode.makes_good, episode.price_cents = word.makes_good, 0
        row = Airing(
            episode_id=episode.id or 0,
            station_id=airtime.station.id or 0,
            planned_at=episode.starts_at,
            aired_at=at,
            outcome=word.outcome,
            evidence=word.evidence,
            evidence_file=digest,
            length_ms=length,
            from_ms=word.start,
            to_ms=word.end,
            entries=entries_heard(entries_of(session, airtime), heard_span(word.outcome, length, word.start, word.end)),
            noted_at=studio.now,
            noted_by=studio.actor,
        )
        session.add(row)
        session.flush()
        details = {"outcome": word.outcome.value, "from_ms": word.start, "to_ms": word.end}
        details |= {"evidence": digest} if digest else {}
        details |= {"makes_good": word.makes_good} if word.makes_good else {}
        audit.append(session, studio.now, studio.actor, "airtime.noted", slug, details)
    return row


def airings_of(studio: Studio, slug: str) -> list[Airing]:
    """Every note of an edition, the oldest first. Raises NotFound."""
    with reading(studio.engine) as session:
        airtime = airtime_of(session, slug)
        wanted = select(Airing).where(Airing.episode_id == airtime.episode.id).order_by(col(Airing.id))
        return list(session.exec(wanted))


def entries_of(session: Session, airtime: Airtime) -> tuple[Entry, ...]:
    """What is in an edition: as it was built, else as it is planned; nothing where it is neither."""
    row = newest_build(session, airtime)
    plan = rundown_row(session, airtime)
    text = row.rundown if row else plan.text if plan else ""
    return read_rundown(text).entries if text else ()


def moment_of(airtime: Airtime, word: Word) -> datetime | None:
    """When an edition began on the air; None where it was not heard, or nobody knows.

    Raises SettingsInvalid for a day on which it cannot have been this edition.
    """
    if word.at is not None:
        planned = airtime.episode.airs_on
        if abs(word.at.date() - planned) > FAR:
            days = {"on": word.at.date().isoformat(), "day": planned.isoformat()}
            raise SettingsInvalid(fault("pipeline.airing-far", airtime.episode.slug, **days))
        return word.at if word.at.tzinfo else local_moment(airtime.slot, word.at)
    on_time = word.outcome in (AiringOutcome.AIRED, AiringOutcome.PARTIAL)
    return airtime.episode.starts_at if on_time else None


def airing_faults(session: Session, studio: Studio, airtime: Airtime, word: Word, at: datetime | None) -> list[Fault]:
    """Everything in somebody's word that cannot be so."""
    slug, outcome, found = airtime.episode.slug, word.outcome, list[Fault]()
    if airtime.episode.cancelled is not None and outcome in HEARD:
        found.append(fault("pipeline.airing-cancelled", slug, slot=airtime.slot.slug, day=str(airtime.episode.airs_on)))
    if (at or airtime.episode.starts_at) > studio.now and outcome is not AiringOutcome.UNKNOWN:
        found.append(fault("pipeline.airing-future", slug, starts=(at or airtime.local_start).isoformat()))
    if outcome is AiringOutcome.LATE and at is None:
        found.append(fault("pipeline.airing-when", slug))
    if outcome not in HEARD and word.at is not None:
        found.append(fault("pipeline.airing-unheard", slug, outcome=outcome.value))
    found += part_faults(airtime, word)
    if len(word.evidence) > LONGEST_WORDS:
        found.append(fault("pipeline.comment-long", slug, found=len(word.evidence), limit=LONGEST_WORDS))
    if word.makes_good == slug:
        found.append(fault("pipeline.make-good-itself", slug))
    elif word.makes_good:
        found += replaced_faults(session, word.makes_good, airtime.station)
        found += [] if outcome in HEARD else [fault("pipeline.airing-unheard", slug, outcome=outcome.value)]
    return found


def part_faults(airtime: Airtime, word: Word) -> list[Fault]:
    """What is wrong with the part that is said to have been heard."""
    slug, length, given = airtime.episode.slug, Ms(airtime.episode.length_ms), (word.start, word.end) != (None, None)
    if word.outcome is AiringOutcome.PARTIAL and not given:
        return [fault("pipeline.airing-part-missing", slug)]
    if given and word.outcome not in (AiringOutcome.PARTIAL, AiringOutcome.LATE):
        return [fault("pipeline.airing-part", slug, outcome=word.outcome.value)]
    start, end = word.start or Ms(0), length if word.end is None else word.end
    if given and not 0 <= start < end <= length:
        told = {"start": clock_text(start), "end": clock_text(end), "length": clock_text(length)}
        return [fault("pipeline.airing-bounds", slug, **told)]
    return []
