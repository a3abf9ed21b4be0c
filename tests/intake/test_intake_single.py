"""One report from a form or a JSON submission, through the same parse."""

from __future__ import annotations

from typing import Any

import pytest

from studio.errors import IntakeRefused
from studio.intake.parse import Known
from studio.intake.single import parse_single, submission

Kit = Any


def test_fields_by_name_are_a_report(kit: Kit, known: Known) -> None:
    assert submission(kit.ROW, known).content == kit.good(kit.ROW, known).content


def test_values_that_are_no_text_are_understood(kit: Kit, known: Known) -> None:
    typed = {**kit.ROW, "sectors": ["fisheries", "land"], "reached_women": 27, "reached_men": 19.0}
    typed |= {"source1_minor": False, "impact_km": None}
    assert submission(typed, known).content == kit.good(kit.row_with(impact_km=""), known).content


def test_people_may_be_a_list(kit: Kit, known: Known) -> None:
    person = {name.removeprefix("source1_"): text for name, text in kit.ROW.items() if name.startswith("source1_")}
    rest = {name: text for name, text in kit.ROW.items() if not name.startswith("source")}
    one = submission({**rest, "sources": [person, {"code": "S-0043", "sex": "m"}]}, known)
    assert [(each.code, each.sex.value) for each in one.people] == [("S-0042", "f"), ("S-0043", "m")]
    assert one.people[0].consent == kit.good(kit.ROW, known).people[0].consent


def test_a_submission_of_odk_with_groups_is_opened(kit: Kit, known: Known) -> None:
    told = {
        "__id": f"uuid:{kit.uuid_of(7)}",
        "__system": {"submissionDate": "2012-03-13T02:20:00.000Z", "submitterId": "12", "deviceId": "imei:1"},
        "meta": {"instanceID": f"uuid:{kit.uuid_of(8)}", "rootUuid": kit.uuid_of(9)},
        "activity": {"initial_date": "2012-03-08", "place_code": "0205", "organizations": "BTB-01"},
        "texts": {"event_title_km": "ក", "event_description_km": "ខ"},
        "_geolocation": [13.1, 103.2],
        "mood": "good",
    }
    parsed = parse_single(told, known, "odk")
    assert parsed.submission is not None, parsed.faults
    assert parsed.root_uuid == kit.uuid_of(9)
    assert sorted(one.code for one in parsed.warnings) == [
        "intake.column-strange", "intake.column-untaken", "intake.column-untaken",
    ]  # fmt: skip
    assert "13.1" not in repr(parsed)


def test_every_fault_is_raised_at_once(known: Known) -> None:
    with pytest.raises(IntakeRefused) as refused:
        submission({"channel": "x", "reached_men": "x", "impact_km": "x" * 30_000}, known)
    fields = {str(one.values["field"]) for one in refused.value.faults}
    assert fields == {"root_uuid", "submitted_at", "organizations", "initial_date", "place_code", "event_title_km",
                      "event_description_km", "channel", "reached_men", "impact_km"}  # fmt: skip
    assert max(len(repr(one)) for one in refused.value.faults) < 500


def test_a_name_in_a_text_is_refused_here_too(kit: Kit, known: Known) -> None:
    parsed = parse_single(kit.row_with(impact_km=f"{kit.SECRET_NAME} មក"), known)
    assert kit.codes(parsed) == ["intake.name-in-text"]
    assert kit.SECRET_NAME not in repr(parsed)
