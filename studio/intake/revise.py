"""Writes the changed fields of a stored report, and what they were before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session, col, delete, select

from studio.intake.columns import FREE_PERSON, FREE_REPORT
from studio.intake.merge import Merge
from studio.intake.submission import LIST, PEOPLE_KEY, Submission, digest_content
from studio.intake.text import key
from studio.records.reports import Information, Report, ReportBase, ReportChange, ReportOrganization


def revise(
    session: Session,
    report_id: int,
    incoming: Submission,
    verdict: Merge,
    source_ids: Mapping[str, int],
    organizations: Mapping[str, int],
    now: datetime,
    actor: str,
) -> None:
    """Bring a stored report to the content that a merge decided on; one ReportChange says which fields and how."""
    report = session.get_one(Report, report_id)
    for name in verdict.fields:
        if name in ReportBase.model_fields:
            setattr(report, name, getattr(incoming.report, name))
    report.review_state = verdict.review_state
    report.digest = digest_content(verdict.content)
    report.search_text = search_text(verdict.content)
    session.add(report)
    if "organizations" in verdict.fields:
        session.exec(delete(ReportOrganization).where(col(ReportOrganization.report_id) == report_id))
        for rank, code in enumerate(incoming.organizations):
            own = organizations[code]
            session.add(ReportOrganization(report_id=report_id, organization_id=own, rank=rank))
    revise_words(session, report_id, incoming, verdict, source_ids)
    change = ReportChange(report_id=report_id, at=now, author=actor, fields=dict(verdict.fields))
    session.add(change)
    session.flush()


def revise_words(
    session: Session, report_id: int, incoming: Submission, verdict: Merge, source_ids: Mapping[str, int]
) -> None:
    """Bring the people of a report and their words to what was decided; who is no longer named has no part in it."""
    stored = session.exec(select(Information).where(col(Information.report_id) == report_id)).all()
    by_source = {one.source_id: one for one in stored}
    people = {person.code: person for person in incoming.people}
    wanted = [code for code in verdict.content.get(PEOPLE_KEY, "").split(LIST) if code]
    for rank, code in enumerate(wanted):
        person = people.get(code)
        if person is None:
            continue
        words = by_source.pop(source_ids[code], None) or Information(report_id=report_id, source_id=source_ids[code])
        words.rank = rank
        words.quote_km = verdict.content.get(f"{code}.quote_km", "")
        words.quote_en = verdict.content.get(f"{code}.quote_en", "")
        session.add(words)
    if PEOPLE_KEY in verdict.fields:
        for gone in by_source.values():
            session.delete(gone)


def search_text(content: Mapping[str, str]) -> str:
    """The free texts of a content in search form."""
    forms = [key(text) for name, text in sorted(content.items()) if text and is_free(name)]
    return " ".join(form for form in forms if form)


def is_free(name: str) -> bool:
    """Whether a field of a content is free text."""
    _, dot, part = name.rpartition(".")
    return part in FREE_PERSON if dot else part in FREE_REPORT
