"""What comes in is validated as the …In model; what is stored keeps the closed lists and unique places."""

from __future__ import annotations

import inspect
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import Engine
from sqlmodel import select

from studio.errors import Conflict
from studio.records import kinds
from studio.records.airtime import SlotIn, Station, StationIn
from studio.records.kinds import AnonymousFrom, Sector
from studio.records.network import Organization, OrganizationIn, Place
from studio.records.reports import ReportBase, Source, SourceBase
from studio.store.engine import reading, writing

STATION: dict[str, Any] = {"slug": "fm102", "name_km": "ស", "name_en": "S"}
SLOT: dict[str, Any] = {
    "slug": "thursday",
    "show": "voices",
    "clock": "half-hour",
    "first_on": "2012-05-17",
    "starts": "18:30",
    "length_ms": 1_800_000,
    "hard_out_ms": 1_798_000,
}
ORGANIZATION: dict[str, Any] = {"code": "BTB-01", "name_km": "សហគមន៍", "place_code": "0205", "sectors": ["fisheries"]}
REPORT: dict[str, Any] = {
    "root_uuid": "uuid:1",
    "submitted_at": datetime(2012, 5, 17, tzinfo=UTC),
    "initial_date": date(2012, 5, 1),
    "final_date": date(2012, 5, 2),
    "place_code": "0205",
}
REFUSED = [
    (StationIn, STATION, "lufs", "loud"),
    (SlotIn, SLOT, "length_ms", 0),
    (SlotIn, SLOT, "hard_out_ms", -1),
    (SlotIn, SLOT, "starts", "25:00"),
    (OrganizationIn, ORGANIZATION, "code", "B"),
    (OrganizationIn, ORGANIZATION, "name_km", ""),
    (OrganizationIn, ORGANIZATION, "members_women", -1),
    (OrganizationIn, ORGANIZATION, "sectors", ["mining"]),
    (OrganizationIn, ORGANIZATION, "participant_status", "friend"),
    (ReportBase, REPORT, "reached_women", -1),
    (ReportBase, REPORT, "channel", "rumour"),
    (ReportBase, REPORT, "initial_date", "17/05/2012 or so"),
    (SourceBase, {"code": "S-0042"}, "anonymous_from", "nobody"),
]


@pytest.mark.parametrize(("model", "good", "field", "bad"), REFUSED)
def test_what_comes_in_is_validated(model: Any, good: dict[str, Any], field: str, bad: object) -> None:
    model.model_validate(good)
    with pytest.raises(ValidationError) as refused:
        model.model_validate({**good, field: bad})
    assert {error["loc"][0] for error in refused.value.errors()} == {field}


def test_a_person_is_unknown_to_the_public_unless_they_say_otherwise() -> None:
    assert SourceBase(code="S-0042").anonymous_from is AnonymousFrom.PUBLIC


def test_a_source_carries_no_name_but_the_one_for_air() -> None:
    names = [name for name in Source.model_fields if "name" in name]
    assert names == ["name_on_air_km", "name_on_air_en"]
    assert Source.model_fields["sealed_identity"].annotation == bytes | None


def test_lists_and_closed_terms_come_back_as_they_are(engine: Engine) -> None:
    with writing(engine) as session:
        session.add(Place(code="0205", level="district", name_km="ឯកភ្នំ", name_en="Aek Phnum", pcode="KH0205"))
        session.flush()
        session.add(Organization(code="BTB-01", name_km="ស", place_code="0205", sectors=[Sector.LAND, Sector.LABOUR]))
        session.add(Source(code="S-0042", anonymous_from=AnonymousFrom.ACQUAINTANCES))
    with reading(engine) as session:
        organization = session.exec(select(Organization)).one()
        source = session.exec(select(Source)).one()
    assert [Sector(one) for one in organization.sectors] == [Sector.LAND, Sector.LABOUR]
    assert source.anonymous_from is AnonymousFrom.ACQUAINTANCES


def test_a_code_is_given_once(engine: Engine) -> None:
    with writing(engine) as session:
        session.add(Station(**STATION))
    with pytest.raises(Conflict), writing(engine) as session:
        session.add(Station(**STATION))


def test_no_term_stands_twice_in_a_closed_list() -> None:
    lists = [one for _, one in inspect.getmembers(kinds, inspect.isclass) if issubclass(one, StrEnum)]
    assert len(lists) > 10
    for terms in lists:
        if terms is not StrEnum:
            assert len({term.value for term in terms}) == len(terms.__members__), terms
