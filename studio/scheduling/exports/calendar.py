"""A station's airtimes as iCalendar: each keeps its UID for ever, moved or cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from icalendar import Calendar, Event

from studio.errors import RundownImpossible
from studio.languages import Language
from studio.scheduling.exports.edition import Edition, of_one_station, title_of
from studio.scheduling.timing.moments import naive, shifted
from studio.scheduling.timing.times import wall
from studio.units import Ms

DOMAIN = "studio.invalid"
"""Of the UIDs of a show that was given no name of its own."""


@dataclass(frozen=True, slots=True)
class Broadcast:
    """An airtime as a calendar shows it.

    key: what it is called for ever, wherever it moves. starts_at: aware. length: in ms. sequence: how often it was
    moved, cancelled or taken up again, from 0. changed_at: when that was last, or when the airtime was made; aware.
    text_km, text_en: what is heard, a line each.
    """

    key: str
    starts_at: datetime
    length: Ms
    title_km: str
    title_en: str = ""
    text_km: str = ""
    text_en: str = ""
    sequence: int = 0
    changed_at: datetime | None = None
    cancelled: bool = False


def station_calendar(name_km: str, name_en: str, airtimes: Sequence[Broadcast], domain: str = DOMAIN) -> str:
    """The airtimes of one station as iCalendar, in UTC, earliest first; Khmer in front, English as a comment.

    A calendar that is read again later moves and cancels what it holds already: the UID is the key at the domain,
    which is to be this show's alone, and SEQUENCE and LAST-MODIFIED rise with each change. The stamp of an airtime is
    that of its last change, else its own start, so that the same airtimes are the same bytes.
    Raises RundownImpossible for a time without a zone. Source: RFC 5545 3.6.1, 3.2.10, 3.8.7.4; RFC 7986 5.1, 5.3.
    """
    moments = [moment for one in airtimes for moment in (one.starts_at, one.changed_at)]
    RundownImpossible.raise_if(naive(*moments))
    calendar = Calendar()
    calendar.add("prodid", "-//Studio//Airtime//KM")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name_km, {"LANGUAGE": "km"})
    if name_en:
        calendar.add("name", name_en, {"LANGUAGE": "en"})
    calendar.add("x-wr-calname", name_km)
    for one in sorted(airtimes, key=lambda one: (one.starts_at, one.key)):
        calendar.add_component(_event(one, domain))
    return str(calendar.to_ical().decode("utf-8"))


def editions_calendar(editions: Sequence[Edition]) -> str:
    """The airtimes of editions of one station, each with what is heard in it.

    Raises RundownImpossible where they are of several stations.
    """
    listed = of_one_station(editions)
    shown = [
        Broadcast(
            key=one.rundown.slug,
            starts_at=one.rundown.starts_at,
            length=one.rundown.length,
            title_km=f"{one.show(Language.KM)} · {one.station_name(Language.KM)}",
            title_en=f"{one.show(Language.EN)} · {one.station_name(Language.EN)}",
            text_km=_heard(one, Language.KM),
            text_en=_heard(one, Language.EN),
            sequence=one.moves,
            changed_at=one.moved_at,
            cancelled=one.cancelled,
        )
        for one in listed
    ]
    names = [listed[0].station_name(language) for language in Language] if listed else ["", ""]
    by_language = dict(zip(Language, names, strict=True))
    domain = (listed[0].guid if listed else "") or DOMAIN
    return station_calendar(by_language[Language.KM], by_language[Language.EN], shown, domain)


def _heard(edition: Edition, language: Language) -> str:
    """A line for each segment that was chosen, with its wall time."""
    rundown, clock = edition.rundown, edition.clock
    chosen = [one for one in rundown.heard if clock.position(one.position).role == "choose"]
    return "\n".join(f"{wall(rundown, one.start):%H:%M:%S} {title_of(one, language)}" for one in chosen)


def _event(airtime: Broadcast, domain: str) -> Event:
    stamp = (airtime.changed_at or airtime.starts_at).astimezone(UTC).replace(microsecond=0)
    event = Event()
    event.add("uid", f"{airtime.key}@{domain}")
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("sequence", airtime.sequence)
    event.add("status", "CANCELLED" if airtime.cancelled else "CONFIRMED")
    event.add("dtstart", airtime.starts_at.astimezone(UTC))
    event.add("dtend", shifted(airtime.starts_at, airtime.length).astimezone(UTC))
    event.add("summary", airtime.title_km or airtime.title_en, {"LANGUAGE": "km" if airtime.title_km else "en"})
    if airtime.text_km:
        event.add("description", airtime.text_km, {"LANGUAGE": "km"})
    english = "\n".join(text for text in (airtime.title_en if airtime.title_km else "", airtime.text_en) if text)
    if english:
        event.add("comment", english, {"LANGUAGE": "en"})
    return event
