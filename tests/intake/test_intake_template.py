"""The explained example imports as it is, in both forms, and always has the same bytes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from studio.intake.columns import PERSON, REPORT
from studio.intake.parse import Known
from studio.intake.template import write_template

Kit = Any


@pytest.mark.parametrize("name", ["template.csv", "template.xlsx"])
def test_the_example_comes_in_without_a_fault(kit: Kit, known: Known, tmp_path: Path, name: str) -> None:
    write_template(tmp_path / name)
    first, second = kit.parse_file(tmp_path / name, known)
    for one in (first, second):
        assert (one.faults, one.warnings) == ((), ())
    assert first.submission.organizations == ("BTB-01", "BTB-02")
    assert first.submission.report.individual_or_joint == "joint"
    assert [person.code for person in first.submission.people] == ["S-0042"]
    assert first.submission.people[0].consent is not None
    assert second.submission.report.initial_date == second.submission.report.final_date == date(2012, 4, 1)
    assert (second.submission.report.reached_women, second.submission.report.reached_men) == (9, 12)
    assert second.submission.people == ()


def test_the_example_fits_whatever_organizations_there_are(kit: Kit, tmp_path: Path) -> None:
    known = Known({"KEP-01"}, {"23"}, kit.NOW, kit.ZONE)
    write_template(tmp_path / "one.csv", ["KEP-01"], "23", people=1)
    found = kit.parse_file(tmp_path / "one.csv", known)
    assert [one.faults for one in found] == [(), ()]


@pytest.mark.parametrize("name", ["template.csv", "template.xlsx"])
def test_law_the_same_template_has_the_same_bytes(tmp_path: Path, name: str) -> None:
    write_template(tmp_path / name)
    first = (tmp_path / name).read_bytes()
    (tmp_path / name).unlink()
    write_template(tmp_path / name)
    assert (tmp_path / name).read_bytes() == first


def test_the_workbook_explains_every_column_and_offers_the_closed_lists(tmp_path: Path) -> None:
    write_template(tmp_path / "template.xlsx", people=2)
    book = load_workbook(tmp_path / "template.xlsx")
    reports, explained = book.worksheets
    names = [cell.value for cell in reports[1]]
    assert len(names) == len(REPORT) + 2 * len(PERSON)
    assert [row[0].value for row in explained.iter_rows(min_row=2)] == names
    assert all(row[1].value and row[2].value for row in explained.iter_rows(min_row=2))
    rules = {str(rule.sqref): rule.formula1 for rule in reports.data_validations.dataValidation}
    assert '"field,phone,hotline,web,paper"' in rules.values()
    assert len(rules) == 6 + 2 * 5
    assert all(cell.number_format == "@" for row in reports.iter_rows(min_row=2) for cell in row if cell.value)
    assert reports.freeze_panes == "A4"
