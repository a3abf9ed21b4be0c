"""Reports that stand in a file twice, days that can be read two ways, names of other rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from studio.intake.parse import Known
from studio.intake.submission import Parsed

Kit = Any
Write = Callable[..., Path]


def by_line(parsed: list[Parsed]) -> dict[int, Parsed]:
    return {one.line: one for one in parsed}


def told(one: Parsed) -> list[tuple[str, object]]:
    return [(word.code, word.values.get("other")) for word in (*one.faults, *one.warnings)]


def test_identical_rows_are_one_and_both_are_told(kit: Kit, known: Known, write_csv: Write) -> None:
    found = by_line(kit.parse_file(write_csv([kit.ROW, kit.ROW]), known))
    assert found[2].submission is not None
    assert found[3].submission is None
    assert told(found[2]) == [("intake.row-twice", 3)]
    assert told(found[3]) == [("intake.row-twice", 2)]
    assert not found[3].faults


def test_of_different_rows_the_one_sent_later_is_taken(kit: Kit, known: Known, write_csv: Write) -> None:
    later = kit.row_with(submitted_at="2012-03-14T08:00:00+07:00", impact_en="Another.")
    for rows, winner in (([kit.ROW, later], 3), ([later, kit.ROW], 2)):
        found = by_line(kit.parse_file(write_csv(rows), known))
        loser = 5 - winner
        assert found[winner].submission is not None
        assert found[winner].submission.report.impact_en == "Another."
        assert told(found[loser]) == [("intake.row-superseded", winner)]
        assert told(found[winner]) == [("intake.row-twice", loser)]


def test_rows_that_contradict_each_other_at_one_moment_are_refused_but_for_the_first(
    kit: Kit, known: Known, write_csv: Write
) -> None:
    found = by_line(kit.parse_file(write_csv([kit.ROW, kit.row_with(impact_en="Another.")]), known))
    assert found[2].submission is not None
    assert [one.code for one in found[3].faults] == ["intake.row-contradicts"]


def test_a_faulty_second_row_does_not_cost_the_good_first_one(kit: Kit, known: Known, write_csv: Write) -> None:
    later = kit.row_with(submitted_at="2012-03-14T08:00:00+07:00", place_code="x")
    found = by_line(kit.parse_file(write_csv([kit.ROW, later]), known))
    assert found[2].submission is not None
    assert [one.code for one in found[3].faults] == ["intake.place-unknown"]


def test_one_number_in_two_spellings_is_one_report(kit: Kit, known: Known, write_csv: Write) -> None:
    upper = kit.row_with(root_uuid=kit.ROW["root_uuid"].upper())
    assert sum(one.submission is not None for one in kit.parse_file(write_csv([kit.ROW, upper]), known)) == 1
    odk = kit.row_with(root_uuid=f"uuid:{kit.ROW['root_uuid']}")
    assert sum(one.submission is not None for one in kit.parse_file(write_csv([kit.ROW, odk]), known)) == 1


def test_a_name_that_another_row_holds_is_found(kit: Kit, known: Known, write_csv: Write) -> None:
    other = kit.row_with(root_uuid=kit.uuid_of(2), source1_code="S-0043", source1_name="ជា ពិសី")
    first = kit.row_with(impact_km="លោកស្រី ជា ពិសី បានជួយ។")
    found = by_line(kit.parse_file(write_csv([first, other]), known))
    assert kit.codes(found[2]) == ["intake.name-in-text"]
    assert found[3].submission is not None


def test_where_the_month_leads_every_open_day_is_a_question(kit: Kit, known: Known, write_csv: Write) -> None:
    def row(number: int, day: str) -> dict[str, str]:
        return kit.row_with(
            root_uuid=kit.uuid_of(number), initial_date=day, final_date="", source1_consent_on="2012-03-11"
        )

    plain, american, more = row(1, "04/03/2012"), row(2, "03/25/2012"), row(3, "04/28/2012")
    found = by_line(kit.parse_file(write_csv([plain, american, more]), known))
    assert [kit.codes(found[line]) for line in (2, 3, 4)] == [
        ["intake.date-ambiguous"], ["intake.date-month-first"], ["intake.date-month-first"],
    ]  # fmt: skip
    days = [row(4, "25/03/2012"), row(5, "26/03/2012")]
    mixed = by_line(kit.parse_file(write_csv([plain, american, more, *days]), known))
    assert mixed[2].submission is not None
    assert mixed[2].submission.report.initial_date.isoformat() == "2012-03-04"


def test_one_slip_costs_one_row(kit: Kit, known: Known, write_csv: Write) -> None:
    slip = kit.row_with(root_uuid=kit.uuid_of(2), initial_date="03/25/2012", final_date="03/26/2012")
    found = by_line(kit.parse_file(write_csv([kit.row_with(initial_date="04/03/2012"), slip]), known))
    assert found[2].submission is not None
    assert kit.codes(found[3]) == ["intake.date-month-first"] * 2
