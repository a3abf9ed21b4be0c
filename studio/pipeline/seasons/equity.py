"""Who is heard how much in a stretch of days: what was aired, what rundowns plan, and what a season's plan puts where
there is no rundown yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, func, select

from studio.languages import Language
from studio.pipeline.airtime import Airtime, coming
from studio.pipeline.clear import today
from studio.pipeline.editions import newest_airings
from studio.pipeline.opening import Studio
from studio.pipeline.seasons.board import THEMES
from studio.pipeline.seasons.season import communities, history, members
from studio.pipeline.seasons_kept import newest_plan, read_plan
from studio.pipeline.write import estimate, newest
from studio.records.airtime import Station
from studio.records.episodes import Rundown, RundownPosition
from studio.records.kinds import Sex
from studio.records.network import Organization, Place
from studio.records.reports import Information, Report, Source
from studio.records.scripts import Script
from studio.scheduling.pictures.board import Names
from studio.scheduling.values import ZERO
from studio.store.engine import reading
from studio.units import Ms

WOMEN = "women"


@dataclass(frozen=True, slots=True)
class About:
    """What a segment counts for. women: whether a woman is quoted in it."""

    communities: tuple[str, ...]
    province: str
    themes: tuple[str, ...]
    women: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One segment in one airtime. aired: in ms, None where nobody knows yet; planned: in ms."""

    about: About
    planned: Ms
    aired: Ms | None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a chart. aired, planned: in ms, planned only what nobody knows to be aired or lost; target: per
    mille of the whole, None without one. weeks: since it was last heard; late: longer than wanted."""

    name: str
    names: Names
    aired: Ms = ZERO
    planned: Ms = ZERO
    target: int | None = None
    weeks: int | None = None
    late: bool = False

    @property
    def heard(self) -> Ms:
        """Aired and planned together, in ms."""
        return Ms(self.aired + self.planned)


@dataclass(frozen=True, slots=True)
class Heard:
    """Who is heard. whole: airtime of all segments, in ms; late: active participants that wait too long, the longest
    first; never heard ones before them."""

    since: date
    until: date
    weeks: int
    whole: Ms
    organizations: tuple[Row, ...]
    provinces: tuple[Row, ...]
    themes: tuple[Row, ...]
    women: Row
    late: tuple[Row, ...]


def who_is_heard(studio: Studio, since: date, until: date, weeks: int) -> Heard:
    """Minutes by organization, province, theme and women's voices in the editions of some days, both included.

    weeks: after how many an active participant should be heard again.
    """
    inside = [
        one
        for one in coming(studio, every=True)
        if since <= one.local_start.date() <= until and one.episode.cancelled is None
    ]
    targets = studio.settings.season.targets
    with reading(studio.engine) as session:
        parts = parts_of(session, inside)
        names = {one.code: Names(one.name_km, one.name_en) for one in session.exec(select(Organization))}
        provinces = {
            one.code: Names(one.name_km, one.name_en)
            for one in session.exec(select(Place).where(Place.level == "province"))
        }
        past = history(session, today(studio) + timedelta(days=1), studio.timezone)
        active = members(session, past)
    organizations = {one.name: one for one in rows(parts, lambda about: about.communities, names, {})}
    told = []
    for one in active:
        gone = (today(studio) - one.last_heard).days // 7 if one.last_heard else None
        row = organizations.pop(one.community, Row(one.community, names[one.community]))
        told.append(Row(row.name, row.names, row.aired, row.planned, None, gone, gone is None or gone >= weeks))
    wanted = {name: share * 10 for name, share in targets.themes.model_dump(exclude_none=True).items()}
    by_theme = {one.name: one for one in rows(parts, lambda about: about.themes, THEMES, wanted)}
    women = rows(parts, lambda about: (WOMEN,) if about.women else (), {}, {})
    share = None if targets.women is None else targets.women * 10
    woman = women[0] if women else Row(WOMEN, Names("", ""))
    everybody = sorted((*told, *organizations.values()), key=lambda one: (-one.heard, one.name))
    return Heard(
        since,
        until,
        weeks,
        Ms(sum(one.planned if one.aired is None else one.aired for one in parts)),
        tuple(everybody),
        tuple(
            rows(parts, lambda about: (about.province,), provinces, {k: v * 10 for k, v in targets.provinces.items()})
        ),
        tuple(by_theme.get(name, Row(name, THEMES[name], target=wanted.get(name))) for name in THEMES),
        Row(WOMEN, woman.names, woman.aired, woman.planned, share),
        tuple(sorted((one for one in told if one.late), key=lambda one: (-(one.weeks or 10**6), one.name))),
    )


def rows(
    parts: Sequence[Part],
    of: Callable[[About], Iterable[str]],
    names: Mapping[str, Names],
    targets: Mapping[str, int],
) -> list[Row]:
    """Airtime by whatever a segment counts for, the most heard first; with what is wanted and not heard at all."""
    found: dict[str, Row] = {
        name: Row(name, names.get(name, Names(name, name)), target=targets[name]) for name in targets
    }
    for one in parts:
        for name in of(one.about):
            row = found.get(name, Row(name, names.get(name, Names(name, name))))
            aired, planned = (one.aired, ZERO) if one.aired is not None else (ZERO, one.planned)
            found[name] = Row(name, row.names, Ms(row.aired + aired), Ms(row.planned + planned), row.target)
    return sorted(found.values(), key=lambda one: (-one.heard, one.name))


def parts_of(session: Session, inside: Sequence[Airtime]) -> list[Part]:
    """Every segment of some airtimes: as its rundown in force has it, else as the newest plan of the season has it."""
    known = about_segments(session)
    airings = newest_airings(session)
    planned = rundown_keys(session)
    row = newest_plan(session)
    choices = read_plan(row.text).choices if row else ()
    lengths: dict[tuple[str, str], Ms] = {}
    found = []
    for one in inside:
        number, language = one.episode.id or 0, one.slot.language
        airing = airings.get(number)
        aired = {each["key"]: each["aired_ms"] for each in airing.entries} if airing else {}
        keys = planned.get(number)
        if keys is None:
            keys = [
                (each.key, length_of(session, lengths, each.key, language))
                for each in choices
                if each.slot == one.episode.slug
            ]
        for key, length in keys:
            if key in known:
                heard = aired.get(key)
                found.append(Part(known[key], length, None if heard is None else Ms(heard)))
    return found


def length_of(session: Session, lengths: dict[tuple[str, str], Ms], key: str, language: str) -> Ms:
    """How long a segment is in a language, in ms; nothing where it is not written. lengths: what is known already."""
    if (key, language) not in lengths:
        script = newest(session, key, Language(language))
        lengths[key, language] = estimate(script, bed=False) if script else ZERO
    return lengths[key, language]


def rundown_keys(session: Session) -> dict[int, list[tuple[str, Ms]]]:
    """The entries of each edition's rundown in force with their lengths, by the edition's number in the database."""
    newest_of = select(func.max(Rundown.id)).group_by(col(Rundown.episode_id))
    lines = session.exec(
        select(col(Rundown.episode_id), RundownPosition.key, col(RundownPosition.planned_ms))
        .join(Rundown, col(RundownPosition.rundown_id) == Rundown.id)
        .where(col(Rundown.id).in_(newest_of))
        .order_by(col(RundownPosition.rundown_id), col(RundownPosition.rank))
    ).all()
    found: dict[int, list[tuple[str, Ms]]] = {}
    for episode, key, length in lines:
        found.setdefault(episode, []).append((key, Ms(length)))
    return found


def about_segments(session: Session) -> dict[str, About]:
    """What each segment that tells of a report counts for, by its key."""
    speakers = communities(session)
    women = set(
        session.exec(
            select(Information.report_id)
            .join(Source, col(Information.source_id) == Source.id)
            .where(Source.sex == Sex.F)
            .distinct()
        ).all()
    )
    lines = session.exec(
        select(Script.key, Report).join(Report, col(Script.report_id) == Report.id).order_by(col(Script.id))
    ).all()
    return {
        key: About(
            speakers.get(key, ()),
            report.place_code[:2],
            tuple(sorted({one.value if hasattr(one, "value") else str(one) for one in report.sectors})),
            report.id in women,
        )
        for key, report in lines
    }


def stations_of(studio: Studio) -> list[Station]:
    """Every station, by its slug."""
    with reading(studio.engine) as session:
        return list(session.exec(select(Station).order_by(Station.slug)))
