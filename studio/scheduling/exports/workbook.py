"""Rundowns as a workbook: an overview and a sheet an edition, the same bytes for the same rundowns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from studio.languages import Language
from studio.scheduling.exports.cells import blank, fill, written
from studio.scheduling.exports.edition import Edition, in_order
from studio.scheduling.exports.rundown_json import Plain
from studio.scheduling.exports.sheet import ALL, edition_rows
from studio.scheduling.exports.words import OVERVIEW
from studio.scheduling.timing.times import over
from studio.units import clock_text

SHEET = 31
"""Letters that the name of a sheet can have. Source: Excel specifications and limits."""

CHANGEABLE = ("position", "version", "locked", "floated")
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


def rundown_xlsx(editions: Sequence[Edition]) -> bytes:
    """The editions as XLSX: first an overview, then a sheet each; what can be changed and read back is tinted.

    Lengths are whole numbers of ms, what is locked or floated 1 or 0, every text is text and never a formula.
    """
    book = blank()
    listed = in_order(editions)
    fill(book.create_sheet("overview"), [_heading(), *(_about(one) for one in listed)], len(_heading()), ())
    names: set[str] = set()
    for one in listed:
        tinted = tuple(ALL.index(name) for name in CHANGEABLE)
        fill(book.create_sheet(sheet_name(one.rundown.slug, names)), [ALL, *edition_rows(one)], len(ALL), tinted)
    return written(book)


def sheet_name(slug: str, taken: set[str]) -> str:
    """A name for an edition's sheet, at most 31 letters, and another one than those taken; it is taken then."""
    plain = _FORBIDDEN.sub("-", slug)[:SHEET] or "edition"
    name, number = plain, 2
    while name.casefold() in taken or name.casefold() in ("overview", "history"):
        name = f"{plain[: SHEET - 1 - len(str(number))]}-{number}"
        number += 1
    taken.add(name.casefold())
    return name


def _heading() -> tuple[str, ...]:
    return tuple(f"{km} / {en}" for km, en in zip(OVERVIEW[Language.KM], OVERVIEW[Language.EN], strict=True))


def _about(edition: Edition) -> tuple[Plain, ...]:
    rundown = edition.rundown
    chosen = [one for one in rundown.heard if edition.clock.position(one.position).role == "choose"]
    return (
        rundown.slug,
        rundown.starts_at.strftime("%Y-%m-%d %H:%M"),
        clock_text(rundown.length),
        edition.station_km,
        edition.station_en,
        edition.number,
        len(chosen),
        over(rundown, edition.clock),
    )
