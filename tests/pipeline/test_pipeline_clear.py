"""What may be aired is an editor's decision, written once, and decided anew from the consents each time it is used."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import func, select

from studio.errors import ClearanceRefused, EditionNotReady, NotFound, RundownImpossible
from studio.pipeline.build import build_episode
from studio.pipeline.clear import all_cleared, clear_report, cleared_material, today, withdraw_consent
from studio.pipeline.inbox import Reader, Wanted, inbox
from studio.pipeline.material import report_of
from studio.pipeline.reports_shown import show_report
from studio.pipeline.review import ask
from studio.pipeline.schedule import propose_rundown
from studio.pipeline.status import readiness
from studio.records.consent import ClearanceRecord, Consent
from studio.records.kinds import ConsentStatus, ReviewState
from studio.records.reports import Report
from studio.store.engine import reading

SCALE, FOREST, JOINT, KHMER_ONLY = "8a4b115c", "ddb2b916", "75d5825d", "11cc333b"
WITHDRAWN, EXPIRED, PRINT_ONLY, ENDS_IN_MAY = "1d707f56", "51cbd706", "b4a8b43d", "3b3e467f"
FIRST = "2012-05-17-voices"


def codes(error):
    return sorted(one.code for one in error.faults)


def decisions(studio):
    with reading(studio.engine) as session:
        return session.exec(select(func.count()).select_from(ClearanceRecord)).one()


def refusal(studio, name, on=None):
    """Why a report may not be aired on a day."""
    with reading(studio.engine) as session, pytest.raises(ClearanceRefused) as refused:
        cleared_material(session, report_of(session, name), on or today(studio))
    return refused.value


def test_a_refusal_lists_everything_that_is_missing_and_decides_nothing(station, kit):
    kit.imported(station, PRINT_ONLY)
    with pytest.raises(ClearanceRefused) as refused:
        clear_report(station, PRINT_ONLY, frozenset({"S-999:voice"}), "")
    found = refused.value.faults
    assert {"clearance.jigsaw-unsigned", "clearance.missing", "clearance.without-unknown"} <= {
        one.code for one in found
    }
    missing = {(one.values["purpose"], one.values["medium"]) for one in found if one.code == "clearance.missing"}
    assert {("words", "air"), ("words", "online")} <= missing
    assert decisions(station) == 0
    assert kit.trail(station, "clearance.decided", "report.approved") == []
    with reading(station.engine) as session:
        assert report_of(session, PRINT_ONLY).review_state is ReviewState.RECEIVED


def test_a_decision_and_its_trace_are_written_once(station, kit):
    kit.imported(station, SCALE)
    once = clear_report(station, SCALE, frozenset(), "")
    again = clear_report(station, SCALE, frozenset(), "")
    assert once == again
    assert decisions(station) == 1
    name = once.clearance.report
    assert kit.trail(station, "clearance.decided", "report.approved") == [
        ("report.approved", name, "ED-01"),
        ("clearance.decided", name, "ED-01"),
    ]


def test_doing_without_a_name_is_another_decision_and_takes_the_name_away(desk, kit):
    kit.imported(desk, SCALE)
    assert clear_report(desk, SCALE, frozenset(), "").voices[0].name_km
    other = clear_report(desk, SCALE, frozenset({"S-001:name"}), "")
    assert other.voices[0].name_km == ""
    assert decisions(desk) == 2
    with reading(desk.engine) as session:
        standing = cleared_material(session, report_of(session, SCALE), today(desk))
    assert standing.voices[0].name_km == ""


def test_what_was_never_cleared_is_not_usable(desk, kit):
    kit.imported(desk, SCALE)
    assert codes(refusal(desk, SCALE)) == ["pipeline.never-cleared"]


def test_consent_must_hold_on_the_day_of_the_airing_not_of_the_decision(desk, kit):
    kit.imported(desk, ENDS_IN_MAY)
    cleared = clear_report(desk, ENDS_IN_MAY, frozenset(), "")
    assert cleared.clearance.usable_until == date(2012, 5, 31)
    with reading(desk.engine) as session:
        report = report_of(session, ENDS_IN_MAY)
        assert cleared_material(session, report, date(2012, 5, 31)).clearance.usable_until == date(2012, 5, 31)
    late = refusal(desk, ENDS_IN_MAY, date(2012, 6, 1))
    assert set(codes(late)) == {"clearance.expired"}
    assert {one.values["source"] for one in late.faults} == {"S-028"}


@pytest.mark.parametrize(("name", "code"), [(WITHDRAWN, "clearance.withdrawn"), (EXPIRED, "clearance.expired")])
def test_a_consent_that_ended_before_clears_nothing(desk, kit, name, code):
    kit.imported(desk, name)
    with pytest.raises(ClearanceRefused) as refused:
        clear_report(desk, name, frozenset(), "")
    assert code in codes(refused.value)


def test_every_report_is_either_usable_or_refused_with_its_reason(station, kit):
    kit.cleared(station, SCALE, ENDS_IN_MAY)
    kit.imported(station, SCALE, ENDS_IN_MAY, FOREST, WITHDRAWN)
    with reading(station.engine) as session:
        usable, refused = all_cleared(session, date(2012, 6, 7))
        everything = set(session.exec(select(Report.root_uuid)))
    assert [name[:8] for name in usable] == [SCALE]
    assert usable.keys() | refused.keys() == everything and not usable.keys() & refused.keys()
    assert {name[:8]: codes(error)[0] for name, error in refused.items()} == {
        ENDS_IN_MAY: "clearance.expired",
        FOREST: "pipeline.never-cleared",
        WITHDRAWN: "pipeline.never-cleared",
    }


def test_a_commune_is_kept_for_the_desk_and_never_cleared(desk, kit):
    commune = "020501"
    kit.imported(desk, rows=[kit.row(SCALE, place_code=commune)])
    cleared = clear_report(desk, SCALE, frozenset(), "")
    assert (cleared.place.code, cleared.place.name_en) == ("0205", "Aek Phnum")
    shown = show_report(desk, SCALE)
    assert (shown.place.code, shown.commune.code, shown.report.place_code) == ("0205", commune, commune)
    everybody = Reader(province="", reviews=True)
    for words in (shown.commune.name_km, shown.commune.name_en, "Aek Phnum", "Battambang"):
        (row,) = inbox(desk, everybody, Wanted(words=words)).rows
        assert row.place.code == "0205"
    assert inbox(desk, everybody, Wanted(words="Banan")).rows == ()


def test_an_open_question_takes_a_cleared_report_out(desk, kit):
    kit.cleared(desk, SCALE)
    ask(desk, SCALE, "តើនៅភូមិណា?")
    assert codes(refusal(desk, SCALE)) == ["pipeline.never-cleared"]
    with pytest.raises(ClearanceRefused) as refused:
        clear_report(desk, SCALE, frozenset(), "")
    assert codes(refused.value) == ["clearance.review-open"]


def test_a_withdrawal_touches_the_reports_of_that_person_and_leaves_its_trace_once(station, kit):
    kit.cleared(station, SCALE, FOREST)
    done = withdraw_consent(station, "S-002", "moved away")
    assert (done.source, done.consents) == ("S-002", 1)
    assert [name[:8] for name in done.reports] == [SCALE]
    assert {one.values["source"] for one in refusal(station, SCALE).faults} == {"S-002"}
    with reading(station.engine) as session:
        assert cleared_material(session, report_of(session, FOREST), today(station)).voices
        gone = session.exec(select(Consent).where(Consent.status == ConsentStatus.WITHDRAWN)).all()
    assert [(one.withdrawn_on, one.reason) for one in gone] == [(date(2012, 5, 16), "moved away")]
    again = withdraw_consent(station, "S-002", "again")
    assert (again.consents, again.reports) == (0, done.reports)
    assert kit.trail(station, "consent.withdrawn") == [("consent.withdrawn", "S-002", "ED-01")]


def test_a_withdrawal_of_somebody_unknown_is_refused(desk):
    with pytest.raises(NotFound):
        withdraw_consent(desk, "S-404", "")


def test_importing_the_same_report_again_does_not_bring_a_withdrawn_consent_back(desk, kit):
    kit.cleared(desk, SCALE)
    withdraw_consent(desk, "S-002", "no longer")
    done = kit.imported(desk, SCALE)
    assert done.kept.consents == 0
    assert set(codes(refusal(desk, SCALE))) == {"clearance.withdrawn"}


def test_after_a_withdrawal_the_story_falls_out_and_everything_says_so(built):
    """In the status at once, in the build at once, and out of the rundown when it is proposed again."""
    withdraw_consent(built, "S-002", "no longer")
    (first, *_) = readiness(built, 2)
    (story,) = [one for one in first.entries if one.lacks]
    assert story.entry.key == "btb-04-20120308-8a4b"
    assert [one.code for one in story.lacks][0] == "pipeline.clearance-lost"
    assert "clearance.withdrawn" in [one.code for one in story.lacks]
    assert not story.lights.consent and not first.ready
    with pytest.raises(EditionNotReady) as refused:
        build_episode(built, FIRST)
    assert refused.value.faults == first.lacks
    planned = propose_rundown(built, FIRST)
    assert planned.new and planned.number == 2
    assert story.entry.key not in [one.key for one in planned.plan.entries]


def test_where_no_story_is_left_the_rundown_says_why_it_is_impossible(built):
    withdraw_consent(built, "S-002", "")
    withdraw_consent(built, "S-007", "")
    with pytest.raises(RundownImpossible) as refused:
        propose_rundown(built, FIRST)
    assert refused.value.faults
