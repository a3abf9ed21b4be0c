"""Whose column is which: aliases, tools' names, an editor's mapping, and what is left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.errors import IntakeRefused
from studio.intake.columns import EITHER, NAMES, REQUIRED
from studio.intake.header import match

WHOLE = [*REQUIRED, "event_title_km", "event_description_km"]


def told(warnings: tuple[object, ...], code: str) -> list[str]:
    return [one.values["column"] for one in warnings if one.code == code]  # type: ignore[attr-defined]


def test_every_column_matches_itself() -> None:
    header = match(list(NAMES), "a.csv")
    assert header.targets == NAMES
    assert header.warnings == ()


@given(st.permutations(WHOLE))
def test_law_the_order_of_columns_does_not_matter(names: list[str]) -> None:
    assert match(names, "a.csv").targets == tuple(names)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("meta/rootUuid", "root_uuid"),
        ("KEY", "root_uuid"),
        ("_uuid", "root_uuid"),
        ("SubmissionDate", "submitted_at"),
        ("_submission_time", "submitted_at"),
        ("Event Title KM", "event_title_km"),
        ("EVENT-TITLE-KM", "event_title_km"),
        ("\ufeffevent_title_km", "event_title_km"),
        ("event_title::Khmer (km)", "event_title_km"),
        ("ចំណងជើង", "event_title_km"),
        ("ថ្ងៃចាប់ផ្ដើម", "initial_date"),
        ("activity/initial_date", "initial_date"),
        ("Source 2 code", "source2_code"),
        ("source[2]/quote_km", "source2_quote_km"),
        ("source២_code", "source2_code"),
    ],
)
def test_other_spellings_are_known(theirs: str, ours: str) -> None:
    names = [name for name in WHOLE if name != ours]
    assert match([*names, theirs], "a.csv").targets[-1] == ours


def test_the_lasting_number_is_preferred_to_the_one_that_changes_with_every_edit() -> None:
    names = [name for name in WHOLE if name != "root_uuid"]
    header = match(["_uuid", *names, "meta/rootUuid"], "kobo.csv")
    assert header.targets[0] is None
    assert header.targets[-1] == "root_uuid"
    assert told(header.warnings, "intake.column-twice") == ["_uuid"]


def test_all_missing_columns_are_named_at_once() -> None:
    with pytest.raises(IntakeRefused) as refused:
        match(["channel"], "a.csv")
    assert [one.values["column"] for one in refused.value.faults] == [*REQUIRED, *(" / ".join(pair) for pair in EITHER)]


def test_a_near_miss_is_recognised_and_never_guessed() -> None:
    header = match([*WHOLE, "sensitivty"], "a.csv")
    assert header.targets[-1] is None
    assert [(one.code, one.values["near"]) for one in header.warnings] == [("intake.column-unknown", "sensitivity")]


def test_a_strange_column_is_named() -> None:
    header = match([*WHOLE, "zzz qqq"], "a.csv")
    assert told(header.warnings, "intake.column-strange") == ["zzz qqq"]


def test_a_mapping_is_obeyed_even_against_a_known_name() -> None:
    names = [name for name in WHOLE if name != "place_code"]
    header = match([*names, "place_code", "Where"], "a.csv", {"where": "place_code"})
    assert header.targets[-1] == "place_code"
    assert header.targets[-2] is None


def test_wrong_lines_of_a_mapping_are_all_named() -> None:
    with pytest.raises(IntakeRefused) as refused:
        match([*WHOLE, "Wher"], "a.csv", {"Where": "place_code", "Wher": "palce_code"})
    assert {(one.code, one.values["near"]) for one in refused.value.faults} == {
        ("intake.map-their-column", "Wher"),
        ("intake.map-our-column", "place_code"),
    }


@pytest.mark.parametrize(
    "name",
    ["_geolocation", "deviceid", "IP", "user agent", "meta/deviceid", "gps:Latitude", "location-Accuracy", "imei",
     "Registration Status", "legal_status", "_gps_longitude"],
)  # fmt: skip
def test_where_a_phone_was_and_which_one_is_never_taken(name: str) -> None:
    header = match([*WHOLE, name], "a.csv")
    assert header.targets[-1] is None
    assert told(header.warnings, "intake.column-untaken") == [name]


def test_not_even_a_mapping_takes_a_position() -> None:
    names = [name for name in WHOLE if name != "place_code"]
    with pytest.raises(IntakeRefused) as refused:
        match([*names, "_geolocation"], "a.csv", {"_geolocation": "place_code"})
    assert [one.values["column"] for one in refused.value.faults] == ["place_code"]


def test_what_tools_add_for_themselves_is_left_out_in_silence() -> None:
    header = match([*WHOLE, "_id", "start", "__system/reviewState", "AttachmentsPresent", ""], "odk.csv")
    assert header.targets[-5:] == (None,) * 5
    assert header.warnings == ()
