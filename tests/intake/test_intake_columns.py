"""The table of columns: whole, unambiguous, explained in both languages."""

from __future__ import annotations

import re

from studio.intake.columns import EITHER, NAMES, PERSON, REPORT, REQUIRED, UNTAKEN
from studio.intake.header import REPORTS, report_spellings, simple, untaken
from studio.records.reports import ReportBase, SourceBase

KHMER = re.compile("[\u1780-\u17b3]")


def test_every_field_of_a_report_and_of_a_source_has_a_column() -> None:
    columns = {column.name for column in REPORT}
    assert set(ReportBase.model_fields) <= columns
    assert columns - set(ReportBase.model_fields) == {"organizations"}
    assert set(SourceBase.model_fields) <= {column.name for column in PERSON}


def test_every_column_is_explained_in_khmer_and_in_english() -> None:
    for column in (*REPORT, *PERSON):
        assert KHMER.search(column.km), column.name
        assert re.search("[A-Za-z]{3}", column.en), column.name


def test_no_spelling_means_two_columns() -> None:
    taken: dict[str, str] = {}
    for column in REPORT:
        for spelling in (column.name, *column.aliases):
            assert taken.setdefault(simple(spelling), column.name) == column.name, spelling
    for column in PERSON:
        for spelling in (column.name, *column.aliases):
            meant = report_spellings()[f"source3_{simple(spelling)}"][0]
            assert meant == f"source3_{column.name}", spelling


def test_no_column_of_ours_is_one_that_is_never_taken() -> None:
    assert not [name for name in NAMES if untaken(name)]
    assert all(untaken(name) for name in UNTAKEN)


def test_nine_people_fit_and_required_columns_are_known() -> None:
    assert sum(name.endswith("_code") and name.startswith("source") for name in NAMES) == 9
    assert set(REQUIRED) < set(NAMES)
    assert all(name in NAMES for pair in EITHER for name in pair)
    assert set(REPORTS.names) == set(NAMES)
