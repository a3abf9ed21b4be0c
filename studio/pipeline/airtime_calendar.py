"""The coming airtimes as iCalendar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlmodel import select

from studio.errors import NotFound, fault
from studio.pipeline.airtime import Airtime, coming
from studio.pipeline.opening import Studio
from studio.records.airtime import Station
from studio.scheduling.exports.calendar import DOMAIN, Broadcast, station_calendar
from studio.store.engine import reading
from studio.units import Ms


def calendar(studio: Studio, station: str = "") -> str:
    """The coming airtimes as iCalendar, of one station or of all; those that were cancelled are in it as such.

    Raises NotFound where there is no such station.
    """
    found = [one for one in coming(studio, every=True) if one.ends_at > studio.now]
    if not station:
        return calendar_of(studio, found)
    with reading(studio.engine) as session:
        if session.exec(select(Station).where(Station.slug == station)).first() is None:
            raise NotFound(fault("ground.not-found", station, kind="station", command="studio airtime list"))
    return calendar_of(studio, [one for one in found if one.station.slug == station])


def calendar_of(studio: Studio, found: Sequence[Airtime], texts: Mapping[str, tuple[str, str]] | None = None) -> str:
    """Airtimes as one calendar, named after their station, or after the show where they are on several.

    texts: by edition, what is heard in it, a line each, in Khmer and in English.
    """
    show, told = studio.settings.show, texts or {}
    shown = [
        Broadcast(
            key=one.episode.slug,
            starts_at=one.local_start,
            length=Ms(one.episode.length_ms),
            title_km=f"{show.title_km} · {one.station.name_km}",
            title_en=f"{show.title_en} · {one.station.name_en}",
            text_km=told.get(one.episode.slug, ("", ""))[0],
            text_en=told.get(one.episode.slug, ("", ""))[1],
            sequence=one.episode.changes,
            changed_at=one.episode.changed_at,
            cancelled=one.episode.cancelled is not None,
        )
        for one in found
    ]
    names = {(one.station.name_km, one.station.name_en) for one in found}
    name_km, name_en = names.pop() if len(names) == 1 else (show.title_km, show.title_en)
    return station_calendar(name_km, name_en, shown, show.guid or DOMAIN)
