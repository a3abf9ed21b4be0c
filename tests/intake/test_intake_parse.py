"""A row becomes a report or every fault it has, and no fault ever repeats a name."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.intake.columns import FREE_PERSON, FREE_REPORT, NAMES
from studio.intake.parse import Known
from studio.intake.rows import SheetKind
from studio.khmer.digits import to_khmer
from studio.records.kinds import (
    AnonymousFrom,
    Channel,
    ConsentMethod,
    Medium,
    Purpose,
    Scope,
    Sector,
    Sex,
)

Kit = Any


def faults(kit: Kit, known: Known, kind: SheetKind = SheetKind.CSV, **cells: str) -> list[tuple[str, str]]:
    """Column and code of each fault of the sound row with some cells changed."""
    parsed = kit.parse_cells(kit.row_with(**cells), known, kind)
    assert (parsed.submission is None) == bool(parsed.faults)
    for one in parsed.faults:
        assert one.where == f"reports.csv:2 {one.values['field']}"
        assert one.values["line"] == 2
    return [(str(one.values["field"]), one.code) for one in parsed.faults]


def test_a_sound_row_is_a_report(kit: Kit, known: Known) -> None:
    one = kit.good(kit.ROW, known)
    assert one.report.submitted_at == datetime(2012, 3, 13, 2, 20, tzinfo=UTC)
    assert (one.report.initial_date, one.report.final_date) == (date(2012, 3, 8), date(2012, 3, 11))
    assert one.report.sectors == [Sector.FISHERIES, Sector.LAND]
    assert one.report.rights_affected == ["food", "participation"]
    assert (one.report.reached_women, one.report.reached_men) == (27, 19)
    assert one.report.individual_or_joint is Scope.INDIVIDUAL
    assert one.organizations == ("BTB-01",)
    assert one.recordings == (("S-0042", "recordings/S-0042.m4a"),)
    (person,) = one.people
    assert (person.code, person.sex, person.name) == ("S-0042", Sex.F, kit.SECRET_NAME)
    assert person.consent is not None
    assert person.consent.method is ConsentMethod.THUMBPRINT
    assert person.consent.scopes == {
        (Purpose.WORDS, Medium.AIR),
        (Purpose.WORDS, Medium.ONLINE),
        (Purpose.VOICE, Medium.AIR),
    }


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"root_uuid": ""}, [("root_uuid", "intake.value-missing")]),
        ({"root_uuid": "42"}, [("root_uuid", "intake.uuid-bad")]),
        ({"channel": "pigeon"}, [("channel", "intake.value-unknown")]),
        ({"submitted_at": ""}, [("submitted_at", "intake.value-missing")]),
        ({"submitted_at": "soon"}, [("submitted_at", "intake.date-bad")]),
        ({"submitted_at": "2012-05-17T18:00:01+07:00"}, [("submitted_at", "intake.date-future")]),
        ({"language": "fr"}, [("language", "intake.value-unknown")]),
        ({"organizations": ""}, [("organizations", "intake.value-missing")]),
        ({"organizations": "BTB-1"}, [("organizations", "intake.organization-unknown")]),
        ({"individual_or_joint": "joint"}, [("individual_or_joint", "intake.joint-mismatch")]),
        ({"organizations": "BTB-01; BTB-02"}, [("individual_or_joint", "intake.joint-mismatch")]),
        ({"event_title_km": "", "event_title_en": ""}, [("event_title_km", "intake.value-missing")]),
        ({"event_title_en": "x" * 201}, [("event_title_en", "intake.text-long")]),
        (
            {"event_description_km": "", "event_description_en": ""},
            [("event_description_km", "intake.value-missing")],
        ),
        ({"initial_date": ""}, [("initial_date", "intake.value-missing")]),
        ({"initial_date": "05/13/2012"}, [("initial_date", "intake.date-month-first")]),
        ({"initial_date": "2012-03-12"}, [("final_date", "intake.date-order")]),
        ({"final_date": "2012-05-18"}, [("final_date", "intake.date-future")]),
        ({"place_code": ""}, [("place_code", "intake.value-missing")]),
        ({"place_code": "9901"}, [("place_code", "intake.place-unknown")]),
        ({"sectors": "land; fishery; lnd"}, [("sectors", "intake.value-unknown")]),
        ({"reached_women": "many"}, [("reached_women", "intake.number-bad")]),
        ({"reached_men": "-3"}, [("reached_men", "intake.number-bad")]),
        ({"reached_men": "9" * 5_000}, [("reached_men", "intake.number-bad")]),
        ({"confidentiality": "pubic"}, [("confidentiality", "intake.value-unknown")]),
        ({"sensitivity": "1"}, [("sensitivity", "intake.value-unknown")]),
        ({"source1_code": ""}, [("source1_code", "intake.person-without-code")]),
        ({"source1_code": "សុខុម"}, [("source1_code", "intake.code-bad")]),
        ({"source1_sex": "x"}, [("source1_sex", "intake.value-unknown")]),
        ({"source1_anonymous_from": "all the world"}, [("source1_anonymous_from", "intake.value-unknown")]),
        ({"source1_minor": "perhaps"}, [("source1_minor", "intake.value-unknown")]),
        ({"source1_name_on_air_km": "អ៊ំសុខុម"}, [("source1_name_on_air_km", "intake.name-without-consent")]),
        ({"source1_recording": "/etc/passwd.wav"}, [("source1_recording", "intake.recording-outside")]),
        ({"source1_recording": "../x.wav"}, [("source1_recording", "intake.recording-outside")]),
        ({"source1_recording": "a/../../x.wav"}, [("source1_recording", "intake.recording-outside")]),
        ({"source1_recording": "C:\\x.wav"}, [("source1_recording", "intake.recording-outside")]),
        ({"source1_recording": "\\\\host\\x.wav"}, [("source1_recording", "intake.recording-outside")]),
        ({"source1_recording": "https://x.example/a.mp3"}, [("source1_recording", "intake.recording-outside")]),
        ({"source1_recording": "x.exe"}, [("source1_recording", "intake.recording-kind")]),
        ({"source1_consent": "words:moon"}, [("source1_consent", "intake.scope-unknown")]),
        ({"source1_consent": "words"}, [("source1_consent", "intake.scope-unknown")]),
        ({"source1_consent_method": ""}, [("source1_consent_method", "intake.value-missing")]),
        ({"source1_consent_method": "nod"}, [("source1_consent_method", "intake.value-unknown")]),
        ({"source1_consent_on": ""}, [("source1_consent_on", "intake.value-missing")]),
        (
            {"source1_consent_on": "", "source1_consent": "name:air", "source1_name_on_air_en": "Aunt"},
            [("source1_consent_on", "intake.value-missing")],
        ),
        ({"source1_consent_on": "2012-05-18"}, [("source1_consent_on", "intake.date-future")]),
        ({"source1_consent_by": "Sister Mom"}, [("source1_consent_by", "intake.code-bad")]),
        ({"source1_consent_subject": "other"}, [("source1_consent_subject", "intake.consent-by-other")]),
        ({"source1_consent_expires": "2012-03-10"}, [("source1_consent_expires", "intake.consent-order")]),
        ({"source1_consent_withdrawn_on": "2012-03-10"}, [("source1_consent_withdrawn_on", "intake.consent-order")]),
        (
            {"source1_consent": "", "source1_consent_withdrawn_on": "2012-04-01"},
            [("source1_consent", "intake.withdrawal-of-nothing")],
        ),
        ({"source2_code": "S-0042"}, [("source2_code", "intake.person-twice")]),
        ({"source2_quote_km": "ខ្ញុំ"}, [("source2_code", "intake.person-without-code")]),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, dict) else "",
)
def test_each_fault_names_its_column(
    kit: Kit, known: Known, cells: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    assert faults(kit, known, **cells) == expected


def test_all_faults_of_a_row_come_at_once(kit: Kit, known: Known) -> None:
    wrong = {"channel": "x", "place_code": "x", "reached_men": "x", "source1_sex": "x", "source1_consent_on": "x",
             "initial_date": "x", "submitted_at": "x", "organizations": "X-9"}  # fmt: skip
    assert {column for column, _ in faults(kit, known, **wrong)} == set(wrong)


@pytest.mark.parametrize(
    ("column", "found", "near"),
    [
        ("channel", "feild", "field"),
        ("sensitivity", "hgih", "high"),
        ("confidentiality", "restriced", "restricted"),
        ("source1_consent_method", "thumprint", "thumbprint"),
        ("organizations", "BTB-03", "BTB-02"),
    ],
)
def test_the_nearest_value_is_offered(kit: Kit, known: Known, column: str, found: str, near: str) -> None:
    parsed = kit.parse_cells(kit.row_with(**{column: found}), known)
    assert [(one.values["found"], one.values["near"]) for one in parsed.faults] == [(found, near)]


@pytest.mark.parametrize(
    ("cells", "field", "value"),
    [
        ({"channel": "ទូរស័ព្ទ"}, "channel", Channel.PHONE),
        ({"channel": "Phone"}, "channel", Channel.PHONE),
        ({"sectors": "ដី, ជលផល"}, "sectors", [Sector.LAND, Sector.FISHERIES]),
        ({"sectors": "land fisheries"}, "sectors", [Sector.LAND, Sector.FISHERIES]),
        ({"place_code": "205"}, "place_code", "0205"),
        ({"place_code": "KH0205"}, "place_code", "0205"),
        ({"place_code": "២"}, "place_code", "02"),
        ({"reached_women": "1,200"}, "reached_women", 1200),
        ({"reached_women": "២៧ នាក់"}, "reached_women", 27),
        ({"reached_women": ""}, "reached_women", None),
        ({"language": ""}, "language", "km"),
        ({"final_date": ""}, "final_date", date(2012, 3, 8)),
        ({"individual_or_joint": ""}, "individual_or_joint", Scope.INDIVIDUAL),
        ({"root_uuid": f"uuid:{'AB' * 16}"}, "root_uuid", "abababab-abab-abab-abab-abababababab"),
        ({"event_title_km": "  ដាំ\u200bព្រៃ \n"}, "event_title_km", "ដាំព្រៃ"),
    ],
)  # fmt: skip
def test_what_people_mean_is_understood(kit: Kit, known: Known, cells: dict[str, str], field: str, value: Any) -> None:
    assert getattr(kit.good(kit.row_with(**cells), known).report, field) == value


def test_law_khmer_digits_are_digits_everywhere(kit: Kit, known: Known) -> None:
    plain = kit.good(kit.ROW, known)
    for name in NAMES:
        if name in kit.ROW and kit.ROW[name] and name not in (*FREE_REPORT, "form_version", "source1_recording"):
            if any(name.endswith(free) for free in (*FREE_PERSON, "_name")):
                continue
            other = kit.good(kit.row_with(**{name: to_khmer(kit.ROW[name])}), known)
            assert other.content == plain.content, name
            assert other.people[0].consent == plain.people[0].consent, name


@pytest.mark.parametrize("column", [*FREE_REPORT, "source1_quote_km", "source1_role_en", "source2_quote_en"])
def test_a_real_name_in_free_text_is_refused_and_not_repeated(kit: Kit, known: Known, column: str) -> None:
    cells = kit.row_with(**{column: f"លោក {kit.SECRET_NAME} បានមក", "source2_code": "S-0043"})
    parsed = kit.parse_cells(cells, known)
    assert [(one.values["field"], one.code) for one in parsed.faults] == [(column, "intake.name-in-text")]
    assert kit.SECRET_NAME not in repr(parsed)


def test_a_name_in_the_wrong_column_is_not_repeated_by_any_fault(kit: Kit, known: Known) -> None:
    for column in NAMES:
        parsed = kit.parse_cells(kit.row_with(**{column: kit.SECRET_NAME}), known)
        told = repr(parsed.faults) + repr(parsed.warnings)
        assert kit.SECRET_NAME not in told and "សុខុម" not in told, column


@pytest.mark.parametrize("path", ["ម៉ៅ សុខុមា.wav", "recordings/ម៉ៅ_សុខុមា.m4a", "ម៉ៅ-សុខុមា/1.mp3"])
def test_a_real_name_in_the_path_of_a_recording_is_refused(kit: Kit, known: Known, path: str) -> None:
    parsed = kit.parse_cells(kit.row_with(source1_recording=path), known)
    assert [(one.values["field"], one.code) for one in parsed.faults] == [("source1_recording", "intake.name-in-text")]


def test_a_submission_does_not_show_a_name(kit: Kit, known: Known) -> None:
    one = kit.good(kit.ROW, known)
    assert kit.SECRET_NAME not in repr(one)
    assert kit.SECRET_NAME not in str(one.content)
    assert "name" not in {field.name for field in fields(one.people[0]) if field.compare}


def test_a_name_on_air_needs_consent_to_the_name(kit: Kit, known: Known) -> None:
    cells = kit.row_with(source1_name_on_air_km="អ៊ំ", source1_consent="words:air name:air")
    assert kit.good(cells, known).people[0].name_on_air_km == "អ៊ំ"


def test_a_child_comes_in_with_a_caregivers_consent(kit: Kit, known: Known) -> None:
    (person,) = kit.good(kit.row_with(source1_minor="បាទ", source1_consent_subject="parent"), known).people
    assert person.minor and person.consent is not None and person.consent.subject == "caregiver"


def test_a_person_without_consent_comes_in(kit: Kit, known: Known) -> None:
    bare = {name: "" for name in kit.ROW if name.startswith("source1_consent")}
    (person,) = kit.good(kit.row_with(**bare), known).people
    assert person.consent is None
    assert person.anonymous_from is AnonymousFrom.PUBLIC


def test_nine_people_come_in_in_order(kit: Kit, known: Known) -> None:
    people = {f"source{n}_code": f"S-{n:04}" for n in range(1, 10)} | {"source1_code": "S-0001"}
    one = kit.good(kit.row_with(**people), known)
    assert [person.code for person in one.people] == [f"S-{n:04}" for n in range(1, 10)]


def test_excels_numbers_are_days_in_a_workbook_only(kit: Kit, known: Known) -> None:
    assert faults(kit, known, SheetKind.XLSX, initial_date="40976", final_date="40977.0") == []
    assert faults(kit, known, SheetKind.CSV, initial_date="40976") == [("initial_date", "intake.date-bad")]


@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=40), max_size=12))
def test_law_any_cells_give_a_report_or_faults_and_nothing_else(kit: Kit, known: Known, cells: dict[str, str]) -> None:
    parsed = kit.parse_cells(kit.row_with(**cells), known)
    assert (parsed.submission is None) == bool(parsed.faults)
    if parsed.submission is not None:
        assert parsed.submission.content["root_uuid"] == parsed.root_uuid
