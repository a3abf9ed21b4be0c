"""Organizations of the Network, as the doors bring them in and show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlmodel import col, select

from studio.intake.header import Table
from studio.intake.sheet import Bounds, opened
from studio.network.columns import NAMES, REQUIRED, SPELLINGS
from studio.network.directory import Listing, directory
from studio.network.organizations import OrganizationsKept, import_sheet
from studio.pipeline.opening import Studio
from studio.records.kinds import Medium
from studio.records.network import Organization, Place
from studio.store.engine import reading, writing

TABLE = Table(NAMES, SPELLINGS, REQUIRED)


def import_organizations(
    studio: Studio, path: Path, mapping: Mapping[str, str] | None = None, *, preview: bool = False
) -> OrganizationsKept:
    """Keep every good row of a CSV or XLSX file of organizations; nothing is kept in a preview.

    Raises NotFound, IntakeRefused where the file as a whole cannot be read.
    """
    limits = studio.settings.limits
    with (
        writing(studio.engine) as session,
        opened(path, Bounds(limits.file_mb, limits.cell_characters), mapping, TABLE) as sheet,
    ):
        return import_sheet(session, sheet.rows, sheet.name, studio.now, studio.actor, dry_run=preview)


def organizations(studio: Studio) -> Sequence[Organization]:
    """Every organization, by code."""
    with reading(studio.engine) as session:
        return session.exec(select(Organization).order_by(col(Organization.code))).all()


def listings(studio: Studio, medium: Medium) -> tuple[Listing, ...]:
    """The directory of a medium: only those who asked to be in it, and only what may be shown."""
    with reading(studio.engine) as session:
        places = {place.code: place for place in session.exec(select(Place))}
        return directory(session.exec(select(Organization)).all(), places, medium)
