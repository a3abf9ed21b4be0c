"""A season for others: as a sheet to edit, a page to print, a calendar of each station."""

from __future__ import annotations

from dataclasses import replace

from studio.errors import NotFound, RundownImpossible, fault
from studio.pipeline.airtime import Airtime, coming
from studio.pipeline.airtime_calendar import calendar_of
from studio.pipeline.opening import Studio
from studio.pipeline.seasons.season import period, season_of
from studio.pipeline.seasons_kept import Kept, season_plan
from studio.publishing.font import font_bytes
from studio.scheduling.exports.season_page import season_page
from studio.scheduling.exports.season_sheet import by_airtime, season_csv, season_xlsx, told_in
from studio.scheduling.seasons.values import Season

SHEETS = ("csv", "xlsx")
"""Formats that can be edited and come back."""
FORMATS = (*SHEETS, "html", "ics")


def export_season(studio: Studio, form: str, number: int | None = None, station: str = "") -> bytes:
    """A plan, the newest without a number, of one station or of all, in one of FORMATS.

    Raises NotFound; RundownImpossible for a calendar of several stations: each has its own.
    """
    kept = season_plan(studio, number)
    season = season_of(studio, period(studio, kept.since, kept.until))
    inside = [one for one in coming(studio, every=True) if kept.since <= one.local_start.date() <= kept.until]
    if station:
        if station not in {one.station.slug for one in inside}:
            raise NotFound(fault("ground.not-found", station, kind="station", command="studio airtime list"))
        season = replace(season, slots=tuple(one for one in season.slots if one.station == station))
        inside = [one for one in inside if one.station.slug == station]
    if form == "xlsx":
        return season_xlsx(season, kept.plan, kept.number)
    if form == "html":
        return printed(studio, season, kept, inside).encode()
    if form == "ics":
        return calendar(studio, season, kept, inside).encode()
    return season_csv(season, kept.plan, kept.number).encode()


def printed(studio: Studio, season: Season, kept: Kept, inside: list[Airtime]) -> str:
    """A plan as a page to read and to print."""
    show = studio.settings.show
    stations = {one.station.slug: (one.station.name_km, one.station.name_en) for one in inside}
    return season_page(season, kept.plan, kept.number, (show.title_km, show.title_en), stations, font_bytes())


def calendar(studio: Studio, season: Season, kept: Kept, inside: list[Airtime]) -> str:
    """The airtimes of one station in a plan as iCalendar, with what is chosen in each; the cancelled ones as such."""
    names = sorted({one.station.slug for one in inside})
    if len(names) > 1:
        raise RundownImpossible.because("scheduling.export-stations", stations=", ".join(names))
    stories = {one.key: one for one in season.stories}
    texts: dict[str, tuple[str, str]] = {}
    for slot, chosen in by_airtime(season, kept.plan):
        told = [one for one, _length in (told_in(stories, slot, choice) for choice in chosen) if one is not None]
        km = "\n".join(one.title_km or one.title_en for one in told)
        texts[slot.slug] = km, "\n".join(one.title_en or one.title_km for one in told)
    return calendar_of(studio, inside, texts)
