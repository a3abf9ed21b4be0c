"""Reports and recordings come in: good rows stay, faulty ones are named, and doing it again changes nothing."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import col, func, select

from studio.errors import ClearanceRefused, IntakeRefused, NotFound, ScriptRefused
from studio.languages import Language
from studio.pipeline.clear import clear_report, cleared_material, today
from studio.pipeline.file import import_reports, reports_kept
from studio.pipeline.material import report_of
from studio.pipeline.write import approve, script_of, write_stories
from studio.records.consent import Consent, ConsentScope
from studio.records.kinds import ReviewState
from studio.records.network import Organization
from studio.records.reports import Attachment, Information, Report, ReportOrganization, Source
from studio.records.tables import METADATA
from studio.store.engine import reading

SCALE, FOREST, JOINT, KHMER_ONLY = "8a4b115c", "ddb2b916", "75d5825d", "11cc333b"


def counts(studio):
    """How many rows every table has."""
    with reading(studio.engine) as session:
        return {
            table.name: session.connection().execute(select(func.count()).select_from(table)).scalar_one()
            for table in METADATA.sorted_tables
        }


def plain(row, *without):
    """A row's values as text."""
    return repr({name: getattr(row, name) for name in type(row).model_fields if name not in without})


def content(studio):
    """Everything reports hold, without numbers that the database gave."""
    with reading(studio.engine) as session:
        reports = {one.id: one for one in session.exec(select(Report))}
        sources = {one.id: one.code for one in session.exec(select(Source))}
        organizations = {one.id: one.code for one in session.exec(select(Organization))}
        scopes = session.exec(select(ConsentScope)).all()
        return {
            "reports": sorted(plain(one, "id") for one in reports.values()),
            "people": sorted(plain(one, "id", "sealed_identity") for one in session.exec(select(Source))),
            "words": sorted(
                (reports[one.report_id].root_uuid, sources[one.source_id], one.rank, one.quote_km, one.quote_en)
                for one in session.exec(select(Information))
            ),
            "organizations": sorted(
                (reports[one.report_id].root_uuid, organizations[one.organization_id], one.rank)
                for one in session.exec(select(ReportOrganization))
            ),
            "consents": sorted(
                (
                    plain(one, "id", "source_id", "report_id"),
                    sources[one.source_id],
                    reports[one.report_id].root_uuid if one.report_id else "",
                    sorted((scope.purpose, scope.medium) for scope in scopes if scope.consent_id == one.id),
                )
                for one in session.exec(select(Consent))
            ),
        }


def codes(faults):
    return [one.code for one in faults]


def test_good_rows_are_kept_and_each_faulty_one_is_named_with_its_line(station, kit):
    rows = [
        kit.row(SCALE),
        kit.row(FOREST, place_code="9999", initial_date="soon"),
        kit.row(KHMER_ONLY, organizations="XYZ-99"),
        kit.row(JOINT),
    ]
    done = kit.imported(station, rows=rows)
    assert (done.rows, done.bad_rows, done.kept.new) == (4, 2, 2)
    assert [name[:8] for name in reports_kept(station)] == [SCALE, JOINT]
    where = [one.where for one in done.faults]
    assert len([one for one in where if "3" in one and ("place_code" in one or "initial_date" in one)]) == 2, where
    assert any("4" in one and "organizations" in one for one in where), where


def test_a_preview_tells_the_same_and_keeps_nothing(station, kit):
    path = kit.sheet([kit.row(SCALE, source1_recording="recordings/none.wav"), kit.row(FOREST, place_code="9999")])
    before = counts(station)
    seen = import_reports(station, path, preview=True)
    assert (seen.kept.new, seen.rows, seen.bad_rows, seen.recordings) == (1, 2, 1, 0)
    assert counts(station) == before
    done = import_reports(station, path)
    assert (done.kept.new, done.bad_rows) == (1, 1)
    assert set(codes(seen.faults)) <= set(codes(done.faults))


def test_the_same_file_again_changes_nothing(station, kit):
    rows = [kit.row(SCALE, source1_recording=kit.recording("a.wav")), kit.row(FOREST)]
    path = kit.sheet(rows)
    first = import_reports(station, path)
    before, stored = counts(station), content(station)
    again = import_reports(station, path)
    assert first.changes > 0 and first.recordings == 1
    assert (again.changes, again.kept.unchanged, again.faults) == (0, 2, ())
    assert counts(station) == before
    assert content(station) == stored
    assert len(kit.trail(station, "consent.recorded")) == 4


def test_a_changed_report_loses_its_approval_and_its_scripts_become_stale(station, kit):
    kit.approved(station, SCALE)
    changed = kit.imported(station, rows=[later_row(kit, event_description_km="យើងជួបគ្នាពីរដង។")])
    assert (changed.kept.changed, changed.kept.new) == (1, 0)
    with reading(station.engine) as session:
        report = report_of(session, SCALE)
        assert report.review_state is not ReviewState.APPROVED
        with pytest.raises(ClearanceRefused) as refused:
            cleared_material(session, report, today(station))
    assert codes(refused.value.faults) == ["pipeline.changed-since-cleared"]
    clear_report(station, SCALE, frozenset(), "")
    written = write_stories(station)
    assert [(one.language, one.number) for one in written.new] == [("km", 2)]
    assert written.unchanged == 1, "the English script tells nothing of the Khmer words"
    with reading(station.engine) as session:
        assert not script_of(session, written.new[0].key, Language.KM).approved


def later_row(kit, **cells):
    """The first report, sent again an hour later."""
    row = kit.row(SCALE, **cells)
    return {**row, "submitted_at": row["submitted_at"].replace("T09:20", "T10:20")}


def test_approval_refuses_what_its_report_no_longer_says(desk, kit):
    kit.cleared(desk, SCALE)
    (key,) = {script.key for script in write_stories(desk).new}
    kit.imported(desk, rows=[later_row(kit, event_description_km="យើងជួបគ្នាពីរដង។")])
    with pytest.raises(ScriptRefused) as lost:
        approve(desk, key, Language.KM)
    assert codes(lost.value.faults) == ["pipeline.clearance-lost", "pipeline.changed-since-cleared"]
    clear_report(desk, SCALE, frozenset(), "")
    with pytest.raises(ScriptRefused) as stale:
        approve(desk, key, Language.KM)
    assert codes(stale.value.faults) == ["pipeline.script-stale"]


def test_a_missing_and_an_unusable_recording_are_named_and_the_reports_kept(station, kit):
    broken = kit.sheet([kit.row(SCALE)]).parent / "broken.wav"
    broken.write_bytes(b"RIFF not a sound at all")
    rows = [
        kit.row(SCALE, source1_recording="none.wav"),
        kit.row(FOREST, source1_recording="broken.wav"),
        kit.row(JOINT, source1_recording=kit.recording("whole.wav")),
    ]
    done = kit.imported(station, rows=rows)
    assert (done.kept.new, done.recordings) == (3, 1)
    unusable = [one for one in done.faults if one.code == "pipeline.recording-unusable"]
    assert sorted(one.where for one in unusable) == ["broken.wav", "none.wav"]
    assert all(one.values["reason"] for one in unusable)
    with reading(station.engine) as session:
        (attached,) = session.exec(select(Attachment)).all()
        assert attached.label == "whole.wav"
        assert session.exec(select(func.count(col(Report.id)))).one() == 3
    assert attached.original in station.workspace.vault and attached.working in station.workspace.vault
    assert not list(station.workspace.root.rglob(".partial-*"))


def test_a_recording_that_was_missing_is_attached_when_it_comes(desk, kit):
    path = kit.sheet([kit.row(SCALE, source1_recording="late.wav")])
    assert import_reports(desk, path).recordings == 0
    kit.recording("late.wav")
    done = import_reports(desk, path)
    assert (done.recordings, done.faults, done.changes) == (1, (), 1)


def test_another_recording_takes_a_report_out_of_its_approval(desk, kit):
    path = kit.sheet([kit.row(SCALE, source1_recording=kit.recording("a.wav", seed=1))])
    import_reports(desk, path)
    clear_report(desk, SCALE, frozenset(), "")
    kit.recording("a.wav", seed=2)
    assert import_reports(desk, path).recordings == 1
    with reading(desk.engine) as session, pytest.raises(ClearanceRefused) as refused:
        cleared_material(session, report_of(session, SCALE), today(desk))
    assert codes(refused.value.faults) == ["pipeline.changed-since-cleared"]


def test_a_file_that_is_no_table_of_reports_is_refused_whole(desk, kit):
    path = kit.folder / "photo.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    with pytest.raises(IntakeRefused):
        import_reports(desk, path)
    with pytest.raises((NotFound, IntakeRefused)):
        import_reports(desk, kit.folder / "nowhere.csv")
    assert reports_kept(desk) == []


NAMES = [SCALE, FOREST, JOINT, KHMER_ONLY, "1d707f56"]


@settings(max_examples=5)
@given(data=st.data())
def test_any_order_and_any_split_into_files_stores_the_same(fresh, data):
    """Law: what is stored depends on the reports, not on the order or the files they came in."""
    wanted = data.draw(st.lists(st.sampled_from(NAMES), min_size=1, unique=True))
    order = data.draw(st.permutations(wanted))
    cut = data.draw(st.integers(0, len(order)))
    parts = [part for part in (order[:cut], order[cut:]) if part]
    assert stored_by(fresh, [sorted(wanted)]) == stored_by(fresh, parts)


def stored_by(fresh, files):
    """What a fresh station holds after importing some files one after another."""
    with tempfile.TemporaryDirectory() as folder, fresh(Path(folder)) as (studio, kit):
        for names in files:
            assert kit.imported(studio, *names).bad_rows == 0
        return content(studio)
