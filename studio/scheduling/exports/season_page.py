"""A season as a page to read and to print: one HTML file that needs nothing else, a station a printed page."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement

from studio.khmer.digits import to_khmer
from studio.languages import Language
from studio.scheduling.exports.page import blank_page, english, page_text
from studio.scheduling.exports.season_sheet import by_airtime, told_in
from studio.scheduling.exports.words import SEASON
from studio.scheduling.seasons.values import Choice, Plan, Season, Slot, Story
from studio.units import clock_text

KM, EN = Language.KM, Language.EN
COLUMNS = ("airtime", "title", "length")
Titles = tuple[str, str]
"""A name in Khmer and in English."""


def season_page(
    season: Season, plan: Plan, number: int, show: Titles, stations: Mapping[str, Titles], font: bytes = b""
) -> str:
    """A plan as one HTML page, Khmer with English below it, its stations in the order of their first airtimes.

    stations: names by slug. font: a Khmer font (WOFF2) to carry inside the page. What may not be aired any more has
    no title on it. Nobody can change anything on it, and nothing is let in from elsewhere.
    """
    airtimes = by_airtime(season, plan)
    root, body = blank_page(f"{SEASON[KM]['season']} {show[0] or show[1]}", font)
    stories = {one.key: one for one in season.stories}
    for name in dict.fromkeys(slot.station for slot, _ in airtimes):
        section = SubElement(body, "section")
        mine = [(slot, chosen) for slot, chosen in airtimes if slot.station == name]
        _heading(section, show, stations.get(name, (name, "")), number, mine)
        rows = _table(section)
        for slot, chosen in mine:
            _airtime(rows, slot, chosen, stories)
    return page_text(root)


def _heading(
    section: Element, show: Titles, station: Titles, number: int, mine: list[tuple[Slot, list[Choice]]]
) -> None:
    head = SubElement(section, "h1")
    head.text = f"{SEASON[KM]['season']} · {show[0] or show[1]}"
    english(head, f"{SEASON[EN]['season']} · {show[1] or show[0]}")
    about = SubElement(section, "p")
    span = f"{mine[0][0].starts_at:%Y-%m-%d} – {mine[-1][0].starts_at:%Y-%m-%d}"
    about.text = f"{station[0] or station[1]} · {to_khmer(span)} · {SEASON[KM]['plan']} {to_khmer(str(number))}"
    english(about, f"{station[1] or station[0]} · {span} · {mine[0][0].starts_at:%Z} · {SEASON[EN]['plan']} {number}")


def _table(section: Element) -> Element:
    table = SubElement(section, "table")
    row = SubElement(SubElement(table, "thead"), "tr")
    for name in COLUMNS:
        cell = SubElement(row, "th", {"scope": "col", **({"class": "figure"} if name == "length" else {})})
        cell.text = SEASON[KM][name]
        english(cell, SEASON[EN][name])
    return table


def _airtime(table: Element, slot: Slot, chosen: list[Choice], stories: Mapping[str, Story]) -> None:
    """The rows of an airtime, kept together on paper; its day stands in front of all of them."""
    rows = SubElement(table, "tbody", {"id": slot.slug})
    first = SubElement(rows, "tr")
    when = SubElement(first, "th", {"scope": "rowgroup", "rowspan": str(max(len(chosen), 1))})
    when.text = to_khmer(f"{slot.starts_at:%Y-%m-%d %H:%M}")
    english(when, f"{slot.starts_at:%a %d %b %H:%M}")
    if not chosen:
        cell = SubElement(first, "td", {"colspan": str(len(COLUMNS) - 1)})
        cell.text = SEASON[KM]["empty"]
        english(cell, SEASON[EN]["empty"])
    for place, choice in enumerate(chosen):
        _choice(SubElement(rows, "tr") if place else first, slot, choice, stories)


def _choice(row: Element, slot: Slot, choice: Choice, stories: Mapping[str, Story]) -> None:
    told, length = told_in(stories, slot, choice)
    short = choice.version == "short"
    title = SubElement(row, "td")
    if told is None:
        title.text = f"{choice.key} · {SEASON[KM]['gone']}"
        english(title, SEASON[EN]["gone"])
    else:
        first, second = told.title_km or told.title_en, told.title_en if told.title_km else ""
        title.text = f"{first} · {SEASON[KM]['short']}" if short else first
        if second != first:
            english(title, f"{second} · {SEASON[EN]['short']}" if short and second else second)
        SubElement(title, "small", {"class": "communities"}).text = " ".join(sorted(told.communities))
    SubElement(row, "td", {"class": "figure"}).text = "" if length is None else to_khmer(clock_text(length))
