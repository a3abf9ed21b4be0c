"""What stands between a script and its approval besides its words: who wrote it, and whom it gives away."""

from __future__ import annotations

from sqlmodel import Session, col, select

from studio.clearance.giveaways import commune_in_text, names_in_text, place_in_text
from studio.errors import Fault, fault
from studio.pipeline.material import material_of
from studio.records.audit import AuditEvent
from studio.records.cleared import ClearedMaterial
from studio.records.kinds import AnonymousFrom
from studio.records.reports import Information, Report, Source
from studio.records.scripts import Script
from studio.scripting.markup import parse

EDITED = "script.edited"
"""The audit event of a version that somebody wrote by hand."""


def writers(session: Session, key: str) -> dict[tuple[str, int], str]:
    """Who wrote the versions of a script that were written by hand, by language and number."""
    events = session.exec(select(AuditEvent).where(AuditEvent.action == EDITED, AuditEvent.subject == key))
    return {(str(one.details["language"]), int(one.details["number"])): one.actor for one in events}


def writer_of(session: Session, script: Script) -> str:
    """Who wrote a version by hand; empty where it is as its template made it."""
    return writers(session, script.key).get((script.language, script.number), "")


def second_person(session: Session, script: Script, actor: str) -> list[Fault]:
    """Why somebody may not approve a version: they wrote it, and somebody in it must stay unknown.

    An edition's own script may tell of anybody: whoever wrote it never approves it.
    """
    if writer_of(session, script) != actor or not (script.report_id is None or hidden_in(session, script.report_id)):
        return []
    return [fault("pipeline.second-person", script.key, language=script.language)]


def hidden_in(session: Session, report_id: int) -> bool:
    """Whether somebody in a report must stay unknown to anybody."""
    found = session.exec(
        select(Source.id)
        .join(Information, col(Information.source_id) == Source.id)
        .where(Information.report_id == report_id, col(Source.anonymous_from) != AnonymousFrom.NONE)
    )
    return found.first() is not None


def given_away(session: Session, report: Report, cleared: ClearedMaterial, script: Script) -> list[Fault]:
    """What a story says that is not cleared: a name, a commune, a district, a recording."""
    said = [script.title, script.text]
    material = material_of(session, report)
    called = {one.source for one in cleared.voices if one.name_km or one.name_en}
    found = names_in_text(material, [one for one in material.statements if one.source not in called], said)
    found += commune_in_text(material, said)
    if cleared.place != material.place:
        found += place_in_text(material, material.statements, said)
    heard = {one.source for one in cleared.voices if one.recording}
    played = {line.clip for line in parse(script.text) if line.clip}
    return [*found, *(fault("pipeline.clip-uncleared", script.key, source=one) for one in sorted(played - heard))]
