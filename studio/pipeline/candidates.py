"""What an edition's rundown is chosen from: cleared segments with approved, fresh scripts, as the solver sees them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, func, select

from studio.languages import Language
from studio.pipeline.airtime import Airtime
from studio.pipeline.heard import unheard
from studio.pipeline.tellings import Story, Telling
from studio.pipeline.write import estimate, fresh, newest, short_estimate
from studio.records.episodes import Episode, Rundown, RundownPosition
from studio.records.kinds import Sex
from studio.records.reports import Report
from studio.records.scripts import Script
from studio.scheduling.values import Candidate

Facts = tuple[date | None, date | None, str]
"""The first and the last day on which a report may be aired, and the name of its activity."""


def candidates(session: Session, airtime: Airtime, known: Mapping[str, Story]) -> list[Candidate]:
    """Every cleared segment with an approved, fresh script in the slot's language, as the solver sees it."""
    language = Language(airtime.slot.language)
    aired, airable = times_aired(session, airtime), airing_facts(session)
    zone = ZoneInfo(airtime.slot.timezone)
    found = []
    for key, story in known.items():
        script = newest(session, key, language)
        wanted = story.tellings.get(language)
        if script is not None and wanted is not None and script.approved and fresh(script, wanted):
            plain = candidate(story, script, wanted, aired.get(key, 0))
            found.append(airable_as(plain, airable[story.material.clearance.report], zone))
    return found


def airing_facts(session: Session) -> dict[str, Facts]:
    """When each report may be aired, and what it belongs together with, by root_uuid."""
    days = (col(Report.not_before), col(Report.expires_on))
    rows = session.exec(select(Report.root_uuid, *days, Report.together)).all()
    return {uuid: (since, until, together) for uuid, since, until, together in rows}


def airable_as(plain: Candidate, facts: Facts, zone: ZoneInfo) -> Candidate:
    """A candidate with the days on which it may be aired, each whole in a time zone, and its activity."""
    since, until, together = facts
    moment = datetime.combine(since, time(), zone) if since else None
    return replace(plain, embargo_until=moment, expires_on=until, together=together)


def candidate(story: Story, script: Script, wanted: Telling, aired: int) -> Candidate:
    """A segment with its estimated lengths, long and short: what is read and played, and the breath around it."""
    material = story.material
    return Candidate(
        key=story.key,
        kind=wanted.kind.value,
        title_km=material.title_km or material.title_en,
        title_en=material.title_en or material.title_km,
        planned=estimate(script, bed=False),
        short=short_estimate(script),
        communities=frozenset(one.code for one in material.organizations),
        province=material.place.province_code,
        themes=frozenset(sector.value for sector in material.sectors),
        women=any(voice.sex is Sex.F for voice in material.voices),
        joint=material.joint,
        reported_on=material.last_day,
        usable_until=material.clearance.usable_until,
        aired=aired,
    )


def times_aired(session: Session, airtime: Airtime) -> dict[str, int]:
    """How often each segment stands in the rundown of an earlier edition that was not cancelled, and was heard in it
    as far as anybody knows."""
    silent = unheard(session)
    last = (
        select(func.max(Rundown.id))
        .join(Episode)
        .where(Episode.starts_at < airtime.episode.starts_at)
        .where(col(Episode.cancelled).is_(None))
        .group_by(col(Rundown.episode_id))
    )
    rows = session.exec(
        select(Rundown.episode_id, RundownPosition.key)
        .join(Rundown, col(RundownPosition.rundown_id) == Rundown.id)
        .where(col(RundownPosition.rundown_id).in_(last))
    ).all()
    return Counter(key for episode, key in rows if (episode, key) not in silent)
