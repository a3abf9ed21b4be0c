"""A season from the records as they stand: airtimes to come, segments that may be aired, members, promises, history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, func, select

from studio.errors import NotFound, fault
from studio.languages import Language
from studio.pipeline import ledger
from studio.pipeline.airtime import Airtime, coming
from studio.pipeline.candidates import candidates
from studio.pipeline.clear import today
from studio.pipeline.heard import unheard
from studio.pipeline.opening import Studio
from studio.pipeline.seasons.promises import open_promises
from studio.pipeline.seasons.slots import lengths_for, season_slot
from studio.pipeline.seasons_kept import published_choices
from studio.pipeline.standing import standings_in
from studio.pipeline.tellings import Story as Segment
from studio.pipeline.tellings import stories
from studio.pipeline.write import newest
from studio.records.airtime import AirtimeSlot, Station
from studio.records.episodes import Episode, Rundown, RundownPosition
from studio.records.kinds import ParticipantStatus
from studio.records.network import Organization
from studio.records.reports import ReportOrganization
from studio.records.scripts import Script
from studio.scheduling.seasons.values import Member, Policy, Season, Story, Target
from studio.scheduling.values import Candidate
from studio.settings import SeasonSection
from studio.store.engine import reading
from studio.units import Digest

RECIPE = 1


@dataclass(frozen=True, slots=True)
class Period:
    """The local days of a season, both included. airtimes: in it, the earliest first."""

    since: date
    until: date
    airtimes: tuple[Airtime, ...]


@dataclass(frozen=True, slots=True)
class Past:
    """One segment that was on the air. communities: who spoke in it."""

    station: str
    key: str
    day: date
    communities: tuple[str, ...]


def period(studio: Studio, since: date | None = None, until: date | None = None) -> Period:
    """The airtimes of a season: from today to the last edition there is, or between two days. Raises NotFound."""
    found = [one for one in coming(studio, every=True) if one.episode.cancelled is None]
    first = since or today(studio)
    inside = [
        one for one in found if first <= one.local_start.date() and (not until or one.local_start.date() <= until)
    ]
    if not inside:
        told = {"since": first.isoformat(), "until": until.isoformat() if until else "–"}
        raise NotFound(fault("pipeline.season-none", **told))
    return Period(first, until or max(one.local_start.date() for one in inside), tuple(inside))


def season_of(studio: Studio, span: Period) -> Season:
    """Everything that decides the plan of a season. Raises SettingsInvalid, NotFound, ScriptRefused."""
    policy = policy_of(studio.settings.season)
    lengths = lengths_for(studio)
    with reading(studio.engine) as session:
        told = told_in(session, studio, span.airtimes)
        published, states = published_choices(session), standings_in(session)
        slots = []
        for done, one in enumerate(span.airtimes, start=1):
            slug, count = one.episode.slug, len(told[Language(one.slot.language)])
            slot = season_slot(session, lengths, one, states[slug], published.get(slug, ()), count)
            slots += [slot] if slot else []
            studio.tell("Reading the airtimes", done, len(span.airtimes))
        past = history(session, span.since, studio.timezone)
        return Season(
            slots=tuple(slots),
            stories=tuple(season_stories(session, studio, told)),
            members=tuple(members(session, past)),
            promises=tuple(open_promises(session, past)),
            policy=policy,
            aired=aired(past),
        )


def told_in(
    session: Session, studio: Studio, airtimes: Sequence[Airtime]
) -> Mapping[Language, Mapping[str, Candidate]]:
    """Every cleared segment with an approved, fresh script, by language and key, in the languages of the season.

    What was aired before is counted up to the first airtime of each language.
    """
    known: Mapping[str, Segment] = stories(session, studio, today(studio))
    first: dict[Language, Airtime] = {}
    for one in airtimes:
        first.setdefault(Language(one.slot.language), one)
    return {
        language: {one.key: one for one in candidates(session, airtime, known)} for language, airtime in first.items()
    }


def season_stories(session: Session, studio: Studio, told: Mapping[Language, Mapping[str, Candidate]]) -> list[Story]:
    """The segments in every language in which they are ready, by key."""
    keys = sorted({key for one in told.values() for key in one})
    found = []
    for key in keys:
        ready = {language.value: one[key] for language, one in told.items() if key in one}
        scripts = [newest(session, key, Language(name)) for name in ready]
        voices = {one.presenter for one in scripts if one} - {studio.settings.show.presenter, ""}
        presenter, one = voices.pop() if len(voices) == 1 else "", next(iter(ready.values()))
        told_as = {name: replace(each, expires_on=None, together="") for name, each in ready.items()}
        found.append(Story(key, told_as, one.expires_on, one.together, presenter))
    return found


def history(session: Session, since: date, zone: ZoneInfo) -> list[Past]:
    """Every segment in the rundown of an edition before a day that was not cancelled, as far as it was heard."""
    silent, speakers = unheard(session), communities(session)
    last = select(func.max(Rundown.id)).group_by(col(Rundown.episode_id))
    before = datetime.combine(since, datetime.min.time(), zone)
    rows = session.exec(
        select(Episode, AirtimeSlot, Station.slug, RundownPosition.key)
        .join(AirtimeSlot, col(Episode.slot_id) == AirtimeSlot.id)
        .join(Station, col(AirtimeSlot.station_id) == Station.id)
        .join(Rundown, col(Rundown.episode_id) == Episode.id)
        .join(RundownPosition, col(RundownPosition.rundown_id) == Rundown.id)
        .where(col(Rundown.id).in_(last), col(Episode.cancelled).is_(None), col(Episode.starts_at) < before)
        .order_by(col(Episode.starts_at), col(RundownPosition.rank))
    ).all()
    return [
        Past(station, key, episode.starts_at.astimezone(ZoneInfo(slot.timezone)).date(), speakers[key])
        for episode, slot, station, key in rows
        if key in speakers and (episode.id, key) not in silent
    ]


def communities(session: Session) -> dict[str, tuple[str, ...]]:
    """Who speaks in each segment, by its key."""
    rows = session.exec(
        select(Script.key, Organization.code)
        .join(ReportOrganization, col(ReportOrganization.report_id) == Script.report_id)
        .join(Organization, col(ReportOrganization.organization_id) == Organization.id)
        .distinct()
        .order_by(Script.key, Organization.code)
    ).all()
    found: dict[str, tuple[str, ...]] = {}
    for key, code in rows:
        found[key] = (*found.get(key, ()), code)
    return found


def members(session: Session, past: Sequence[Past]) -> list[Member]:
    """Every active participant with its province and the last day on which it was heard, by code."""
    last = {code: one.day for one in past for code in one.communities}
    active = select(Organization).where(Organization.participant_status == ParticipantStatus.PARTICIPANT)
    rows = session.exec(active.order_by(Organization.code)).all()
    return [Member(one.code, one.place_code[:2], last.get(one.code)) for one in rows]


def aired(past: Sequence[Past]) -> dict[tuple[str, str], tuple[date, ...]]:
    """The days on which each segment was on each station, by station and key."""
    found: dict[tuple[str, str], tuple[date, ...]] = {}
    for one in past:
        found[one.station, one.key] = (*found.get((one.station, one.key), ()), one.day)
    return found


def policy_of(section: SeasonSection) -> Policy:
    """What producers want, as the engine takes it."""
    women, themes = section.targets.women, section.targets.themes.model_dump(exclude_none=True)
    targets = [Target("theme", name, share * 10) for name, share in themes.items()]
    targets += [Target("province", code, share * 10) for code, share in sorted(section.targets.provinces.items())]
    targets += [] if women is None else [Target("women", "", women * 10)]
    return Policy(
        section.most_airings, section.spacing_days, section.heard_within_weeks, tuple(targets), section.wanted
    )


def inputs_of(season: Season, seed: int) -> Digest:
    """The digest of everything that decides a season's plan."""
    return ledger.key("season", RECIPE, [plain(asdict(season)), seed])


def plain(value: object) -> object:
    """A value of nothing but what JSON holds, sets and mappings in order."""
    if isinstance(value, Mapping):
        return sorted(([str(key), plain(one)] for key, one in value.items()), key=lambda pair: str(pair[0]))
    if isinstance(value, frozenset | set):
        return sorted(str(one) for one in value)
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value
