"""Reports by the words in them, in Khmer or English, however these are spaced or spelled."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, or_, select

from studio.khmer.normal import search_key
from studio.records.network import Organization, Place
from studio.records.reports import Report, ReportOrganization

MOST_WORDS = 8
"""Words of a search that are looked at."""


def saying(session: Session, text: str) -> list[ColumnElement[bool]]:
    """One condition for each word of a search: it is in the report, in who sent it, in where it was, or names it."""
    words = search_key(text).split()[:MOST_WORDS]
    if not words:
        return []
    names = {
        code: search_key(" ".join(told))
        for code, *told in session.exec(select(Organization.code, Organization.name_km, Organization.name_en))
    }
    ids = dict(session.exec(select(Organization.code, Organization.id)).all())
    rows = session.exec(select(Place.code, Place.name_km, Place.name_en))
    places = {code: place_key(f"{km} {en}") for code, km, en in rows}
    return [
        or_(*places_of(word, {ids[code]: f"{search_key(code)} {name}" for code, name in names.items()}, places))
        for word in words
    ]


@cache
def place_key(names: str) -> str:
    """The key of a place, made once: there are two thousand of them, and they stay."""
    return search_key(names)


def places_of(word: str, names: dict[int | None, str], places: dict[str, str]) -> Iterator[ColumnElement[bool]]:
    """Where one word of a search may stand. names: of organizations by id; places: names by code."""
    yield col(Report.search_text).contains(word, autoescape=True)
    yield col(Report.root_uuid).startswith(word, autoescape=True)
    yield func.replace(col(Report.receipt), " ", "").contains(word.replace(" ", ""), autoescape=True)
    senders = [own for own, name in names.items() if word in name]
    if senders:
        sent = select(ReportOrganization.report_id).where(col(ReportOrganization.organization_id).in_(senders))
        yield col(Report.id).in_(sent)
    where = [code for code, name in places.items() if word in name]
    if where:
        yield col(Report.place_code).in_(where)
        for digits in (2, 4):
            yield func.substr(col(Report.place_code), 1, digits).in_(where)
