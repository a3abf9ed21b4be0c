"""What is kept in the database, on SQLite and on PostgreSQL: once, whole, and never a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlmodel import Session, col, func
from sqlmodel import select as pick

from studio.errors import NotFound, StoreFault
from studio.intake.keep import Kept, attach, keep
from studio.intake.parse import Known
from studio.intake.receipts import holds
from studio.intake.submission import Submission
from studio.records.audit import AuditEvent
from studio.records.consent import Consent, ConsentScope
from studio.records.kinds import AnonymousFrom, ConsentStatus, ReviewState, Sex
from studio.records.reports import Attachment, Information, Report, ReportChange, ReportOrganization, Source
from studio.records.tables import METADATA
from studio.store import audit
from studio.store.engine import reading, writing
from studio.store.seal import new_key, unseal
from studio.units import Dbtp, Digest, Lufs, Ms

Kit = Any
SECRET, PUBLIC = new_key()


def kept(kit: Kit, engine: Engine, *submissions: Submission, recipients: Iterable[str] = (PUBLIC,)) -> Kept:
    with writing(engine) as session:
        return keep(session, submissions, kit.NOW, "editor", tuple(recipients))


def counted(engine: Engine) -> dict[str, int]:
    with reading(engine) as session:
        tables = (Report, Source, Information, Consent, ConsentScope, ReportChange, ReportOrganization, AuditEvent)
        return {one.__name__: session.exec(pick(func.count()).select_from(one)).one() for one in tables}


def stored(session: Session, kit: Kit) -> Report:
    return session.exec(pick(Report).where(Report.root_uuid == kit.ROW["root_uuid"])).one()


def consents(engine: Engine) -> list[tuple[ConsentStatus, date | None, frozenset[str]]]:
    with reading(engine) as session:
        scopes: dict[int, set[str]] = {}
        for scope in session.exec(pick(ConsentScope)):
            scopes.setdefault(scope.consent_id, set()).add(f"{scope.purpose.value}:{scope.medium.value}")
        found = session.exec(pick(Consent).order_by(col(Consent.id))).all()
        return [(one.status, one.withdrawn_on, frozenset(scopes.get(one.id or 0, ()))) for one in found]


def actions(engine: Engine) -> list[str]:
    with reading(engine) as session:
        assert list(audit.faults(session)) == []
        return [one.action for one in session.exec(pick(AuditEvent).order_by(col(AuditEvent.seq)))]


def everything(engine: Engine) -> str:
    """Every value of every table."""
    with engine.connect() as connection:
        return "\n".join(repr(row) for table in METADATA.sorted_tables for row in connection.execute(select(table)))


def test_a_new_report_is_kept_whole(kit: Kit, known: Known, stocked: Engine) -> None:
    result = kept(kit, stocked, kit.good(kit.ROW, known))
    assert (result.new, result.changed, result.unchanged, result.consents, result.withdrawn) == (1, 0, 0, 1, 0)
    with reading(stocked) as session:
        report = stored(session, kit)
        assert report.event_title_km == kit.ROW["event_title_km"]
        assert report.sectors == ["fisheries", "land"]
        assert report.review_state is ReviewState.RECEIVED
        assert holds(report.receipt)
        assert "seedlings" in report.search_text and "កូនឈើ" in report.search_text
        source = session.exec(pick(Source)).one()
        assert (source.code, source.sex, source.anonymous_from) == ("S-0042", Sex.F, AnonymousFrom.PUBLIC)
        words = session.exec(pick(Information)).one()
        assert words.quote_km == kit.ROW["source1_quote_km"]
        consent = session.exec(pick(Consent)).one()
        assert (consent.report_id, consent.obtained_by) == (report.id, "ST-03")
        assert result.recordings == ((report.id, "S-0042", "recordings/S-0042.m4a"),)
    assert actions(stocked) == ["identity.sealed", "consent.recorded"]


def test_a_name_is_nowhere_but_in_the_seal(kit: Kit, known: Known, stocked: Engine) -> None:
    kept(kit, stocked, kit.good(kit.ROW, known))
    assert "S-0042" in everything(stocked)
    assert kit.SECRET_NAME not in everything(stocked)
    with reading(stocked) as session:
        sealed = session.exec(pick(Source.sealed_identity)).one()
    assert sealed is not None
    assert unseal(sealed, SECRET, "S-0042") == kit.SECRET_NAME


def test_without_a_key_no_name_comes_in_and_nothing_is_kept(kit: Kit, known: Known, stocked: Engine) -> None:
    with pytest.raises(StoreFault) as refused:
        kept(kit, stocked, kit.good(kit.ROW, known), recipients=())
    assert [one.code for one in refused.value.faults] == ["store.seal-without-recipients"]
    assert counted(stocked)["Report"] == 0
    assert kept(kit, stocked, kit.good(kit.row_with(source1_name=""), known), recipients=()).new == 1


def test_law_keeping_twice_is_keeping_once(kit: Kit, known: Known, stocked: Engine) -> None:
    many = [kit.good(kit.row_with(root_uuid=kit.uuid_of(n), source1_code=f"S-{n:04}"), known) for n in range(220)]
    assert kept(kit, stocked, *many).new == 220
    before, text = counted(stocked), everything(stocked)
    again = kept(kit, stocked, *many)
    assert (again.new, again.changed, again.unchanged, again.consents) == (0, 0, 220, 0)
    assert len(again.recordings) == len(again.report_ids) == 220
    assert (counted(stocked), everything(stocked)) == (before, text)
    assert before["Report"] == before["Source"] == before["Consent"] == before["Information"] == 220


def test_a_change_is_written_and_told_field_by_field(kit: Kit, known: Known, stocked: Engine) -> None:
    kept(kit, stocked, kit.good(kit.ROW, known))
    with writing(stocked) as session:
        report = stored(session, kit)
        report.review_state = ReviewState.APPROVED
        session.add(report)
    changed = kit.row_with(impact_en="Else.", reached_men="20", source1_quote_en="Other words.", organizations="BTB-02")
    assert kept(kit, stocked, kit.good(changed, known)).changed == 1
    with reading(stocked) as session:
        report = stored(session, kit)
        assert (report.impact_en, report.reached_men, report.review_state) == ("Else.", 20, ReviewState.EDITED)
        assert "else" in report.search_text and "seedlings" not in report.search_text
        assert session.exec(pick(Information.quote_en)).one() == "Other words."
        change = session.exec(pick(ReportChange)).one()
        assert change.author == "editor"
        assert change.fields == {
            "S-0042.quote_en": ["Now we plant together.", "Other words."],
            "impact_en": ["The seedlings live.", "Else."],
            "organizations": ["BTB-01", "BTB-02"],
            "reached_men": ["19", "20"],
        }
        receipt = report.receipt
    assert kept(kit, stocked, kit.good(changed, known)).unchanged == 1
    with reading(stocked) as session:
        assert stored(session, kit).receipt == receipt


def test_a_person_who_is_no_longer_named_has_no_part_in_the_report(kit: Kit, known: Known, stocked: Engine) -> None:
    two = kit.row_with(source2_code="S-0043", source2_quote_km="ខ្ញុំ")
    kept(kit, stocked, kit.good(two, known))
    swapped = {**two, "source1_code": "S-0043", "source1_name": "", "source2_code": ""}
    kept(kit, stocked, kit.good({**swapped, "source2_quote_km": "", "source1_quote_km": "ខ្ញុំ"}, known))
    with reading(stocked) as session:
        found = session.exec(pick(Source.code, Information.rank).join(Information)).all()
        assert [tuple(one) for one in found] == [("S-0043", 0)]
        assert set(session.exec(pick(Source.code))) == {"S-0042", "S-0043"}


def test_the_same_number_twice_in_one_go_is_one_report(kit: Kit, known: Known, stocked: Engine) -> None:
    second = kit.row_with(submitted_at="2012-03-14T00:00:00+07:00", impact_en="Else.")
    result = kept(kit, stocked, kit.good(kit.ROW, known), kit.good(second, known))
    assert (result.new, result.changed) == (1, 1)
    assert counted(stocked)["Report"] == 1


def test_unknown_organizations_are_all_named(kit: Kit, known: Known, stocked: Engine) -> None:
    lost = replace(kit.good(kit.ROW, known), organizations=("BTB-08", "BTB-09"))
    with pytest.raises(NotFound) as refused:
        kept(kit, stocked, lost)
    assert [one.where for one in refused.value.faults] == ["BTB-08", "BTB-09"]


def test_a_withdrawal_ends_the_consent_and_is_never_undone(kit: Kit, known: Known, stocked: Engine) -> None:
    kept(kit, stocked, kit.good(kit.ROW, known))
    ended = kit.row_with(source1_consent_withdrawn_on="2012-05-10")
    assert kept(kit, stocked, kit.good(ended, known)).withdrawn == 1
    ((status, on, _),) = consents(stocked)
    assert (status, on) == (ConsentStatus.WITHDRAWN, date(2012, 5, 10))
    for row in (kit.ROW, ended, kit.row_with(source1_consent="words:air")):
        kept(kit, stocked, kit.good(row, known))
    assert {status for status, _, _ in consents(stocked)} == {ConsentStatus.WITHDRAWN}
    afresh = kit.row_with(source1_consent="words:air", source1_consent_on="2012-05-12")
    kept(kit, stocked, kit.good(afresh, known))
    assert Counter(status for status, _, _ in consents(stocked)) == {
        ConsentStatus.WITHDRAWN: 2,
        ConsentStatus.ACTIVE: 1,
    }
    assert actions(stocked).count("consent.withdrawn") == 1


def test_a_narrower_consent_takes_the_place_of_a_wider_one(kit: Kit, known: Known, stocked: Engine) -> None:
    kept(kit, stocked, kit.good(kit.ROW, known))
    narrow = kit.row_with(source1_consent="words:air")
    assert kept(kit, stocked, kit.good(narrow, known)).consents == 1
    wide = frozenset({"words:air", "words:online", "voice:air"})
    expected = [
        (ConsentStatus.SUPERSEDED, None, wide),
        (ConsentStatus.ACTIVE, None, frozenset({"words:air"})),
    ]
    assert consents(stocked) == expected
    kept(kit, stocked, kit.good(kit.ROW, known))
    assert consents(stocked) == expected
    earlier = kit.row_with(source1_consent="voice:online", source1_consent_on="2012-03-01")
    kept(kit, stocked, kit.good(earlier, known))
    assert [status for status, _, _ in consents(stocked)].count(ConsentStatus.ACTIVE) == 1
    assert consents(stocked)[1] == expected[1]


def test_protection_is_not_loosened_by_another_report(kit: Kit, known: Known, stocked: Engine) -> None:
    strict = kit.row_with(source1_anonymous_from="acquaintances", source1_minor="yes")
    loose = kit.row_with(root_uuid=kit.uuid_of(2), source1_anonymous_from="none")
    kept(kit, stocked, kit.good(strict, known))
    result = kept(kit, stocked, kit.good(loose, known))
    assert [(one.code, one.values["source"]) for one in result.warnings] == [("intake.anonymity-kept", "S-0042")]
    with reading(stocked) as session:
        source = session.exec(pick(Source)).one()
        assert (source.anonymous_from, source.minor) == (AnonymousFrom.ACQUAINTANCES, True)
    both = kept(kit, stocked, kit.good(kit.row_with(root_uuid=kit.uuid_of(3), source1_code="S-0050",
        source1_anonymous_from="acquaintances"), known), kit.good(kit.row_with(root_uuid=kit.uuid_of(4),
        source1_code="S-0050", source1_anonymous_from="none"), known))  # fmt: skip
    assert len(both.warnings) == 1
    with reading(stocked) as session:
        found = session.exec(pick(Source.anonymous_from).where(Source.code == "S-0050")).one()
        assert found is AnonymousFrom.ACQUAINTANCES


def test_the_only_report_of_a_person_can_correct_what_it_said(kit: Kit, known: Known, stocked: Engine) -> None:
    kept(kit, stocked, kit.good(kit.row_with(source1_anonymous_from="acquaintances"), known))
    kept(kit, stocked, kit.good(kit.row_with(source1_anonymous_from="none", source1_role_en="a farmer"), known))
    with reading(stocked) as session:
        source = session.exec(pick(Source)).one()
        assert (source.anonymous_from, source.role_en) == (AnonymousFrom.NONE, "a farmer")
        assert source.sealed_identity is not None


def test_an_older_report_changes_nothing_and_says_so(kit: Kit, known: Known, stocked: Engine) -> None:
    kept(kit, stocked, kit.good(kit.ROW, known))
    old = kit.row_with(submitted_at="2012-03-12T00:00:00+07:00", impact_en="Else.")
    result = kept(kit, stocked, kit.good(old, known))
    assert (result.unchanged, [one.code for one in result.warnings]) == (1, ["intake.report-stale"])
    with reading(stocked) as session:
        assert stored(session, kit).impact_en == "The seedlings live."


def test_a_recording_is_attached_once_and_a_new_one_reopens_the_report(kit: Kit, known: Known, stocked: Engine) -> None:
    result = kept(kit, stocked, kit.good(kit.ROW, known))
    ((report_id, code, path),) = result.recordings

    def attached(original: str) -> int:
        with writing(stocked) as session:
            return attach(
                session, report_id, code, label=path, codec="aac", original=Digest(original * 64),
                working=Digest("b" * 64), ms=Ms(9_000), lufs=Lufs(-21.5), dbtp=Dbtp(-3.0), warnings=["audio.quiet"],
                review_on=date(2012, 8, 15),
            )  # fmt: skip

    first = attached("a")
    assert attached("a") == first
    with writing(stocked) as session:
        report = stored(session, kit)
        assert report.review_state is ReviewState.RECEIVED
        report.review_state = ReviewState.APPROVED
        session.add(report)
    second = attached("c")
    assert second != first
    with reading(stocked) as session:
        assert stored(session, kit).review_state is ReviewState.EDITED
        assert session.exec(pick(Information.attachment_id)).one() == second
        kept_one = session.get_one(Attachment, second)
        assert (kept_one.milliseconds, kept_one.warnings, kept_one.review_on) == (
            9_000,
            ["audio.quiet"],
            date(2012, 8, 15),
        )
    with pytest.raises(NotFound), writing(stocked) as session:
        attach(session, report_id, "S-9999", label="x", codec="aac", original=Digest("a" * 64),
               working=Digest("b" * 64), ms=Ms(1), lufs=None, dbtp=None)  # fmt: skip
