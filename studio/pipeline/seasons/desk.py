"""The season as producers look at it week by week: every airtime of every station, with how far it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from studio.pipeline.airtime import Airtime, coming
from studio.pipeline.clear import today
from studio.pipeline.opening import Studio
from studio.pipeline.seasons.board import showing
from studio.pipeline.seasons_kept import newest_plan, read_plan
from studio.pipeline.standing import standings
from studio.records.airtime import Station
from studio.records.seasons import SeasonPlan
from studio.scheduling.pictures.board import Showing, State
from studio.store.engine import reading

WEEKS = 6
"""Weeks on a page."""
WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Weeks:
    """Some weeks of airtimes. mondays: of each week; cells: airtimes by station and monday; stations: by slug.

    before, after: the monday to turn to, None where no airtime lies there.
    """

    mondays: tuple[date, ...]
    stations: tuple[Station, ...]
    cells: Mapping[tuple[str, date], tuple[tuple[Airtime, Showing], ...]]
    before: date | None
    after: date | None


def monday_of(day: date) -> date:
    """The first day of its week. Source: ISO 8601."""
    return day - timedelta(days=day.weekday())


def season_weeks(studio: Studio, since: date | None = None) -> Weeks:
    """The airtimes of WEEKS weeks from that of a day on, this week's without one; cancelled ones, too."""
    every = coming(studio, every=True)
    first = monday_of(since or today(studio))
    until = first + WEEKS * WEEK
    inside = [one for one in every if first <= one.local_start.date() < until]
    with reading(studio.engine) as session:
        chosen = chosen_in(newest_plan(session))
    states = standings(studio)
    cells: dict[tuple[str, date], tuple[tuple[Airtime, Showing], ...]] = {}
    for one in inside:
        place = (one.station.slug, monday_of(one.local_start.date()))
        told = showing(studio, one, states[one.episode.slug], chosen[one.episode.slug])
        cells[place] = (*cells.get(place, ()), (one, told))
    days = [one.local_start.date() for one in every]
    return Weeks(
        tuple(first + number * WEEK for number in range(WEEKS)),
        tuple(sorted({one.station.slug: one.station for one in inside}.values(), key=lambda one: one.slug)),
        cells,
        first - WEEKS * WEEK if any(day < first for day in days) else None,
        until if any(day >= until for day in days) else None,
    )


def state_now(studio: Studio, airtime: Airtime) -> State:
    """How far one airtime is, as the calendar shows it."""
    slug = airtime.episode.slug
    with reading(studio.engine) as session:
        chosen = chosen_in(newest_plan(session))
    return showing(studio, airtime, standings(studio)[slug], chosen[slug]).state


def chosen_in(row: SeasonPlan | None) -> Counter[str]:
    """How many segments a plan puts into each airtime, by the slug of its edition."""
    return Counter(one.slot for one in read_plan(row.text).choices) if row else Counter()


def next_airtimes(studio: Studio, without: str = "") -> list[Airtime]:
    """The airtimes that have not begun and were not cancelled, the next first. without: the slug of one to leave."""
    return [one for one in coming(studio) if one.episode.starts_at > studio.now and one.episode.slug != without]
