"""The directory lists what an organization asked for, and nothing else."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest

from studio.network.directory import LISTED, Listing, directory
from studio.records.kinds import Medium, ParticipantStatus
from studio.records.network import OrganizationIn, Place

Kit = Any
PLACES = {
    "02": Place(code="02", level="province", name_km="បាត់ដំបង", name_en="Battambang", pcode="KH02"),
    "0205": Place(code="0205", level="district", name_km="ឯកភ្នំ", name_en="Aek Phnum", parent_code="02", pcode="KH0205"),
}


def organization(**fields: Any) -> OrganizationIn:
    told = {"code": "BTB-01", "name_km": "ក", "name_en": "A", "place_code": "0205", "members_total": 214,
            "participant_status": "participant", "directory_online": True, "directory_print": False,
            "joined_on": "2011-03-18", "sectors": ["land"]}  # fmt: skip
    return OrganizationIn.model_validate({**told, **fields})


def test_only_who_asked_for_a_medium_is_listed_there() -> None:
    told = [organization(), organization(code="BTB-02", directory_online=False, directory_print=True)]
    assert [one.code for one in directory(told, PLACES, Medium.ONLINE)] == ["BTB-01"]
    assert [one.code for one in directory(told, PLACES, Medium.PRINT)] == ["BTB-02"]
    assert directory(told, PLACES, Medium.AIR) == ()


@pytest.mark.parametrize("status", list(ParticipantStatus))
def test_who_paused_or_left_or_is_only_being_asked_is_not_listed(status: ParticipantStatus) -> None:
    listed = directory([organization(participant_status=status)], PLACES, Medium.ONLINE)
    assert bool(listed) == (status in LISTED)


def test_a_listing_tells_place_and_sectors_and_no_status() -> None:
    (one,) = directory([organization()], PLACES, Medium.ONLINE)
    assert (one.province_en, one.district_km, one.sectors) == ("Battambang", "ឯកភ្នំ", ("land",))
    assert set(asdict(one)) == set(Listing.__dataclass_fields__)
    assert not [name for name in asdict(one) if any(word in name for word in ("status", "members", "legal", "joined"))]
    assert "214" not in repr(one) and "participant" not in repr(one)


def test_who_is_known_by_province_alone_has_no_district() -> None:
    (one,) = directory([organization(place_code="02")], PLACES, Medium.ONLINE)
    assert (one.province_km, one.district_km, one.district_en) == ("បាត់ដំបង", "", "")


def test_listings_come_in_the_order_of_their_codes() -> None:
    told = [organization(code="KEP-02"), organization(code="BTB-01"), organization(code="KEP-01")]
    assert [one.code for one in directory(told, PLACES, Medium.ONLINE)] == ["BTB-01", "KEP-01", "KEP-02"]
