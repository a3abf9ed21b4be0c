"""The stage `file` from a form: one report with its recordings and pictures; sent again it is the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, select

from studio.accounts.rights import within
from studio.errors import Conflict, Fault, IntakeRefused, NotFound, StudioError, fault
from studio.intake.keep import keep
from studio.intake.merge import reviewed
from studio.intake.parse import root_number
from studio.intake.pictures import clean_picture
from studio.intake.single import parse_single
from studio.intake.submission import Person, Submission
from studio.pipeline.file import REVIEW_AFTER, keep_attachment, known_codes
from studio.pipeline.opening import Studio
from studio.pipeline.takes import desk_drawer, into_vault
from studio.pipeline.uploads import drop_upload, upload_of
from studio.records.kinds import AnonymousFrom, Channel
from studio.records.reports import Attachment, Information, Report, Source
from studio.store.engine import reading, writing
from studio.units import Digest

STRICT = (AnonymousFrom.NONE, AnonymousFrom.PUBLIC, AnonymousFrom.ACQUAINTANCES)


@dataclass(frozen=True, slots=True)
class Enclosed:
    """Something that came with a report. person: a code. token: of its upload. field: of the form."""

    person: str
    token: str
    field: str
    picture: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """A report that is kept: its number and receipt, and what of its recordings and pictures could not be."""

    report: str
    receipt: str
    unusable: tuple[Fault, ...] = ()


def send_report(
    studio: Studio,
    fields: Mapping[str, object],
    enclosed: Sequence[Enclosed] = (),
    asked: Sequence[str] = (),
    *,
    stranger: bool = True,
    province: str = "",
) -> Sent:
    """Keep a report from a form. stranger: whoever sends it has no account, and changes nothing of known people.

    asked: fields that may not be empty in a form, though in a file they may.
    province: two digits where whoever sends it works in that province alone.

    Raises IntakeRefused with everything that is wrong, Conflict where the number is of somebody else's report.
    """
    with writing(studio.engine) as session:
        known = known_codes(studio, session)
        number = root_number(str(fields.get("root_uuid", "")))
        stored = session.exec(select(Report).where(Report.root_uuid == number)).first()
        if stored is not None and not (
            stored.channel is Channel.WEB if stranger else within(province, stored.place_code)
        ):
            raise Conflict(fault("pipeline.report-taken"))
        limit = studio.settings.limits.cell_characters
        for moment in (*([stored.submitted_at] if stored else []), known.now.replace(microsecond=0)):
            parsed = parse_single(dict(fields) | {"submitted_at": moment.isoformat()}, known, "report", limit)
            empty = [one for one in asked if not str(fields.get(one, "")).strip()]
            unsaid = [fault("intake.value-missing", f"report {one}", field=one) for one in empty]
            if parsed.submission is None or unsaid:
                raise IntakeRefused(*parsed.faults, *unsaid)
            submission = guarded(session, parsed.submission, number) if stranger else parsed.submission
            if stored is not None and submission.digest == stored.digest:
                break
        kept = keep(session, [submission], studio.now, studio.actor, studio.settings.seal.recipients)
        report_id = kept.report_ids[submission.report.root_uuid]
        receipt = session.get_one(Report, report_id).receipt
    unusable = [one for each in enclosed for one in taken_in(studio, report_id, each)]
    return Sent(submission.report.root_uuid, receipt, tuple(unusable))


def guarded(session: Session, submission: Submission, number: str) -> Submission:
    """A stranger's report; of people who speak in other reports nothing changes but that protection may grow."""
    codes = [person.code for person in submission.people]
    rows = session.exec(
        select(Source)
        .join(Information, col(Information.source_id) == Source.id)
        .join(Report, col(Report.id) == Information.report_id)
        .where(col(Source.code).in_(codes), Report.root_uuid != number)
    )
    known = {source.code: source for source in rows}
    people = tuple(as_known(one, known[one.code]) if one.code in known else one for one in submission.people)
    return replace(submission, people=people)


def as_known(person: Person, source: Source) -> Person:
    """What a person says now, by somebody who is known already."""
    return replace(
        person,
        sex=source.sex,
        role_km=source.role_km,
        role_en=source.role_en,
        name="",
        name_on_air_km=source.name_on_air_km,
        name_on_air_en=source.name_on_air_en,
        anonymous_from=max(person.anonymous_from, source.anonymous_from, key=STRICT.index),
        minor=person.minor or source.minor,
    )


def taken_in(studio: Studio, report_id: int, one: Enclosed) -> list[Fault]:
    """Clean one recording or picture and attach it; what is wrong with it, where it cannot be used."""
    try:
        upload = upload_of(studio, one.token)
        if not upload.whole:
            raise IntakeRefused(fault("pipeline.upload-cut"))
        if one.picture:
            attach_picture(studio, report_id, one)
        else:
            cleaned = into_vault(studio, upload.path)
            label = f"{one.person}.{cleaned.report.codec}"
            keep_attachment(studio, report_id, one.person, label, cleaned)
    except NotFound as error:
        return [] if has_attachment(studio, report_id, one) else list(about(error, one))
    except StudioError as error:
        return list(about(error, one))
    drop_upload(studio, one.token)
    return []


def about(error: StudioError, one: Enclosed) -> tuple[Fault, ...]:
    """What is wrong with something, by the person it is of."""
    return tuple(Fault(each.code, one.person, {**each.values, "field": one.field}) for each in error.faults)


def has_attachment(studio: Studio, report_id: int, one: Enclosed) -> bool:
    """Whether a person's recording or picture came in before."""
    kind = "picture" if one.picture else "recording"
    with reading(studio.engine) as session:
        rows = session.exec(select(Attachment).where(Attachment.report_id == report_id, Attachment.kind == kind))
        return any(row.label.rpartition(".")[0] == one.person for row in rows)


def attach_picture(studio: Studio, report_id: int, one: Enclosed) -> None:
    """Keep a picture twice, as it came and clean, and attach it. Raises IntakeRefused."""
    vault = studio.workspace.vault
    source = upload_of(studio, one.token).path
    with desk_drawer(studio) as drawer:
        clean_picture(source, drawer / "clean.jpeg")
        original, working = vault.put_file(source), vault.put_file(drawer / "clean.jpeg")
    with writing(studio.engine) as session:
        same = select(Attachment).where(Attachment.report_id == report_id, Attachment.original == original)
        if session.exec(same).first() is not None:
            return
        session.add(picture_row(studio, report_id, one.person, original, working))
        report = session.get_one(Report, report_id)
        report.review_state = reviewed(report.review_state)
        session.add(report)


def picture_row(studio: Studio, report_id: int, person: str, original: Digest, working: Digest) -> Attachment:
    """A picture as stored."""
    return Attachment(
        report_id=report_id,
        kind="picture",
        label=f"{person}.jpeg",
        codec="jpeg",
        original=original,
        working=working,
        review_on=studio.now.date() + REVIEW_AFTER,
    )


def today_of(studio: Studio) -> datetime:
    """This moment where the show is made."""
    return studio.now.astimezone(studio.timezone)
