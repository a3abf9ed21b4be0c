"""Which approved scripts wait for a presenter: those of the coming editions, and those that no edition has yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from studio.languages import Language
from studio.pipeline.airtime import Airtime, coming
from studio.pipeline.inbox import Reader
from studio.pipeline.opening import Studio
from studio.pipeline.paging import page_of
from studio.pipeline.write import lines_of, newest_scripts
from studio.records.episodes import Rundown, RundownPosition, Take
from studio.records.reports import Report
from studio.records.scripts import Script
from studio.scripting.values import split
from studio.store.engine import reading

PAGE = 20
"""Scripts on a page."""

Scripts = Mapping[tuple[str, str], Script]


@dataclass(frozen=True, slots=True)
class Row:
    """A script that is to be recorded. airtime: the next edition that has it, None for none; rank: its place there.
    parts: that a presenter reads."""

    script: Script
    airtime: Airtime | None
    rank: int
    parts: int
    recorded: int

    @property
    def missing(self) -> int:
        """Parts that nobody recorded."""
        return self.parts - self.recorded


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page of the list. missing: parts that are not recorded, on all pages; unapproved: scripts that may not yet be
    recorded."""

    rows: tuple[Row, ...]
    page: int
    pages: int
    missing: int
    unapproved: int


def wanted(studio: Studio, reader: Reader, page: int = 1, *, unplaced: bool = False) -> Wanted:
    """What somebody may record, what lacks a recording first, then by when it is heard; a page past the last is the
    last. unplaced: instead of what coming editions have, what none of them has."""
    editions = coming(studio)
    with reading(studio.engine) as session:
        reports = {one.id: one for one in session.exec(select(Report))}
        scripts = {
            (one.key, str(one.language)): one
            for one in newest_scripts(session)
            if one.report_id is None or reader.may_see(reports[one.report_id])
        }
        placed = dict(heard_in(session, editions, scripts))
        recorded = recorded_parts(session)
    found = {
        name: one
        for name, one in scripts.items()
        if (name in placed) != unplaced and (one.report_id is not None or not unplaced)
    }
    rows = [row_of(one, placed.get(name), recorded) for name, one in found.items() if one.approved]
    rows.sort(key=lambda row: (not row.missing, when(row), row.rank, row.script.key, row.script.language))
    shown, missing = page_of(len(rows), page, PAGE), sum(row.missing for row in rows)
    return Wanted(tuple(rows[shown.part]), shown.number, shown.pages, missing, len(found) - len(rows))


def when(row: Row) -> float:
    """When a script is heard next; of those that no edition has the newest first."""
    if row.airtime is not None:
        return row.airtime.episode.starts_at.timestamp()
    return -(row.script.approved_at or row.script.written_at).timestamp()


def heard_in(
    session: Session, editions: Sequence[Airtime], scripts: Scripts
) -> Iterator[tuple[tuple[str, str], tuple[Airtime, int]]]:
    """The scripts that stand in the rundowns of editions, and in which place; the first edition comes last."""
    last = select(func.max(Rundown.id)).group_by(col(Rundown.episode_id))
    rows = session.exec(
        select(Rundown.episode_id, RundownPosition.key)
        .join(RundownPosition, col(RundownPosition.rundown_id) == Rundown.id)
        .where(col(Rundown.id).in_(last))
        .order_by(col(RundownPosition.rank))
    ).all()
    keys: dict[int, list[str]] = {}
    for episode, key in rows:
        keys.setdefault(episode, []).append(key)
    for edition in reversed(editions):
        for rank, key in enumerate(keys.get(edition.episode.id or 0, ())):
            for name in (f"{edition.episode.slug}/{key}", key):
                if (name, edition.slot.language) in scripts:
                    yield (name, edition.slot.language), (edition, rank)


def recorded_parts(session: Session) -> dict[int, set[int]]:
    """The parts of each script that have a take which is heard."""
    found: dict[int, set[int]] = {}
    for script, part in session.exec(select(Take.script_id, Take.part).where(Take.refused == "").distinct()):
        found.setdefault(script, set()).add(part)
    return found


def row_of(script: Script, place: tuple[Airtime, int] | None, recorded: Mapping[int, set[int]]) -> Row:
    """A script in the list. place: the edition that has it, and where in it."""
    edition, rank = place or (None, 0)
    read = {part.number for part in split(lines_of(script)) if part.clip is None}
    return Row(script, edition, rank, len(read), len(read & recorded.get(script.id or 0, set())))


def languages_of(session: Session, key: str) -> tuple[Language, ...]:
    """The languages in which a script is written, Khmer first."""
    told = set(session.exec(select(Script.language).where(Script.key == key).distinct()))
    return tuple(one for one in Language if one.value in told)
