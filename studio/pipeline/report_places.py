"""Where it was, as the form asks for it: lists to choose from, and what somebody means who types a name."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import col, select

from studio.network.places import COMMUNE, DISTRICT
from studio.pipeline.opening import Studio
from studio.records.network import Place
from studio.store.engine import reading


@dataclass(frozen=True, slots=True)
class Area:
    """A province, a district or a commune by its code and names."""

    code: str
    km: str
    en: str

    def is_called(self, wanted: str) -> bool:
        """Whether somebody means it, by its code or one of its names."""
        return wanted in (self.code, *(plain(name) for name in (self.km, self.en)))


def areas(studio: Studio, parent: str = "") -> list[Area]:
    """The provinces; what lies in a province or a district."""
    with reading(studio.engine) as session:
        rows = session.exec(select(Place).where(Place.parent_code == (parent or None)).order_by(col(Place.code)))
        return [area(one) for one in rows]


@dataclass(frozen=True, slots=True)
class Meant:
    """The code of the place that somebody means, and the field that says it last.

    What fits nothing stands behind a stroke, which no code has: it is refused as a place, beside all other faults.
    """

    code: str
    field: str


def area_meant(studio: Studio, province: str, district: str, commune: str) -> Meant:
    """The commune, district or province that somebody means, the smallest that they say, by its code or name."""
    meant = Meant(province, "province")
    for level, typed in ((DISTRICT, district), (COMMUNE, commune)):
        if wanted := plain(typed):
            found = [one.code for one in inside(studio, level, meant.code) if one.is_called(wanted)]
            if len(found) != 1:
                return Meant(f"{meant.code}/{typed}", level)
            meant = Meant(found[0], level)
    return meant


def inside(studio: Studio, level: str, wider: str) -> list[Area]:
    """Every district or commune in a place; none where no place is said."""
    with reading(studio.engine) as session:
        fitting = select(Place).where(Place.level == level, col(Place.code).startswith(wider, autoescape=True))
        return [area(one) for one in session.exec(fitting)] if wider else []


def area(place: Place) -> Area:
    """A place as it is chosen from."""
    return Area(place.code, place.name_km, place.name_en)


def plain(text: str) -> str:
    """A name for comparing: no spaces, no case."""
    return "".join(text.split()).casefold()
