"""Keeps the organizations of a sheet within the caller's transaction; whoever joins the rooms opens the sheet."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from studio.errors import Fault
from studio.network.places import COMMUNE
from studio.network.rows import DIRECTORY, Reading, SheetRow, parse
from studio.network.status import step_faults
from studio.records.network import Organization, OrganizationIn, Place
from studio.store import audit


@dataclass(frozen=True, slots=True)
class OrganizationsKept:
    """What an import did or, with dry_run, would do."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()


def import_sheet(
    session: Session, rows: Iterable[SheetRow], where: str, now: datetime, actor: str, *, dry_run: bool = False
) -> OrganizationsKept:
    """Keep the organizations of a sheet by their code; rows with faults are named and left out, good ones kept.

    where: the file's name, for the faults. A change of status must be a step of studio.network.status.NEXT.
    """
    places = frozenset(session.exec(select(Place.code).where(Place.level != COMMUNE)))
    stored = {one.code: one for one in session.exec(select(Organization))}
    seen: dict[str, int] = {}
    faults: list[Fault] = []
    warnings: list[Fault] = []
    counts = {"new": 0, "changed": 0, "unchanged": 0}
    for row in rows:
        reading = Reading(row, where, list(row.faults))
        warnings += row.warnings
        told = parse(reading, places, now.date())
        if told is not None and told.code in seen:
            reading.refuse("code", "network.code-twice", other=seen[told.code], found=told.code)
        if told is not None and told.code in stored and "participant_status" in row.cells:
            reading.faults += step_faults(told.code, stored[told.code].participant_status, told.participant_status)
        if told is None or reading.faults:
            faults += reading.faults
            continue
        seen[told.code] = row.line
        counts[keep(session, stored.get(told.code), told, frozenset(row.cells), now, actor, dry_run=dry_run)] += 1
    session.flush()
    return OrganizationsKept(**counts, faults=tuple(faults), warnings=tuple(warnings))


def keep(
    session: Session,
    before: Organization | None,
    told: OrganizationIn,
    given: Collection[str],
    now: datetime,
    actor: str,
    *,
    dry_run: bool,
) -> str:
    """Add an organization, or change the fields that a row fills: "new", "changed" or "unchanged"."""
    if before is None:
        if not dry_run:
            session.add(Organization(**told.model_dump()))
        return "new"
    fields = {name: getattr(told, name) for name in given if getattr(told, name) != getattr(before, name)}
    if not fields:
        return "unchanged"
    if not dry_run:
        before.sqlmodel_update(fields)
        session.add(before)
        watched = {name: str(fields[name]) for name in sorted(fields) if name in (*DIRECTORY, "participant_status")}
        if watched:
            audit.append(session, now, actor, "organization.changed", before.code, watched)
    return "changed"
