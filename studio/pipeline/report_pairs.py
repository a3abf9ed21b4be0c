"""Reports that belong with each other: two that tell the same, and several of one activity.

Where two tell the same, one is kept and the other is put away with a mark; nothing of what is in them moves, so that no
consent is ever stretched over words that it was not given for, and taking back either of them reaches all of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import Session, col, select

from studio.errors import Fault, IntakeRefused, fault
from studio.pipeline.clear import standing_clearance
from studio.pipeline.material import organizations_of, report_of
from studio.pipeline.opening import Studio
from studio.pipeline.review import Reviewed, commented
from studio.records.kinds import Confidentiality, ReviewState, Sensitivity
from studio.records.reports import Report, ReportChange
from studio.store import audit
from studio.store.engine import writing

STRICT = tuple(Confidentiality), tuple(Sensitivity)
"""From the most open to the strictest."""


@dataclass(frozen=True, slots=True)
class Activity:
    """Reports that are aired together or not at all; name: of what they have in common, empty where that ended."""

    name: str
    reports: tuple[str, ...]


def merge(studio: Studio, name: str, into: str, text: str) -> Reviewed:
    """Put a report away because another one tells the same; its sender reads the text, its clearance ends.

    Raises NotFound; IntakeRefused with everything that speaks against it: the one that is kept must be alive, speak for
    the same communities, and be as careful as the one that goes; ClearanceRefused as `review.ask` does.
    """
    with writing(studio.engine) as session:
        report, kept = report_of(session, name), report_of(session, into)
        IntakeRefused.raise_if(list(unfit(session, report, kept, text)))
        before = report.review_state
        comment = commented(studio, session, report, text)
        report.duplicate_of, report.review_state = kept.root_uuid, ReviewState.REJECTED
        if (standing := standing_clearance(session, report)) is not None:
            standing.revoked_at = studio.now
        session.flush()
        details = {"before": before.value, "after": report.review_state.value, "kept": kept.root_uuid}
        audit.append(session, studio.now, studio.actor, "report.merged", report.root_uuid, details)
        return Reviewed(report.root_uuid, before, report.review_state, comment.id or 0)


def part(studio: Studio, name: str, text: str) -> Reviewed:
    """Take a report up again that was merged into another; an editor decides anew.

    Raises NotFound, IntakeRefused where it was not merged, ClearanceRefused as `review.ask` does.
    """
    with writing(studio.engine) as session:
        report = report_of(session, name)
        if not report.duplicate_of:
            raise IntakeRefused(fault("pipeline.pair-single", report.receipt))
        before, kept = report.review_state, report.duplicate_of
        comment = commented(studio, session, report, text)
        report.duplicate_of, report.review_state = "", ReviewState.EDITED
        session.flush()
        details = {"before": before.value, "after": report.review_state.value, "kept": kept}
        audit.append(session, studio.now, studio.actor, "report.parted", report.root_uuid, details)
        return Reviewed(report.root_uuid, before, report.review_state, comment.id or 0)


def join(studio: Studio, name: str, other: str) -> Activity:
    """Note that two reports tell of one activity: they are aired together or not at all.

    Raises NotFound, IntakeRefused with everything that speaks against it.
    """
    with writing(studio.engine) as session:
        both = report_of(session, name), report_of(session, other)
        IntakeRefused.raise_if(list(unjoinable(session, *both)))
        activity = next((one.together for one in both if one.together), min(one.root_uuid for one in both))
        for report in both:
            belongs(studio, session, report, activity)
        return Activity(activity, members(session, activity))


def leave(studio: Studio, name: str) -> Activity:
    """Take a report out of its activity; who is left alone in it is in none any more.

    Raises NotFound, IntakeRefused where it is in none.
    """
    with writing(studio.engine) as session:
        report = report_of(session, name)
        activity = report.together
        if not activity:
            raise IntakeRefused(fault("pipeline.pair-alone", report.receipt))
        belongs(studio, session, report, "")
        left = members(session, activity)
        if len(left) == 1:
            belongs(studio, session, report_of(session, left[0]), "")
            return Activity("", ())
        return Activity(activity, left)


def members(session: Session, activity: str) -> tuple[str, ...]:
    """The reports of an activity, by root_uuid, in their order."""
    rows = select(Report.root_uuid).where(Report.together == activity).order_by(col(Report.root_uuid))
    return tuple(session.exec(rows))


def belongs(studio: Studio, session: Session, report: Report, activity: str) -> None:
    """Write down which activity a report belongs to, with what was there before."""
    if report.together == activity:
        return
    fields = {"together": [report.together, activity]}
    session.add(ReportChange(report_id=report.id or 0, at=studio.now, author=studio.actor, fields=fields))
    report.together = activity
    session.flush()
    action = "report.joined" if activity else "report.left"
    audit.append(session, studio.now, studio.actor, action, report.root_uuid, {"activity": activity})


def unfit(session: Session, report: Report, kept: Report, text: str) -> Iterator[Fault]:
    """Everything that speaks against putting a report away for another one."""
    own, other = report.receipt, kept.receipt
    if report.root_uuid == kept.root_uuid:
        yield fault("pipeline.pair-same", own)
        return
    if report.duplicate_of:
        yield fault("pipeline.pair-merged", own)
    if kept.duplicate_of:
        yield fault("pipeline.pair-merged", other)
    elif kept.review_state is ReviewState.REJECTED:
        yield fault("pipeline.pair-rejected", other)
    if session.exec(select(Report.id).where(Report.duplicate_of == report.root_uuid)).first() is not None:
        yield fault("pipeline.pair-keeps", own)
    if more := sorted(codes(session, report) - codes(session, kept)):
        yield fault("pipeline.pair-voices", own, kept=other, codes=", ".join(more))
    for field, mine, its in careful(report, kept):
        yield fault("pipeline.pair-stricter", own, kept=other, field=field, own=mine, other=its)
    if any("".join(number.split()) in "".join(text.split()) for number in (other, kept.root_uuid)):
        yield fault("pipeline.pair-told", own)


def unjoinable(session: Session, report: Report, other: Report) -> Iterator[Fault]:
    """Everything that speaks against airing two reports together."""
    if report.root_uuid == other.root_uuid:
        yield fault("pipeline.pair-same", report.receipt)
        return
    for one in (report, other):
        if one.duplicate_of:
            yield fault("pipeline.pair-merged", one.receipt)
    if report.together and report.together == other.together:
        yield fault("pipeline.pair-joined", report.receipt, other=other.receipt)
    elif report.together and other.together:
        activities = f"{report.together}, {other.together}"
        yield fault("pipeline.pair-activities", report.receipt, other=other.receipt, activities=activities)
    if same := sorted(codes(session, report) & codes(session, other)):
        yield fault("pipeline.pair-community", report.receipt, other=other.receipt, codes=", ".join(same))


def careful(report: Report, kept: Report) -> Iterator[tuple[str, str, str]]:
    """In what a report asks for more care than another: the field, and what each of them says."""
    for field, ranks in zip(("confidentiality", "sensitivity"), STRICT, strict=True):
        mine, its = getattr(report, field), getattr(kept, field)
        if ranks.index(mine) > ranks.index(its):
            yield field, mine.value, its.value
    if report.not_before and (kept.not_before is None or kept.not_before < report.not_before):
        yield "not_before", report.not_before.isoformat(), kept.not_before.isoformat() if kept.not_before else "–"
    if report.expires_on and (kept.expires_on is None or kept.expires_on > report.expires_on):
        yield "expires_on", report.expires_on.isoformat(), kept.expires_on.isoformat() if kept.expires_on else "–"


def codes(session: Session, report: Report) -> set[str]:
    """The organizations of a report."""
    return {one.code for one in organizations_of(session, report)}
