"""A withdrawal in what is kept: the vault, the cache, files of the workspace, and the words in the records."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Column, String, Table, TypeDecorator, update
from sqlalchemy import select as chosen
from sqlalchemy.engine import Engine
from sqlalchemy.types import TypeEngine
from sqlmodel import Session, col, delete, select

from studio.clearance.withdrawing import SHORTEST_TEXT
from studio.pipeline.opening import Studio
from studio.pipeline.withdrawals.asked import OWN_TEXTS, names_of, words_of
from studio.pipeline.withdrawals.preview import masters_of
from studio.pipeline.withdrawals.values import Touched
from studio.records.audit import LedgerEntry
from studio.records.base import METADATA
from studio.records.episodes import Airing, Build, ClipTreatment, Episode, Master, Rundown, Take
from studio.records.network import Organization
from studio.records.reports import Attachment, Information, Report, ReportChange, ReportComment, Source
from studio.records.scripts import Script
from studio.scheduling.exports.rundown_json import read_rundown, rundown_json
from studio.store.engine import reading
from studio.store.files import sync_folder
from studio.units import Digest

INSTEAD = "…"
"""What stands where a name or a sentence was, in others' texts."""
STAYING = ("auditevent", "withdrawal", "place", "ledgerentry")
"""Tables without words of people: the audit chain holds codes only, and is never changed."""


def erase_sounds(studio: Studio, found: Touched) -> None:
    """Remove from the vault every sound that goes and that nothing else needs; forget what was made of any sound.

    A piece of the cache does not say whose voice is in it: all of it goes, and is made again when it is wanted.
    """
    going = {*found.takes, *found.recordings, *masters_of(found)}
    with reading(studio.engine) as session:
        needed = needed_sounds(session, found)
    vault = studio.workspace.vault
    for digest in sorted(going - needed):
        place = vault.place(Digest(digest))
        if place.is_file():
            place.unlink()
            sync_folder(place.parent)
        if place.parent.is_dir() and not any(place.parent.iterdir()):
            place.parent.rmdir()
    shutil.rmtree(studio.workspace.cache, ignore_errors=True)


def needed_sounds(session: Session, found: Touched) -> set[str]:
    """The digests that other takes, recordings, masters, builds and notes still name."""
    builds = {number for one in found.editions for number in one.builds}
    slugs = [one.slug for one in found.editions]
    kept = {
        digest
        for one in session.exec(select(Take).where(col(Take.script_id).not_in(found.scripts)))
        for digest in (one.original, one.working)
    }
    kept |= {
        digest
        for one in session.exec(select(Attachment))
        if one.original not in found.recordings
        for digest in (one.original, one.working)
    }
    others = select(Master.digest).join(Episode, col(Master.episode_id) == Episode.id)
    kept |= set(session.exec(others.where(col(Episode.slug).not_in(slugs))))
    for build in session.exec(select(Build).where(col(Build.id).not_in(builds))):
        kept |= {str(one["digest"]) for one in (build.master, *build.master.get("others", ()), *build.parts)}
    return kept | {one for one in session.exec(select(Airing.evidence_file)) if one and one not in found.recordings}


def erase_files(root: Path, paths: Iterable[str], bags: Iterable[str]) -> None:
    """Remove files and bags of the workspace, and the folders left empty."""
    for name in bags:
        shutil.rmtree(root / name, ignore_errors=True)
    for name in paths:
        (root / name).unlink(missing_ok=True)


def erase_records(session: Session, found: Touched) -> None:
    """Take the words, the names and the traces of the sound out of every table, within the caller's transaction.

    Codes, dates, digests and figures stay: who keeps the records can say what was withdrawn, and not what was said.
    """
    phrases = phrases_of(session, found)
    erase_made(session, found)
    erase_reports(session, found)
    keys = {*found.segments, *found.naming}
    for row in session.exec(
        select(Rundown).join(Episode).where(col(Episode.slug).in_([e.slug for e in found.editions]))
    ):
        row.text = untitled(row.text, keys)
        session.add(row)
    session.flush()
    scrub(session, phrases)


def phrases_of(session: Session, found: Touched) -> tuple[str, ...]:
    """The names and sentences that go wherever they stand: none so short that others say it by chance, and none that
    somebody else said in the very same words."""
    coverage = found.coverage
    others = set[str]()
    for report in session.exec(select(Report).where(col(Report.root_uuid).not_in(coverage.whole))):
        others |= {getattr(report, name) for name in OWN_TEXTS}
    for said, uuid, code in session.exec(select(Information, Report.root_uuid, Source.code).join(Report).join(Source)):
        if (uuid, code) not in coverage.said:
            others |= {said.quote_km, said.quote_en}
    long = [one for one in words_of(session, coverage) if len(one) >= SHORTEST_TEXT and one not in others]
    return (*names_of(session, coverage), *sorted(long, key=len, reverse=True))


def erase_made(session: Session, found: Touched) -> None:
    """Scripts, takes, builds and masters that were made of it."""
    masters, sounds = masters_of(found), {*found.takes, *found.recordings}
    builds = [number for one in found.editions for number in one.builds]
    session.exec(delete(Take).where(col(Take.script_id).in_(found.scripts)))
    session.exec(delete(Script).where(col(Script.id).in_(found.scripts)))
    session.exec(delete(Build).where(col(Build.id).in_(builds)))
    session.exec(delete(Master).where(col(Master.digest).in_(masters)))
    session.exec(delete(ClipTreatment).where(col(ClipTreatment.recording).in_(sounds)))
    for entry in session.exec(select(LedgerEntry)):
        if entry.outputs.get("digest") in masters:
            session.delete(entry)
    for airing in session.exec(select(Airing).where(col(Airing.evidence_file).in_(sounds))):
        airing.evidence_file = ""
        session.add(airing)


def erase_reports(session: Session, found: Touched) -> None:
    """What was said, by whom, and the texts of whole reports; the names of people and organizations."""
    coverage = found.coverage
    for report in session.exec(select(Report).where(col(Report.root_uuid).in_(coverage.reports))):
        report.search_text = ""
        if report.root_uuid in coverage.whole:
            for name in OWN_TEXTS:
                setattr(report, name, "")
            session.exec(delete(ReportChange).where(col(ReportChange.report_id) == report.id))
            session.exec(update(ReportComment).where(col(ReportComment.report_id) == report.id).values(text=""))
        session.add(report)
    said = session.exec(select(Information, Report.root_uuid, Source.code).join(Report).join(Source))
    for information, uuid, code in said:
        if (uuid, code) in coverage.said:
            information.quote_km = information.quote_en = ""
            session.add(information)
    for one in session.exec(select(Attachment).where(col(Attachment.original).in_(found.recordings))):
        one.label, one.milliseconds, one.warnings = "", 0, []
        session.add(one)
    for source in session.exec(select(Source).where(col(Source.code).in_(coverage.unnamed))):
        source.name_on_air_km = source.name_on_air_en = ""
        session.add(source)
    for organization in session.exec(select(Organization).where(col(Organization.code).in_(coverage.delisted))):
        organization.name_km = organization.name_en = organization.code
        organization.description_km = organization.description_en = ""
        session.add(organization)


def untitled(text: str, keys: Collection[str]) -> str:
    """A version of a rundown as it was, with codes in the place of some titles."""
    plan = read_rundown(text)
    if not any(one.key in keys for one in plan.entries):
        return text
    tree = json.loads(rundown_json(plan))
    for entry in tree["entries"]:
        if entry["key"] in keys:
            entry["title_km"] = entry["title_en"] = entry["key"]
    return json.dumps(tree, ensure_ascii=False, indent=2) + "\n"


def scrub(session: Session, phrases: Sequence[str]) -> None:
    """Take phrases out of whatever text of whatever table they still stand in: comments, others' texts, evidence."""
    for table in METADATA.sorted_tables:
        texts = [one for one in table.columns if isinstance(kept_as(one), (String, JSON)) and not one.foreign_keys]
        if texts and table.name not in STAYING:
            scrub_table(session, table, [one.name for one in texts], phrases)


def kept_as(column: Column[Any]) -> TypeEngine[Any]:
    """What a column holds in the database."""
    return column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type


def scrub_table(session: Session, table: Table, columns: Sequence[str], phrases: Sequence[str]) -> None:
    """The same in some columns of one table."""
    identity = list(table.primary_key.columns)
    for row in session.execute(chosen(table)).mappings().all():
        changes = {}
        for name in columns:
            before = row[name]
            after = cleared(before, phrases)
            if after != before and not table.columns[name].primary_key:
                changes[name] = after
        if changes:
            where = [one == row[one.name] for one in identity]
            session.execute(update(table).where(*where).values(changes))


def cleared(value: Any, phrases: Sequence[str]) -> Any:
    """A value of a column without the phrases, however deep."""
    if isinstance(value, str) and type(value) is str:
        for one in phrases:
            for way in dict.fromkeys((one, json.dumps(one)[1:-1], json.dumps(one, ensure_ascii=False)[1:-1])):
                value = value.replace(way, INSTEAD)
        return value
    if isinstance(value, list):
        return [cleared(one, phrases) for one in value]
    if isinstance(value, Mapping):
        return {key: cleared(one, phrases) for key, one in value.items()}
    return value


def compact_published(root: Path) -> None:
    """The same for the lists that a publication keeps beside what it publishes."""
    for path in sorted(root.glob(".*.db")):
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("VACUUM")


def compact(engine: Engine) -> None:
    """Write the database anew, so that what was erased is in no free page and no log of it."""
    connection = engine.raw_connection()
    try:
        driver = connection.driver_connection
        if engine.dialect.name == "sqlite":
            driver.execute("VACUUM")  # type: ignore[union-attr]
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
        else:
            driver.rollback()  # type: ignore[union-attr]
            driver.autocommit = True  # type: ignore[union-attr]
            driver.execute("VACUUM FULL")  # type: ignore[union-attr]
            driver.autocommit = False  # type: ignore[union-attr]
    finally:
        connection.close()
