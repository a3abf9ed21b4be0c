"""What an incoming report means for the stored one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.intake.columns import FREE_REPORT
from studio.intake.merge import Merge, Standing, Verdict, merge
from studio.intake.parse import Known
from studio.intake.plan import import_plan
from studio.intake.submission import Submission, digest_content
from studio.records.kinds import ReviewState

Kit = Any
WORDS = st.text("កខគ abc", min_size=1, max_size=12).map(str.strip).filter(bool)


def standing(one: Submission, state: ReviewState = ReviewState.RECEIVED) -> Standing:
    """A submission as it is stored."""
    return Standing(7, one.digest, state, one.report.submitted_at, one.content)


def test_what_is_not_stored_is_new(kit: Kit, known: Known) -> None:
    assert merge(kit.good(kit.ROW, known), None).verdict is Verdict.NEW


@given(st.sampled_from([name for name in FREE_REPORT if name != "rights_affected"]), WORDS)
def test_law_merging_twice_is_merging_once(kit: Kit, known: Known, column: str, text: str) -> None:
    stored = kit.good(kit.ROW, known)
    incoming = kit.good(kit.row_with(**{column: text}), known)
    first = merge(incoming, standing(stored))
    assert dict(first.fields) == {column: [stored.content[column], incoming.content[column]]}
    again = Standing(7, digest_content(first.content), first.review_state, incoming.report.submitted_at, first.content)
    assert merge(incoming, again).verdict is Verdict.UNCHANGED
    assert merge(replace(incoming, given=frozenset(kit.ROW)), replace(again, digest="")).verdict is Verdict.UNCHANGED


@given(
    st.sets(st.sampled_from(["impact_km", "impact_en", "message_en", "reached_men", "source1_quote_en", "source1_sex"]))
)
def test_law_a_column_that_the_file_lacks_changes_nothing(kit: Kit, known: Known, lacking: set[str]) -> None:
    stored = kit.good(kit.ROW, known)
    cells = {name: text for name, text in kit.ROW.items() if name not in lacking}
    assert merge(kit.good(cells, known), standing(stored)).verdict is Verdict.UNCHANGED


def test_an_emptied_cell_empties_the_field(kit: Kit, known: Known) -> None:
    found = merge(kit.good(kit.row_with(impact_en=""), known), standing(kit.good(kit.ROW, known)))
    assert dict(found.fields) == {"impact_en": ["The seedlings live.", ""]}


def test_a_person_who_is_no_longer_named_is_gone_only_where_the_file_names_people(kit: Kit, known: Known) -> None:
    two = kit.good(kit.row_with(source2_code="S-0043", source2_quote_km="ខ្ញុំ"), known)
    one = merge(kit.good(kit.row_with(source2_code="", source2_quote_km=""), known), standing(two))
    assert one.fields["people"] == ["S-0042; S-0043", "S-0042"]
    assert one.fields["S-0043.quote_km"] == ["ខ្ញុំ", ""]
    bare = {name: text for name, text in kit.ROW.items() if not name.startswith("source")}
    assert merge(kit.good(bare, known), standing(two)).verdict is Verdict.UNCHANGED


def test_a_new_person_comes_with_everything_about_them(kit: Kit, known: Known) -> None:
    more = kit.good(kit.row_with(source2_code="S-0043", source2_quote_km="ខ្ញុំ"), known)
    found = merge(more, standing(kit.good(kit.ROW, known)))
    assert found.fields["people"] == ["S-0042", "S-0042; S-0043"]
    assert found.fields["S-0043.quote_km"] == ["", "ខ្ញុំ"]


@pytest.mark.parametrize("state", list(ReviewState))
def test_only_an_approved_report_goes_back_to_its_editor(kit: Kit, known: Known, state: ReviewState) -> None:
    stored, changed = kit.good(kit.ROW, known), kit.good(kit.row_with(impact_en="Else."), known)
    expected = ReviewState.EDITED if state is ReviewState.APPROVED else state
    assert merge(changed, standing(stored, state)).review_state is expected
    assert merge(stored, standing(stored, state)) == Merge(Verdict.UNCHANGED, review_state=state)


def test_a_report_that_was_sent_before_the_stored_one_changes_nothing(kit: Kit, known: Known) -> None:
    early = kit.good(kit.row_with(submitted_at="2012-03-12T00:00:00+07:00", impact_en="Else."), known)
    found = merge(early, standing(kit.good(kit.ROW, known)))
    assert (found.verdict, found.stale) == (Verdict.UNCHANGED, True)


def test_names_recordings_and_consents_are_no_content(kit: Kit, known: Known) -> None:
    other = kit.row_with(
        source1_name="ជា ពិសី", source1_recording="b.wav", source1_consent="words:air", source1_consent_by="ST-09"
    )
    assert kit.good(other, known).digest == kit.good(kit.ROW, known).digest


def test_a_plan_counts_what_would_happen(kit: Kit, known: Known) -> None:
    rows = {
        "new": kit.row_with(root_uuid=kit.uuid_of(1)),
        "same": kit.row_with(root_uuid=kit.uuid_of(2)),
        "changed": kit.row_with(root_uuid=kit.uuid_of(3), impact_en="Else."),
        "faulty": kit.row_with(root_uuid=kit.uuid_of(4), channel="x", sensitivity="x"),
    }
    existing = {
        number: standing(kit.good(kit.row_with(root_uuid=number), known)) for number in (kit.uuid_of(2), kit.uuid_of(3))
    }
    plan = import_plan([kit.parse_cells(cells, known) for cells in rows.values()], existing)
    assert (plan.rows, plan.new, plan.changed, plan.unchanged) == (4, 1, 1, 1)
    assert (plan.names, plan.recordings) == (3, 3)
    assert [row.fields for row in plan.planned if row.verdict is Verdict.CHANGED] == [("impact_en",)]
    assert {line: len(found) for line, found in plan.faults_by_line.items()} == {2: 2}
    assert kit.SECRET_NAME not in repr(plan)
