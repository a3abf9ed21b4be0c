"""Reports that tell the same, and reports of one activity: what is put away is never aired, and nothing moves."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from studio.errors import ClearanceRefused, IntakeRefused
from studio.pipeline import report_pairs, review
from studio.pipeline.clear import clear_report
from studio.pipeline.opening import Studio
from studio.pipeline.receipt_asked import look_up
from studio.records.kinds import ReviewState
from studio.records.reports import Information, Report
from studio.store.engine import reading

FIRST, OTHER = "6836884c", "ddb2b916"
TWIN = "5e000000-0000-4000-8000-000000000001"
TOLD = "It came twice."


@pytest.fixture
def pair(kit: Any, station: Studio) -> Studio:
    """The same report twice, and one of another community; the first is cleared."""
    kit.imported(station, rows=[kit.row(FIRST), kit.row(OTHER), kit.row(FIRST, root_uuid=TWIN)])
    clear_report(station, FIRST, frozenset(), "")
    return station


def one(studio: Studio, name: str) -> Report:
    with reading(studio.engine) as session:
        return next(each for each in session.exec(select(Report)) if each.root_uuid.startswith(name))


def refused(error: pytest.ExceptionInfo[IntakeRefused]) -> set[str]:
    return {each.code.removeprefix("pipeline.") for each in error.value.faults}


def test_what_is_merged_is_not_aired_and_its_sender_is_told(pair: Studio) -> None:
    done = report_pairs.merge(pair, FIRST, TWIN, TOLD)
    assert (done.before, done.after) == (ReviewState.APPROVED, ReviewState.REJECTED)
    with pytest.raises(ClearanceRefused, match=r"clearance\.duplicate"):
        clear_report(pair, FIRST, frozenset(), "")
    standing = look_up(pair, one(pair, FIRST).receipt)
    assert standing.merged
    assert [said.text for said in standing.comments] == [TOLD]
    clear_report(pair, TWIN, frozenset(), "")


def test_nothing_moves_and_it_is_taken_up_again(pair: Studio) -> None:
    def words() -> list[tuple[int, str]]:
        with reading(pair.engine) as session:
            return [(each.report_id, each.quote_km) for each in session.exec(select(Information))]

    before = words()
    report_pairs.merge(pair, TWIN, FIRST, TOLD)
    review.ask(pair, TWIN, "When was it?")
    review.answer(pair, TWIN, "In May.")
    with pytest.raises(ClearanceRefused, match=r"clearance\.duplicate"):
        clear_report(pair, TWIN, frozenset(), "")
    assert report_pairs.part(pair, TWIN, "It was another meeting.").after is ReviewState.EDITED
    clear_report(pair, TWIN, frozenset(), "")
    assert words() == before
    with pytest.raises(IntakeRefused) as error:
        report_pairs.part(pair, TWIN, "Again.")
    assert refused(error) == {"pair-single"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"confidentiality": "restricted"}, "pair-stricter"),
        ({"sensitivity": "high"}, "pair-stricter"),
        ({"not_before": "2099-01-01"}, "pair-stricter"),
        ({"expires_on": "2099-01-01"}, "pair-stricter"),
    ],
)
def test_the_one_that_is_kept_is_as_careful(pair: Studio, kit: Any, change: dict[str, str], code: str) -> None:
    sent = {"root_uuid": TWIN, "submitted_at": "2012-05-15T08:00:00+07:00"}
    kit.imported(pair, rows=[kit.row(FIRST, **sent, **change)])
    with pytest.raises(IntakeRefused) as error:
        report_pairs.merge(pair, TWIN, FIRST, TOLD)
    assert refused(error) == {code}
    assert report_pairs.merge(pair, FIRST, TWIN, TOLD).after is ReviewState.REJECTED


def test_what_speaks_against_it_is_said_at_once(pair: Studio) -> None:
    with pytest.raises(IntakeRefused) as error:
        report_pairs.merge(pair, FIRST, FIRST, TOLD)
    assert refused(error) == {"pair-same"}
    review.reject(pair, OTHER, "No.")
    with pytest.raises(IntakeRefused) as error:
        report_pairs.merge(pair, FIRST, OTHER, f"See {one(pair, OTHER).receipt}.")
    assert refused(error) == {"pair-rejected", "pair-voices", "pair-stricter", "pair-told"}
    report_pairs.merge(pair, TWIN, FIRST, TOLD)
    for name, into, code in ((FIRST, OTHER, "pair-keeps"), (TWIN, FIRST, "pair-merged")):
        with pytest.raises(IntakeRefused) as error:
            report_pairs.merge(pair, name, into, TOLD)
        assert code in refused(error)
    with pytest.raises(IntakeRefused) as error:
        report_pairs.join(pair, TWIN, OTHER)
    assert refused(error) == {"pair-merged"}


def test_an_activity_is_aired_together_until_somebody_leaves_it(pair: Studio) -> None:
    with pytest.raises(IntakeRefused) as error:
        report_pairs.join(pair, FIRST, TWIN)
    assert refused(error) == {"pair-community"}
    done = report_pairs.join(pair, OTHER, FIRST)
    assert len(done.reports) == 2
    assert {one(pair, FIRST).together, one(pair, OTHER).together} == {done.name}
    with pytest.raises(IntakeRefused) as error:
        report_pairs.join(pair, FIRST, OTHER)
    assert "pair-joined" in refused(error)
    assert report_pairs.leave(pair, FIRST) == report_pairs.Activity("", ())
    assert {one(pair, FIRST).together, one(pair, OTHER).together} == {""}
    with pytest.raises(IntakeRefused) as error:
        report_pairs.leave(pair, FIRST)
    assert refused(error) == {"pair-alone"}
