"""What a withdrawal touches, from the records: scripts, takes, rundowns, builds, masters, airings."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlmodel import Session, col, select

from studio.clearance.withdrawing import Coverage, telling
from studio.pipeline.airtime import Airtime, airtime_of
from studio.pipeline.built import STORIES, newest_build
from studio.pipeline.editions import newest_airings
from studio.pipeline.heard import unheard
from studio.pipeline.opening import Studio
from studio.pipeline.rundown_versions import rundown_row
from studio.pipeline.specs import air_name
from studio.pipeline.tellings import EDITION_KINDS
from studio.pipeline.withdrawals.values import Edition
from studio.records.episodes import Airing, Build, Episode, Master, Publication, Rundown, RundownPosition, Take
from studio.records.kinds import ScriptKind
from studio.records.reports import Attachment, Information, Report, Source
from studio.records.scripts import Script
from studio.scheduling.exports.rundown_json import read_rundown
from studio.scheduling.values import Entry

HEADLINES = ScriptKind.HEADLINES.value


def naming_of(session: Session, keys: Collection[str], names: Sequence[str]) -> tuple[str, ...]:
    """The other segments in whose scripts one of some names stands."""
    rows = session.exec(select(Script).where(col(Script.report_id).is_not(None)).order_by(col(Script.id)))
    texts: dict[str, str] = {}
    for one in rows:
        texts[one.key] = f"{texts.get(one.key, '')}\n{one.title}\n{one.text}"
    return tuple(key for key in sorted(telling(texts, names)) if key not in keys)


def editions_of(studio: Studio, session: Session, keys: Collection[str], names: Sequence[str]) -> tuple[Edition, ...]:
    """The editions in which some segments stand or stood, in whatever version of their rundowns, the earliest first."""
    slugs = session.exec(
        select(Episode.slug)
        .join(Rundown, col(Rundown.episode_id) == Episode.id)
        .join(RundownPosition, col(RundownPosition.rundown_id) == Rundown.id)
        .where(col(RundownPosition.key).in_(tuple(keys)))
        .distinct()
    ).all()
    known = newest_airings(session)
    found = [edition_in(studio, session, airtime_of(session, slug), keys, names, known) for slug in slugs]
    return tuple(sorted(found, key=lambda one: (one.starts_at, one.slug)))


def edition_in(
    studio: Studio,
    session: Session,
    airtime: Airtime,
    keys: Collection[str],
    names: Sequence[str],
    airings: Mapping[int, Airing],
) -> Edition:
    """One edition with what goes from it. The headlines go wherever a segment goes: they announce it."""
    episode, build = airtime.episode, newest_build(session, airtime)
    row = rundown_row(session, airtime)
    planned = read_rundown(row.text).entries if row else ()
    built = read_rundown(build.rundown).entries if build else ()
    own = own_telling(session, episode.slug, (*planned, *built), names)
    told = any(one.key in keys for one in (*planned, *built))
    going = {one.key for one in (*planned, *built) if told and (one.key in keys or one.source in own)}
    ever = session.exec(select(Publication.id).where(Publication.episode_id == episode.id)).first()
    in_build = any(one.key in keys for one in built)
    dirty = [
        one.id or 0
        for one in session.exec(select(Build).where(Build.episode_id == episode.id).order_by(col(Build.id)))
        if in_build or any(entry.key in keys for entry in read_rundown(one.rundown).entries)
    ]
    clean = {str(one["digest"]) for one in (build.master, *build.master.get("others", ()))} if build else set()
    clean = set() if in_build else clean
    masters = session.exec(select(Master.digest).where(Master.episode_id == episode.id).order_by(col(Master.id))).all()
    heard = airings.get(episode.id or 0)
    return Edition(
        slug=episode.slug,
        station=airtime.station.slug,
        starts_at=airtime.local_start.isoformat(),
        coming=airtime.ends_at > studio.now and episode.cancelled is None and not (heard and heard.aired_at),
        planned=any(one.key in keys for one in planned),
        built=in_build,
        published=ever is not None and in_build,
        going=tuple(sorted(going)),
        own=tuple(sorted(own)) if told else (),
        left=sum(1 for one in built if one.kind in STORIES and one.key not in going),
        builds=tuple(dirty),
        masters=tuple(one for one in dict.fromkeys(masters) if one not in clean),
        file=f"{episode.slug}-{air_name(studio.settings, airtime.station)}.{airtime.station.codec}" if masters else "",
    )


def own_telling(session: Session, slug: str, entries: Sequence[Entry], names: Sequence[str]) -> frozenset[str]:
    """The kinds of an edition's own scripts that go: the headlines, and any in which a name stands that goes."""
    kinds = {one.value for one in EDITION_KINDS} & {one.source for one in entries}
    texts = {
        kind: "\n".join(one.text for one in session.exec(select(Script).where(Script.key == f"{slug}/{kind}")))
        for kind in sorted(kinds)
    }
    return frozenset({HEADLINES, *telling(texts, names)})


def scripts_of(
    session: Session, keys: Collection[str], editions: Sequence[Edition], told: Collection[str]
) -> tuple[int, ...]:
    """Every version of the scripts of some segments, and of the editions' own that tell of them.

    told: titles and names. Of an edition that has the segment no more, only the versions in which these stand.
    """
    rows = session.exec(select(Script).where(col(Script.report_id).is_(None)).order_by(col(Script.id))).all()
    slugs = {one.slug for one in editions}
    all_of = {f"{one.slug}/{kind}" for one in editions for kind in one.own}
    about = {str(one.id): one.text for one in rows if one.key.rpartition("/")[0] in slugs}
    naming = set(telling(about, told))
    own = [one.id or 0 for one in rows if one.key in all_of or str(one.id) in naming]
    of_keys = session.exec(select(Script.id).where(col(Script.key).in_(tuple(keys))))
    return tuple(sorted({*own, *(one or 0 for one in of_keys)}))


def takes_of(session: Session, scripts: Collection[int]) -> tuple[str, ...]:
    """The recordings of some scripts in the vault, originals and working copies."""
    rows = session.exec(select(Take).where(col(Take.script_id).in_(tuple(scripts))).order_by(col(Take.id)))
    return tuple(dict.fromkeys(digest for one in rows for digest in (one.original, one.working)))


def recordings_of(session: Session, coverage: Coverage) -> tuple[str, ...]:
    """People's own recordings that go, originals and working copies; every one of a report that goes as a whole."""
    found: list[str] = []
    rows = session.exec(
        select(Report.root_uuid, Source.code, Attachment)
        .join(Information, col(Information.attachment_id) == Attachment.id)
        .join(Source, col(Information.source_id) == Source.id)
        .join(Report, col(Information.report_id) == Report.id)
        .order_by(col(Attachment.id))
    )
    for report, code, one in rows:
        if (report, code) in coverage.said and one.milliseconds:
            found += [one.original, one.working]
    kept = session.exec(
        select(Attachment)
        .join(Report, col(Attachment.report_id) == Report.id)
        .where(col(Report.root_uuid).in_(coverage.whole))
        .order_by(col(Attachment.id))
    )
    found += [digest for one in kept if one.milliseconds for digest in (one.original, one.working)]
    return tuple(dict.fromkeys(found))


def airings_in(session: Session, editions: Sequence[Edition], keys: Collection[str]) -> list[tuple[Edition, Airing]]:
    """What was noted of the editions in which one of some segments was heard, or may have been."""
    slugs = {one.slug: one for one in editions}
    silent = unheard(session)
    rows = session.exec(
        select(Airing, Episode)
        .join(Episode, col(Airing.episode_id) == Episode.id)
        .where(col(Episode.slug).in_(tuple(slugs)))
        .order_by(col(Airing.id))
    )
    return [
        (slugs[episode.slug], airing)
        for airing, episode in rows
        if any(one["key"] in keys and (episode.id or 0, one["key"]) not in silent for one in airing.entries)
    ]
