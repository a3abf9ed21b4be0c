"""Everything that a withdrawal touches, in one value, with the lines in which it is told before anybody confirms."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session, col, select

from studio.clearance.withdrawing import SHORTEST_TEXT, Coverage, covered
from studio.errors import Fault, fault
from studio.pipeline.airtime import airtime_of
from studio.pipeline.opening import Studio
from studio.pipeline.planned import clock_of
from studio.pipeline.rundown_versions import rundown_row
from studio.pipeline.withdrawals.asked import asked_of, keys_of, names_of, standing_of, titles_of, words_of
from studio.pipeline.withdrawals.editions import going_now
from studio.pipeline.withdrawals.files import Wanted, files_with
from studio.pipeline.withdrawals.lengths import empty
from studio.pipeline.withdrawals.targets import foreseen, limits
from studio.pipeline.withdrawals.touched import airings_in, editions_of, naming_of, recordings_of, scripts_of, takes_of
from studio.pipeline.withdrawals.values import Edition, Touched
from studio.publishing.archive.standing import sounds_of
from studio.records.episodes import Airing, Publication
from studio.records.episodes import Episode as EpisodeRow
from studio.scheduling.exports.rundown_json import read_rundown
from studio.store.engine import reading
from studio.units import Digest

EDITIONS = "episodes"
"""The folder of the readable folders of editions; those that lose something are written anew as a whole."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a withdrawal touches. titles: of its segments, for the eyes of who confirms; they are kept nowhere."""

    touched: Touched
    titles: tuple[Fault, ...] = ()


def preview(studio: Studio, name: str) -> Preview:
    """What withdrawing a person, organization, segment or report touches. Raises NotFound."""
    with reading(studio.engine) as session:
        asked = asked_of(session, name)
        coverage = covered(asked, standing_of(session))
        names, words = names_of(session, coverage), words_of(session, coverage)
        keys = keys_of(session, coverage.reports) if coverage.said or coverage.whole else ()
        titles = titles_of(session, keys)
        naming = naming_of(session, keys, names)
        every = (*keys, *naming)
        editions = tuple(lasting(studio, session, one, every) for one in editions_of(studio, session, every, names))
        told = [one for found in titles.values() for one in found if len(one) >= SHORTEST_TEXT]
        scripts = scripts_of(session, every, editions, [*told, *names])
        found = Touched(
            kind=asked.kind,
            name=asked.name,
            coverage=coverage,
            segments=keys,
            naming=naming,
            scripts=scripts,
            takes=takes_of(session, scripts),
            recordings=recordings_of(session, coverage),
            editions=editions,
            words=len(words) + len(names),
        )
        aired = airings_in(session, editions, every)
        found = replace(found, unchangeable=tuple(unchangeable(studio, session, found, aired)))
        found = replace(
            found, recordings=(*found.recordings, *(one.evidence_file for _, one in aired if one.evidence_file))
        )
    found = with_files(studio, found, (*names, *words, *told))
    out = any(one.published for one in found.editions)
    shown = tuple(fault("withdrawal.title", key, title=" / ".join(one)) for key, one in titles.items())
    told_lines = (*lines(found), *(foreseen(studio) if out else ()))
    left = (*found.unchangeable, *(limits(studio) if out else ()))
    return Preview(replace(found, lines=told_lines, unchangeable=left), shown)


def lasting(studio: Studio, session: Session, one: Edition, keys: Collection[str]) -> Edition:
    """An edition to come with how much of its airtime is going to be empty."""
    if not (one.coming and one.planned):
        return one
    airtime = airtime_of(session, one.slug)
    row, clock = rundown_row(session, airtime), clock_of(studio, airtime)
    return replace(one, empty=empty(read_rundown(row.text), clock, going_now(one, keys))) if row else one


def with_files(studio: Studio, found: Touched, words: Collection[str]) -> Touched:
    """The same with the addresses that are to answer 410, and the files and bags of the workspace."""
    vault = studio.workspace.vault
    digests = {Digest(one) for one in (*found.takes, *found.recordings, *masters_of(found))}
    sounds = {one: vault.place(one).stat().st_size for one in digests if one in vault}
    wanted = [one for one in words if len(one) >= SHORTEST_TEXT or len(one.split()) > 1]
    codes = (*found.segments, *found.naming, *(one.slug for one in found.editions))
    files = files_with(studio.workspace, Wanted(tuple(wanted), codes, sounds)) if digests or words else None
    if files is None:
        return replace(found, addresses=addresses_of(studio, found))
    again = tuple(f"{EDITIONS}/{one.slug}/" for one in found.editions if one.planned or one.built)
    own = tuple(one for one in files.files if not one.startswith(again))
    return replace(found, addresses=addresses_of(studio, found), files=own, bags=files.bags, by_hand=files.by_hand)


def masters_of(found: Touched) -> tuple[str, ...]:
    """The digests of every master that goes."""
    return tuple(dict.fromkeys(digest for one in found.editions for digest in one.masters))


def addresses_of(studio: Studio, found: Touched) -> tuple[str, ...]:
    """What is published of it under an address of its own: media, and the pages of its segments."""
    root = studio.workspace.feeds
    if not root.is_dir():
        return ()
    digests, keys = set(masters_of(found)), {*found.segments, *found.naming}
    paths = [one for one in sorted(root.rglob("*")) if one.is_file() and not one.name.startswith(".")]
    gone = [one for one in paths if one.name.split(".")[0] in digests | keys or keys & set(one.parts)]
    sounds = sounds_of(root, [one.slug for one in found.editions if one.built])
    return tuple(sorted({*sounds, *(one.relative_to(root).as_posix() for one in gone)}))


def lines(found: Touched) -> Iterator[Fault]:
    """What is going to happen, in the order of its weight."""
    coverage = found.coverage
    yield from out_lines(found)
    for one in found.naming:
        yield fault("withdrawal.naming", one)
    yield from kept_lines(found)
    yield from coverage_lines(coverage)
    for one in found.bags:
        yield fault("withdrawal.bag", one)
    for one in found.files:
        yield fault("withdrawal.file", one)


def out_lines(found: Touched) -> Iterator[Fault]:
    """What is out, or on its way out: feed, pages, rundowns to come, what stations hold."""
    for one in found.editions:
        about = {"at": one.starts_at[:16].replace("T", " "), "station": one.station}
        if one.published:
            yield fault("withdrawal.published" if one.left else "withdrawal.leaves", one.slug, left=one.left)
        if one.coming and one.planned:
            yield fault("withdrawal.coming", one.slug, **about)
        if one.empty > 0:
            yield fault("withdrawal.will-miss", one.slug, seconds=round(one.empty / 1000, 1))
        elif one.empty:
            yield fault("withdrawal.will-change", one.slug)
        if one.own and (one.published or one.planned):
            yield fault("withdrawal.headlines", one.slug, parts=", ".join(one.own))
        if one.file:
            yield fault("withdrawal.delivery", one.slug, file=one.file, **about)
    if found.addresses:
        yield fault("withdrawal.addresses", len(found.addresses), count=len(found.addresses))


def kept_lines(found: Touched) -> Iterator[Fault]:
    """What is kept in the house: scripts, takes, recordings, masters."""
    for key in found.segments:
        yield fault("withdrawal.segment", key)
    if found.scripts:
        yield fault("withdrawal.scripts", found.name, scripts=len(found.scripts))
    if found.recordings:
        yield fault("withdrawal.recordings", found.name, count=len(found.recordings))
    if found.takes:
        yield fault("withdrawal.takes", found.name, count=len(found.takes))
    if masters := masters_of(found):
        yield fault("withdrawal.masters", found.name, count=len(masters))


def coverage_lines(coverage: Coverage) -> Iterator[Fault]:
    """What becomes of reports, people and consents."""
    if coverage.consents:
        yield fault("withdrawal.consents", "", count=len(coverage.consents))
    for report in coverage.reports:
        people = ", ".join(code for name, code in coverage.said if name == report)
        yield fault("withdrawal.report" if report in coverage.whole else "withdrawal.person", report, people=people)
    for code in coverage.unnamed:
        yield fault("withdrawal.name", code)
    for code in coverage.delisted:
        yield fault("withdrawal.organization", code)
    for one in coverage.staying:
        yield fault("withdrawal.staying", one.source, consent=one.consent_id)


def unchangeable(
    studio: Studio, session: Session, found: Touched, aired: Sequence[tuple[Edition, Airing]]
) -> Iterator[Fault]:
    """What nobody can take back: what was aired, downloaded, printed, copied."""
    noted = {edition.slug for edition, _ in aired}
    for edition, airing in aired:
        at = airing.aired_at or airing.planned_at
        told = at.astimezone(studio.timezone).isoformat(sep=" ", timespec="minutes")[:16]
        yield fault("withdrawal.aired", edition.slug, at=told, station=edition.station, outcome=airing.outcome.value)
    for one in found.editions:
        past = one.starts_at <= studio.now.astimezone(studio.timezone).isoformat()
        if past and one.slug not in noted:
            yield fault(
                "withdrawal.maybe-aired", one.slug, at=one.starts_at[:16].replace("T", " "), station=one.station
            )
    slugs = tuple(one.slug for one in found.editions)
    rows = session.exec(
        select(EpisodeRow.slug).join(Publication).where(col(EpisodeRow.slug).in_(slugs)).order_by(EpisodeRow.slug)
    )
    for slug in rows:
        yield fault("withdrawal.downloaded", slug)
    if found.scripts:
        yield fault("withdrawal.printed", found.name)
    yield fault("withdrawal.backups", found.name)
