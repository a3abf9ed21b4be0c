"""Every province, district and commune is there once, under its official code."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Engine
from sqlmodel import select

from studio.network.places import load_places, places
from studio.records.network import Place
from studio.store.engine import reading, writing

EVERY = 25 + 210 + 1661


def test_there_are_twenty_five_provinces_and_every_district_lies_in_one() -> None:
    found = places()
    levels = Counter(place.level for place in found)
    assert levels == {"province": 25, "district": 210, "commune": 1661}
    provinces = {place.code: place for place in found if place.level == "province"}
    known = {place.code for place in found}
    for place in found:
        assert place.pcode == f"KH{place.code}"
        assert place.name_km and place.name_en
        if place.level == "district":
            assert place.parent_code == place.code[:2] and place.parent_code in provinces
            assert place.iso is None
        if place.level == "commune":
            assert len(place.code) == 6 and place.parent_code == place.code[:4] and place.parent_code in known
            assert place.unit_type == ("sangkat" if place.code.startswith("12") else "commune")
    assert (provinces["02"].iso, provinces["17"].iso) == ("KH-2", "KH-17")
    assert provinces["02"].name_km == "បាត់ដំបង"
    assert provinces["12"].unit_type == "capital" and provinces["12"].name_km == "ភ្នំពេញ"
    assert len({place.code for place in found}) == len(found)


def test_law_loading_twice_is_loading_once(engine: Engine) -> None:
    with writing(engine) as session:
        assert load_places(session) == EVERY
    with writing(engine) as session:
        assert load_places(session) == 0
        place = session.get_one(Place, "0205")
        place.name_en = "Elsewhere"
        session.add(place)
    with writing(engine) as session:
        assert load_places(session) == 1
    with reading(engine) as session:
        assert session.get_one(Place, "0205").name_en == "Aek Phnum"
        assert len(session.exec(select(Place)).all()) == EVERY
