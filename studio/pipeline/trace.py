"""The whole chain from any point of it: report, consent, clearance, script, rundown, take, master, feed, air, back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session, col, select

from studio.errors import NotFound, fault
from studio.pipeline.inbox import Reader
from studio.pipeline.opening import Studio
from studio.pipeline.trace_links import air_links, report_links, script_links, withdrawal_links
from studio.pipeline.trace_values import Chain
from studio.records.audit import AuditEvent
from studio.records.episodes import Airing, Episode, Rundown, RundownPosition, Take
from studio.records.reports import Information, Report, Source
from studio.records.scripts import Script
from studio.store.engine import reading

MOST_EVENTS = 200
"""Events of the audit chain that are shown, the newest first."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What a trace goes through: reports, keys of scripts, and ids of editions."""

    reports: tuple[Report, ...]
    keys: tuple[str, ...]
    episodes: tuple[Episode, ...]


def trace(studio: Studio, reader: Reader, what: str) -> Chain:
    """The chain through one thing: "report:UUID", "script:KEY", "take:ID", "airing:ID" or "episode:SLUG".

    Reports that are not for this reader are left out, with everything that tells of them alone.
    Raises NotFound for what is not there, or not for this reader.
    """
    kind, _, name = what.partition(":")
    begin = STARTS.get(kind)
    with reading(studio.engine) as session:
        whole = begin(session, name) if begin else None
        if whole is None:
            raise unknown(what)
        reach = seen(session, reader, whole)
        if whole.reports and not reach.reports:
            raise unknown(what)
        links = [
            *report_links(session, reach.reports),
            *script_links(session, reach.keys),
            *air_links(session, reach.keys, reach.episodes),
            *withdrawal_links(session, names_in(session, reach)),
        ]
        events = session.exec(
            select(AuditEvent)
            .where(col(AuditEvent.subject).in_(names_in(session, reach)))
            .order_by(col(AuditEvent.seq).desc())
            .limit(MOST_EVENTS)
        ).all()
    return Chain(what, tuple(links), tuple(events), len(whole.reports) - len(reach.reports))


def unknown(what: str) -> NotFound:
    """What is said of anything that is not there, or not for whoever asks."""
    return NotFound(fault("pipeline.trace-unknown", what[:120]))


def seen(session: Session, reader: Reader, whole: Reach) -> Reach:
    """What of a reach is for a reader."""
    reports = tuple(one for one in whole.reports if reader.may_see(one))
    gone = {one.id for one in whole.reports} - {one.id for one in reports}
    told = session.exec(select(Script.key).where(col(Script.report_id).in_(gone)).distinct()).all() if gone else []
    return replace(whole, reports=reports, keys=tuple(one for one in whole.keys if one not in set(told)))


def from_report(session: Session, name: str) -> Reach | None:
    """From a report: its scripts, and the editions in whose rundowns they stand or stood."""
    report = session.exec(select(Report).where(Report.root_uuid == name)).first()
    if report is None:
        return None
    keys = session.exec(select(Script.key).where(Script.report_id == report.id).distinct()).all()
    return Reach((report,), tuple(sorted(keys)), editions_with(session, keys))


def from_script(session: Session, name: str) -> Reach | None:
    """From a script: the report it tells of, and the editions it stands in; of an edition's own script, the edition."""
    script = session.exec(select(Script).where(Script.key == name)).first()
    if script is None:
        return None
    slug, _, _kind = name.rpartition("/")
    if script.report_id is None:
        return from_episode(session, slug)
    report = session.get_one(Report, script.report_id)
    return Reach((report,), (name,), editions_with(session, [name]))


def from_take(session: Session, name: str) -> Reach | None:
    """From a take: from the script that is read in it."""
    take = session.get(Take, int(name)) if is_number(name) else None
    return from_script(session, session.get_one(Script, take.script_id).key) if take else None


def from_airing(session: Session, name: str) -> Reach | None:
    """From what was noted of an airing: from its edition."""
    airing = session.get(Airing, int(name)) if is_number(name) else None
    return from_episode(session, session.get_one(Episode, airing.episode_id).slug) if airing else None


def from_episode(session: Session, name: str) -> Reach | None:
    """From an edition: everything that stands or stood in one of its rundowns, and its own scripts."""
    episode = session.exec(select(Episode).where(Episode.slug == name)).first()
    if episode is None:
        return None
    placed = session.exec(
        select(RundownPosition.key)
        .join(Rundown, col(RundownPosition.rundown_id) == Rundown.id)
        .where(Rundown.episode_id == episode.id)
        .distinct()
    ).all()
    rows = session.exec(
        select(Script.key, Script.report_id)
        .where(col(Script.key).in_(placed) | col(Script.key).startswith(f"{name}/", autoescape=True))
        .distinct()
    ).all()
    ids = {report for _key, report in rows if report is not None}
    reports = session.exec(select(Report).where(col(Report.id).in_(ids)).order_by(col(Report.id))).all()
    return Reach(tuple(reports), tuple(sorted(key for key, _report in rows)), (episode,))


STARTS: Mapping[str, Callable[[Session, str], Reach | None]] = {
    "report": from_report,
    "script": from_script,
    "take": from_take,
    "airing": from_airing,
    "episode": from_episode,
}
"""From where a chain can be followed."""


def is_number(name: str) -> bool:
    """Whether a name is the number of a row."""
    return name.isascii() and name.isdigit() and len(name) < 12


def editions_with(session: Session, keys: Sequence[str]) -> tuple[Episode, ...]:
    """The editions in whose rundowns, of whatever version, one of some scripts stands, the earliest first."""
    rows = session.exec(
        select(Episode)
        .join(Rundown, col(Rundown.episode_id) == Episode.id)
        .join(RundownPosition, col(RundownPosition.rundown_id) == Rundown.id)
        .where(col(RundownPosition.key).in_(keys))
        .distinct()
        .order_by(col(Episode.starts_at), col(Episode.slug))
    ).all()
    return tuple(rows)


def names_in(session: Session, reach: Reach) -> list[str]:
    """Everything in a reach by which events and withdrawals call it: reports, people, scripts, editions."""
    return sorted(set(_names(session, reach)))


def _names(session: Session, reach: Reach) -> Iterator[str]:
    yield from (one.root_uuid for one in reach.reports)
    yield from reach.keys
    yield from (one.slug for one in reach.episodes)
    ids = [one.id for one in reach.reports]
    yield from session.exec(
        select(Source.code)
        .join(Information, col(Information.source_id) == Source.id)
        .where(col(Information.report_id).in_(ids))
    )
