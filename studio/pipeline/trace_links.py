"""The links of a chain, read from the records stage by stage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlmodel import Session, col, or_, select

from studio.pipeline.trace_values import Link, Stage
from studio.records.consent import ClearanceRecord, Consent, ConsentScope
from studio.records.episodes import Airing, Build, Episode, Publication, Rundown, RundownPosition, Take
from studio.records.reports import Information, Report, Source
from studio.records.scripts import Script
from studio.records.withdrawals import Withdrawal
from studio.units import Ms


def report_links(session: Session, reports: Sequence[Report]) -> Iterator[Link]:
    """Reports, what their people agreed to, and what was decided about them."""
    for one in reports:
        yield Link(
            Stage.REPORT,
            one.receipt,
            f"report:{one.root_uuid}",
            one.event_title_km,
            one.event_title_en,
            one.submitted_at,
            state=one.review_state.value,
        )
        yield from consent_links(session, one)
        decided = session.exec(
            select(ClearanceRecord).where(ClearanceRecord.report_id == one.id).order_by(col(ClearanceRecord.id))
        )
        for record in decided:
            yield Link(
                Stage.CLEARANCE,
                ", ".join(record.left_out),
                at=record.decided_at,
                who=record.decided_by,
                state="revoked" if record.revoked_at else "stands",
                of=one.receipt,
            )


def consent_links(session: Session, report: Report) -> Iterator[Link]:
    """The acts of consent of a report's people, by code."""
    rows = session.exec(
        select(Consent, Source.code)
        .join(Source)
        .join(Information, col(Information.source_id) == Source.id)
        .where(Information.report_id == report.id)
        .where(or_(col(Consent.report_id) == report.id, col(Consent.report_id).is_(None)))
        .order_by(col(Consent.id))
    ).all()
    for consent, code in rows:
        scopes = session.exec(select(ConsentScope).where(ConsentScope.consent_id == consent.id)).all()
        named = ", ".join(sorted(f"{one.purpose.value}:{one.medium.value}" for one in scopes))
        yield Link(
            Stage.CONSENT,
            code,
            title_km=named,
            title_en=named,
            state=consent.status.value,
            who=consent.obtained_by,
            of=report.receipt,
        )


def script_links(session: Session, keys: Sequence[str]) -> Iterator[Link]:
    """Every version of some scripts, and the takes of each."""
    scripts = session.exec(select(Script).where(col(Script.key).in_(keys)).order_by(col(Script.key), col(Script.id)))
    for one in scripts.all():
        yield Link(
            Stage.SCRIPT,
            one.key,
            f"script:{one.key}",
            one.title,
            one.title,
            one.approved_at or one.written_at,
            one.approved_by or "",
            "approved-script" if one.approved else "unapproved",
            one.language,
            one.number,
            Ms(one.milliseconds),
        )
        for take in session.exec(select(Take).where(Take.script_id == one.id).order_by(col(Take.id))):
            yield Link(
                Stage.TAKE,
                f"{one.key} · {take.part}",
                f"take:{take.id}",
                at=take.recorded_at,
                who=take.presenter,
                state="guide" if take.synthetic else "",
                of=one.language,
                number=take.number,
                length=Ms(take.milliseconds),
            )


def air_links(session: Session, keys: Sequence[str], episodes: Sequence[Episode]) -> Iterator[Link]:
    """Where some segments stand in the rundowns of editions, and what was made, published and aired of these."""
    for episode in episodes:
        yield from rundown_links(session, keys, episode)
        for build in session.exec(select(Build).where(Build.episode_id == episode.id).order_by(col(Build.id))):
            length = build.master.get("ms") or build.master.get("milliseconds") or 0
            name = str(build.master.get("digest", ""))[:12]
            yield Link(Stage.MASTER, name, at=build.made_at, of=episode.slug, length=Ms(int(length)))
        for one in session.exec(select(Publication).where(Publication.episode_id == episode.id)):
            state = "published" if one.master else "held-back"
            yield Link(Stage.PUBLICATION, episode.slug, at=one.published_at, state=state, of=episode.slug)
        for noted in session.exec(select(Airing).where(Airing.episode_id == episode.id).order_by(col(Airing.id))):
            yield Link(
                Stage.AIRING,
                episode.slug,
                f"airing:{noted.id}",
                at=noted.aired_at or noted.planned_at,
                who=noted.noted_by,
                state=noted.outcome.value,
            )


def rundown_links(session: Session, keys: Sequence[str], episode: Episode) -> Iterator[Link]:
    """The newest version of an edition's rundown in which each of some segments stands."""
    rows = session.exec(
        select(Rundown, RundownPosition)
        .join(RundownPosition, col(RundownPosition.rundown_id) == Rundown.id)
        .where(Rundown.episode_id == episode.id, col(RundownPosition.key).in_(keys))
        .order_by(col(Rundown.number))
    ).all()
    last = {position.key: (rundown, position) for rundown, position in rows}
    newest = session.exec(
        select(Rundown.number).where(Rundown.episode_id == episode.id).order_by(col(Rundown.number).desc())
    ).first()
    for key, (rundown, position) in sorted(last.items()):
        yield Link(
            Stage.RUNDOWN,
            episode.slug,
            f"episode:{episode.slug}",
            key,
            key,
            rundown.made_at,
            rundown.made_by,
            "" if rundown.number == newest else "no-longer",
            number=rundown.number,
            length=Ms(position.planned_ms),
        )
    if not last:
        yield Link(Stage.RUNDOWN, episode.slug, f"episode:{episode.slug}", at=episode.starts_at, number=newest)


def withdrawal_links(session: Session, names: Sequence[str]) -> Iterator[Link]:
    """What was withdrawn under one of some names."""
    rows = session.exec(select(Withdrawal).where(col(Withdrawal.name).in_(names)).order_by(col(Withdrawal.id)))
    for one in rows:
        state = "done" if one.finished_at else "under-way"
        yield Link(Stage.WITHDRAWAL, one.code, at=one.asked_at, who=one.asked_by, state=state, of=one.name)
