"""A season's plan as a board: every airtime with how far it is, and who is heard how much against what is wanted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from sqlmodel import select

from studio.drawing.svg import svg
from studio.errors import NotFound
from studio.languages import Language
from studio.pipeline.airtime import Airtime, coming
from studio.pipeline.folder import letters
from studio.pipeline.opening import Studio
from studio.pipeline.planned import plan_of
from studio.pipeline.seasons.season import period, season_of
from studio.pipeline.seasons_kept import Kept
from studio.pipeline.sounds import Spoken
from studio.pipeline.standing import standings
from studio.pipeline.status import as_planned
from studio.records.network import Organization, Place
from studio.scheduling.pictures.board import Board, Names, Share, Shares, Showing, State
from studio.scheduling.pictures.season import WIDTH, season_scene
from studio.scheduling.seasons.values import Choice, Season
from studio.scheduling.values import ZERO, Candidate
from studio.store.engine import reading
from studio.units import Ms

THEMES = {
    "land": Names("ដីធ្លី", "Land"),
    "labour": Names("ការងារ", "Labour"),
    "fisheries": Names("នេសាទ", "Fisheries"),
}
COMMUNITIES, BY_THEME = Names("សហគមន៍", "Communities"), Names("ប្រធានបទ", "Themes")
PROVINCES, VOICES = Names("ខេត្ត", "Provinces"), Names("សំឡេង", "Voices")
WOMEN = Names("សំឡេងស្ត្រី", "Women's voices")
Heard = Sequence[tuple[Choice, Candidate]]
"""Each choice of a plan with the segment as it is told there."""


def drawn(studio: Studio, board: Board, width: int = WIDTH) -> str:
    """A board as a picture (SVG), so many pixels wide, that carries its Khmer letters."""
    return svg(season_scene(board, width), Language.KM.value, letters(studio))


def season_board(studio: Studio, kept: Kept) -> Board:
    """A plan as a board. Raises NotFound where its airtimes are gone, SettingsInvalid, ScriptRefused."""
    season = season_of(studio, period(studio, kept.since, kept.until))
    inside = [one for one in coming(studio, every=True) if kept.since <= one.local_start.date() <= kept.until]
    states = standings(studio)
    chosen: dict[str, int] = {}
    for choice in kept.plan.choices:
        chosen[choice.slot] = chosen.get(choice.slot, 0) + 1
    show = studio.settings.show
    stations = {one.station.slug: Names(one.station.name_km, one.station.name_en) for one in inside}
    return Board(
        Names(show.title_km, show.title_en),
        tuple(sorted(stations.items())),
        tuple(showing(studio, one, states[one.episode.slug], chosen.get(one.episode.slug, 0)) for one in inside),
        equity(studio, season, heard_in(season, kept)),
    )


def showing(studio: Studio, airtime: Airtime, state: State, segments: int) -> Showing:
    """One airtime, as far as it is; with how much longer than its clock it is, where it has a rundown."""
    over = ZERO
    if state is State.EMPTY and segments:
        state = State.PLANNED
    elif state in (State.PLANNED, State.BUILT, State.PUBLISHED):
        try:
            planned = plan_of(studio, airtime.episode.slug)
        except NotFound:
            return Showing(airtime.episode.slug, airtime.station.slug, airtime.local_start, state, segments)
        heard = planned.plan.heard
        segments = sum(planned.clock.position(one.position).role == "choose" for one in heard)
        over = Ms(heard[-1].end - planned.clock.hard_out) if heard else ZERO
        state = readied(as_planned(studio, planned)) if state is State.PLANNED else state
    return Showing(airtime.episode.slug, airtime.station.slug, airtime.local_start, state, segments, over)


def readied(entries: Sequence[Spoken]) -> State:
    """How far a planned edition is: scripts approved, everything recorded."""
    if not all(one.lights.script and one.lights.approval and one.lights.consent for one in entries):
        return State.PLANNED
    return State.RECORDED if all(one.lights.recording for one in entries) else State.WRITTEN


def heard_in(season: Season, kept: Kept) -> Heard:
    """The choices of a plan with their segments; what may not be aired any more is left out."""
    languages = {slot.slug: slot.language for slot in season.slots}
    told = {story.key: story.told for story in season.stories}
    return [
        (one, told[one.key][languages[one.slot]])
        for one in kept.plan.choices
        if one.slot in languages and languages[one.slot] in told.get(one.key, {})
    ]


def equity(studio: Studio, season: Season, heard: Heard) -> tuple[Shares, ...]:
    """Who is heard how much: communities, themes, provinces, women's voices; with targets where there are any."""
    total = sum(length(one) for one in heard)
    wanted = {(one.sort, one.name): Ms(total * one.permille // 1000) for one in season.policy.targets}
    with reading(studio.engine) as session:
        provinces = {
            one.code: Names(one.name_km, one.name_en)
            for one in session.exec(select(Place).where(Place.level == "province"))
        }
        names = {one.code: Names(one.name_km, one.name_en) for one in session.exec(select(Organization))}
    by_theme = summed(heard, lambda one: one.themes)
    by_province = summed(heard, lambda one: [one.province])
    women = summed(heard, lambda one: [""] if one.women else [])
    return (
        Shares(COMMUNITIES, communities(season, heard, names)),
        Shares(
            BY_THEME, tuple(Share(THEMES[one], by_theme.get(one, ZERO), wanted.get(("theme", one))) for one in THEMES)
        ),
        Shares(
            PROVINCES,
            tuple(
                Share(provinces.get(one, Names(one, one)), by_province.get(one, ZERO), wanted.get(("province", one)))
                for one in sorted({*by_province, *(name for sort, name in wanted if sort == "province")})
            ),
        ),
        Shares(VOICES, (Share(WOMEN, women.get("", ZERO), wanted.get(("women", ""))),), Ms(total)),
    )


def communities(season: Season, heard: Heard, names: Mapping[str, Names]) -> tuple[Share, ...]:
    """Every active participant with its airtime; late: not heard within its weeks, and not in the plan."""
    by_community = summed(heard, lambda one: one.communities)
    first = min((slot.day for slot in season.slots), default=None)
    found = []
    met = Counter(names.values())
    for one in season.members:
        ms = by_community.get(one.community, ZERO)
        weeks = (first - one.last_heard).days // 7 if first and one.last_heard else None
        late = not ms and (weeks is None or weeks > season.policy.heard_within_weeks)
        name = names.get(one.community, Names(one.community, ""))
        if met[name] > 1:
            name = Names(*(f"{one.community} {text}" if text else "" for text in (name.km, name.en)))
        found.append(Share(name, ms, None, weeks, late))
    return tuple(found)


def summed(heard: Heard, of: Callable[[Candidate], Iterable[str]]) -> dict[str, Ms]:
    """Airtime by whatever a segment counts for, in ms."""
    found: dict[str, Ms] = {}
    for one in heard:
        for name in of(one[1]):
            found[name] = Ms(found.get(name, 0) + length(one))
    return found


def length(one: tuple[Choice, Candidate]) -> Ms:
    """How long a segment is in the version that was chosen, in ms."""
    choice, told = one
    return told.lasting(choice.version if choice.version in told.versions else "long")
