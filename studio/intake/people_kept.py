"""Keeps the people of reports by code, and seals their names before anything of them is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlmodel import Session, col, select

from studio.errors import Fault, fault
from studio.intake.bulk import add_keyed
from studio.intake.merge import told_fields
from studio.intake.stored import batches
from studio.intake.submission import Person, Submission
from studio.intake.trail import Trace
from studio.records.kinds import AnonymousFrom
from studio.records.reports import Information, Source
from studio.store.seal import seal

STRICTNESS = (AnonymousFrom.NONE, AnonymousFrom.PUBLIC, AnonymousFrom.ACQUAINTANCES)
FIELDS = ("sex", "role_km", "role_en", "name_on_air_km", "name_on_air_en", "anonymous_from", "minor")


def keep_people(
    session: Session,
    written: Sequence[tuple[int, Submission]],
    portion: Iterable[Submission],
    recipients: Sequence[str],
) -> tuple[dict[str, int], list[Trace], list[Fault]]:
    """The ids of everybody in a portion by code, what was sealed, and what was kept stricter than it came in.

    written: report ids with the submissions that are new or changed; people of others stay as they are, unless they
    are not there yet. Raises StoreFault where a name came in and there is no key to seal it with.
    """
    everybody = {person.code: person for one in portion for person in one.people}
    stored = sources_of(session, everybody)
    elsewhere = reports_of(session, [source.id for source in stored.values() if source.id is not None])
    wanted: dict[str, dict[str, Any]] = {}
    traces: list[Trace] = []
    warnings: list[Fault] = []
    for own, one in written:
        told = told_fields(one.given)
        for person in one.people:
            source = stored.get(person.code)
            careful = person.code in wanted or (source is not None and bool(elsewhere[source.id or 0] - {own}))
            fields = wanted.setdefault(person.code, fields_of(source) if source else {"code": person.code})
            warnings += lay_over(fields, person, told, careful=careful, where=one.report.root_uuid)
            if person.name:
                fields["sealed_identity"] = seal(person.name, recipients, person.code)
                traces.append(Trace("identity.sealed", person.code, {"report": one.report.root_uuid}))
    for code, person in everybody.items():
        if code not in stored and code not in wanted:
            wanted[code] = {"code": code, **values_of(person)}
    return write_sources(session, stored, wanted), traces, warnings


def values_of(person: Person) -> dict[str, Any]:
    """A person's fields as they came in."""
    return {name: getattr(person, name) for name in FIELDS}


def fields_of(source: Source) -> dict[str, Any]:
    """A person's fields as they are stored."""
    return {name: getattr(source, name) for name in FIELDS}


def lay_over(fields: dict[str, Any], person: Person, told: frozenset[str], *, careful: bool, where: str) -> list[Fault]:
    """Lay what came in over a person's fields. careful: they speak elsewhere too, so protection never loosens."""
    found: list[Fault] = []
    for name, value in values_of(person).items():
        if name in fields and name not in told and told:
            continue
        if careful and name == "anonymous_from" and STRICTNESS.index(value) < STRICTNESS.index(fields[name]):
            found.append(fault("intake.anonymity-kept", where, source=person.code, kept=fields[name].value))
            continue
        if careful and name == "minor" and fields[name] and not value:
            continue
        fields[name] = value
    return found


def sources_of(session: Session, codes: Iterable[str]) -> dict[str, Source]:
    """The stored people by code."""
    return {
        source.code: source
        for part in batches(sorted(codes))
        for source in session.exec(select(Source).where(col(Source.code).in_(part)))
    }


def reports_of(session: Session, ids: Sequence[int]) -> dict[int, set[int]]:
    """In which reports each person speaks."""
    found: dict[int, set[int]] = defaultdict(set)
    for part in batches(sorted(ids)):
        rows = session.exec(
            select(Information.source_id, Information.report_id).where(col(Information.source_id).in_(part))
        )
        for source_id, report_id in rows:
            found[source_id].add(report_id)
    return found


def write_sources(
    session: Session, stored: Mapping[str, Source], wanted: Mapping[str, dict[str, Any]]
) -> dict[str, int]:
    """Add the people who are new, change the others; everybody's id by code."""
    ids = {code: source.id for code, source in stored.items() if source.id is not None}
    fresh = [{"sealed_identity": None, **fields} for code, fields in wanted.items() if code not in stored]
    ids |= add_keyed(session, Source, fresh, "code")
    for code, fields in wanted.items():
        if code in stored:
            source = stored[code]
            for name, value in fields.items():
                if getattr(source, name) != value:
                    setattr(source, name, value)
            session.add(source)
    session.flush()
    return ids
