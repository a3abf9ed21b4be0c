"""From a row to a submission, or to every fault it has."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from studio.errors import fault
from studio.intake.cells import Cells, parts, unique
from studio.intake.columns import EITHER
from studio.intake.names import Names
from studio.intake.persons import people_of
from studio.intake.rows import Row
from studio.intake.submission import Parsed, Submission
from studio.intake.terms import listed
from studio.khmer.digits import to_arabic
from studio.languages import Language
from studio.records.kinds import Channel, Confidentiality, Scope, Sector, Sensitivity
from studio.records.reports import ReportBase

TITLE_CHARACTERS = 200
FORM_CHARACTERS = 60
TOGETHER_CHARACTERS = 80
_UUID = re.compile(r"(?:uuid:)?\{?([0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12})\}?")


@dataclass(frozen=True, slots=True)
class Known:
    """What a row is held against: codes of organizations and places, the moment, the zone of local times."""

    organizations: Collection[str]
    places: Collection[str]
    now: datetime
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Phnom_Penh"))


@dataclass(frozen=True, slots=True)
class Manner:
    """How to read one file's rows: its name, its columns, the real names in it, what its days look like."""

    where: str
    given: frozenset[str]
    names: Names = field(default_factory=Names)
    serial: bool = False
    american: bool = False


def parse(row: Row, known: Known, manner: Manner) -> Parsed:
    """A row as a submission; where anything in it is wrong, all of that and no submission."""
    cells = Cells(row, manner.where, known.zone, manner.names, manner.serial, manner.american)
    cells.faults += row.faults
    cells.warnings += row.warnings
    root_uuid = uuid_of(cells)
    if not row.cells:
        return Parsed(row.line, "", None, tuple(cells.faults), tuple(cells.warnings))
    organizations = organizations_of(cells, known)
    fields = fields_of(cells, known, organizations)
    people = people_of(cells, known.now.astimezone(known.zone).date())
    cells.look_for_names()
    if cells.faults:
        return Parsed(row.line, root_uuid, None, tuple(cells.faults), tuple(cells.warnings))
    try:
        report = ReportBase(root_uuid=root_uuid, **fields)
    except ValidationError as error:
        rest = tuple(
            fault(
                "intake.value-bad",
                f"{manner.where}:{row.line} {one['loc'][0]}",
                line=row.line,
                field=str(one["loc"][0]),
            )
            for one in error.errors()
        )
        return Parsed(row.line, root_uuid, None, rest, tuple(cells.warnings))
    submission = Submission(row.line, report, tuple(organizations), people, manner.given, cells.search_text)
    return Parsed(row.line, root_uuid, submission, (), tuple(cells.warnings))


def uuid_of(cells: Cells) -> str:
    """The report's own number in its one spelling; empty, with a fault, where there is none."""
    found = cells.raw("root_uuid")
    number = root_number(found)
    if not found and cells.row.cells:
        cells.refuse("root_uuid", "intake.value-missing")
    elif found and not number:
        cells.refuse("root_uuid", "intake.uuid-bad", found=cells.shown("root_uuid", found))
    return number


def root_number(text: str) -> str:
    """A report's number in its one spelling, whichever way tools write it; empty where it is none."""
    match = _UUID.fullmatch(to_arabic(text).strip().lower())
    return str(UUID(match.group(1))) if match else ""


def fields_of(cells: Cells, known: Known, organizations: list[str]) -> dict[str, Any]:
    """The values of a report's fields."""
    first, last = days_of(cells, known)
    joint = Scope.JOINT if len(organizations) > 1 else Scope.INDIVIDUAL
    stated = cells.choice("individual_or_joint", Scope, joint)
    if stated is not None and organizations and stated is not joint:
        cells.refuse("individual_or_joint", "intake.joint-mismatch", found=stated.value, number=len(organizations))
    texts = {
        name: cells.free(name)
        for name in (
            "event_title_km", "event_title_en", "event_description_km", "event_description_en",
            "impact_km", "impact_en", "message_km", "message_en",
        )
    }  # fmt: skip
    for name in ("event_title_km", "event_title_en"):
        if len(texts[name]) > TITLE_CHARACTERS:
            cells.refuse(name, "intake.text-long", found=len(texts[name]), limit=TITLE_CHARACTERS)
    for pair in EITHER:
        if not any(texts[name] for name in pair):
            cells.refuse(pair[0], "intake.value-missing")
    since, until = airing_days_of(cells)
    together = cells.free("together")
    if len(together) > TOGETHER_CHARACTERS:
        cells.refuse("together", "intake.text-long", found=len(together), limit=TOGETHER_CHARACTERS)
    language = Language.KM if texts["event_description_km"] else Language.EN
    return texts | {
        "form_version": cells.text("form_version")[:FORM_CHARACTERS],
        "channel": cells.choice("channel", Channel, Channel.FIELD),
        "submitted_at": submitted_of(cells, known),
        "language": cells.choice("language", Language, language),
        "individual_or_joint": stated,
        "initial_date": first,
        "final_date": last,
        "place_code": place_of(cells, known),
        "sectors": cells.choices("sectors", Sector),
        "rights_affected": unique(parts(cells.free("rights_affected"))),
        "reached_women": cells.count("reached_women"),
        "reached_men": cells.count("reached_men"),
        "confidentiality": cells.choice("confidentiality", Confidentiality, Confidentiality.RESTRICTED),
        "sensitivity": cells.choice("sensitivity", Sensitivity, Sensitivity.MEDIUM),
        "not_before": since,
        "expires_on": until,
        "together": together,
    }


def airing_days_of(cells: Cells) -> tuple[date | None, date | None]:
    """The first and the last day on which it may be aired; a fault where they are the wrong way round."""
    since, until = (cells.day(name) if cells.raw(name) else None for name in ("not_before", "expires_on"))
    if since is not None and until is not None and until < since:
        cells.refuse("expires_on", "intake.airing-order", found=until.isoformat(), first=since.isoformat())
    return since, until


def days_of(cells: Cells, known: Known) -> tuple[date | None, date | None]:
    """First and last day; faults where they are missing, the wrong way round, or not yet."""
    first = cells.day("initial_date")
    last = cells.day("final_date") if cells.raw("final_date") else first
    today = known.now.astimezone(known.zone).date()
    if not cells.raw("initial_date"):
        cells.refuse("initial_date", "intake.value-missing")
    for name, day in {"initial_date": first, "final_date": last if cells.raw("final_date") else None}.items():
        if day is not None and day > today:
            cells.refuse(name, "intake.date-future", found=day.isoformat())
    if first is not None and last is not None and last < first:
        cells.refuse("final_date", "intake.date-order", found=last.isoformat(), first=first.isoformat())
    return first, last


def submitted_of(cells: Cells, known: Known) -> datetime | None:
    """When the report was sent; faults where that is missing or not yet."""
    moment = cells.moment("submitted_at")
    if not cells.raw("submitted_at"):
        cells.refuse("submitted_at", "intake.value-missing")
    elif moment is not None and moment > known.now:
        cells.refuse("submitted_at", "intake.date-future", found=moment.isoformat())
    return moment


def organizations_of(cells: Cells, known: Known) -> list[str]:
    """The codes of the communities that report, the first speaks first."""
    codes = unique(to_arabic(part).upper() for part in parts(cells.raw("organizations")))
    if not codes:
        cells.refuse("organizations", "intake.value-missing")
    for code in codes:
        if code not in known.organizations:
            close = difflib.get_close_matches(code, known.organizations, n=1, cutoff=0.6)
            near = close[0] if close else listed(sorted(known.organizations)[:5]) or "–"
            cells.refuse(
                "organizations", "intake.organization-unknown", found=cells.shown("organizations", code), near=near
            )
    return codes


def place_of(cells: Cells, known: Known) -> str:
    """The place's code; a nought that a spreadsheet took away is put back."""
    found = to_arabic(cells.raw("place_code")).removeprefix("KH")
    if not found:
        cells.refuse("place_code", "intake.value-missing")
        return ""
    for code in (found, f"0{found}"):
        if code in known.places:
            return code
    cells.refuse("place_code", "intake.place-unknown", found=cells.shown("place_code", found))
    return found
