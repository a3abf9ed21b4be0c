"""What the tests of intake share: codes that exist, files of rows, a database with places and organizations."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook
from sqlalchemy import Engine

from studio.intake.parse import Known
from studio.intake.rows import Row, SheetKind
from studio.intake.sheet import BOUNDS, Bounds, opened
from studio.intake.submission import Parsed, Submission
from studio.intake.survey import parse_all, survey
from studio.records.network import Organization, Place
from studio.store.engine import writing

DEMO = Path(__file__).parents[2] / "studio" / "demo"
NOW = datetime(2012, 5, 17, 11, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Phnom_Penh")
SECRET_NAME = "ម៉ៅ សុខុមា"

ROW: Mapping[str, str] = {
    "root_uuid": "6b1f6a52-8c1d-4d2e-9a54-0d7f3a0c1e11",
    "form_version": "2012-02",
    "channel": "field",
    "submitted_at": "2012-03-13T09:20:00+07:00",
    "language": "km",
    "organizations": "BTB-01",
    "individual_or_joint": "individual",
    "event_title_km": "អ្នកនេសាទដាំព្រៃលិចទឹក",
    "event_title_en": "Fishers plant flooded forest",
    "initial_date": "2012-03-08",
    "final_date": "2012-03-11",
    "place_code": "0205",
    "event_description_km": "សមាជិក ៤៦ នាក់បានជួបជុំគ្នា។",
    "event_description_en": "Forty-six members met.",
    "impact_km": "កូនឈើនៅរស់។",
    "impact_en": "The seedlings live.",
    "message_km": "ចូរចាប់ផ្ដើម។",
    "message_en": "Begin.",
    "sectors": "fisheries; land",
    "rights_affected": "food; participation",
    "reached_women": "27",
    "reached_men": "19",
    "confidentiality": "public",
    "sensitivity": "low",
    "source1_code": "S-0042",
    "source1_sex": "f",
    "source1_role_km": "អ្នកនេសាទម្នាក់",
    "source1_role_en": "a fisher",
    "source1_name": SECRET_NAME,
    "source1_name_on_air_km": "",
    "source1_name_on_air_en": "",
    "source1_anonymous_from": "public",
    "source1_minor": "no",
    "source1_quote_km": "ឥឡូវ យើងដាំជាមួយគ្នា។",
    "source1_quote_en": "Now we plant together.",
    "source1_recording": "recordings/S-0042.m4a",
    "source1_consent": "words:air words:online voice:air",
    "source1_consent_method": "thumbprint",
    "source1_consent_on": "2012-03-11",
    "source1_consent_by": "ST-03",
    "source1_consent_subject": "individual",
    "source1_consent_expires": "",
    "source1_consent_withdrawn_on": "",
}


def uuid_of(number: int) -> str:
    """A number for a report of a test."""
    return f"00000000-0000-4000-8000-{number:012}"


def row_with(**cells: str) -> dict[str, str]:
    """The sound row with some cells changed."""
    return {**ROW, **cells}


def csv_text(rows: Iterable[Mapping[str, str]], delimiter: str = ",") -> str:
    """Rows as CSV with the columns of the first one."""
    listed = list(rows)
    out = io.StringIO()
    writer = csv.DictWriter(out, list(listed[0]), delimiter=delimiter, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(listed)
    return out.getvalue()


def parse_file(
    path: Path, known: Known, mapping: Mapping[str, str] | None = None, bounds: Bounds = BOUNDS
) -> list[Parsed]:
    """Everything a file gives, in both passes."""
    with opened(path, bounds, mapping) as sheet:
        look = survey(sheet.rows)
    with opened(path, bounds, mapping) as sheet:
        return list(parse_all(sheet.rows, known, look, sheet.name, sheet.header.given, sheet.kind))


def parse_cells(cells: Mapping[str, str], known: Known, kind: SheetKind = SheetKind.CSV) -> Parsed:
    """What one row gives."""
    row = Row(2, {name: text for name, text in cells.items() if text})
    return next(parse_all([row], known, survey([row]), "reports.csv", frozenset(cells), kind))


def good(cells: Mapping[str, str], known: Known) -> Submission:
    """The submission of a sound row."""
    parsed = parse_cells(cells, known)
    assert parsed.submission is not None, parsed.faults
    return parsed.submission


def codes(parsed: Parsed) -> list[str]:
    """The codes of a row's faults."""
    return [one.code for one in parsed.faults]


class Kit:
    """Everything above, for tests to ask for."""

    DEMO, NOW, ZONE, ROW, SECRET_NAME = DEMO, NOW, ZONE, ROW, SECRET_NAME
    uuid_of = staticmethod(uuid_of)
    row_with = staticmethod(row_with)
    csv_text = staticmethod(csv_text)
    parse_file = staticmethod(parse_file)
    parse_cells = staticmethod(parse_cells)
    good = staticmethod(good)
    codes = staticmethod(codes)


@pytest.fixture(scope="session")
def kit() -> type[Kit]:
    """The sound row, and ways to read it."""
    return Kit


@pytest.fixture(scope="session")
def known() -> Known:
    """Two organizations, three places, the moment of the demonstration."""
    return Known(frozenset({"BTB-01", "BTB-02"}), frozenset({"02", "0205", "0206", "17"}), NOW, ZONE)


@pytest.fixture
def write_csv(tmp_path: Path) -> Callable[..., Path]:
    """`write_csv(rows, encoding="utf-8")`: a file of rows."""

    def write(
        rows: Iterable[Mapping[str, str]], encoding: str = "utf-8", name: str = "reports.csv", delimiter: str = ","
    ) -> Path:
        path = tmp_path / name
        path.write_bytes(csv_text(rows, delimiter).encode(encoding))
        return path

    return write


@pytest.fixture
def write_xlsx(tmp_path: Path) -> Callable[..., Path]:
    """`write_xlsx(header, rows)`: a workbook with values of any kind."""

    def write(header: list[object], rows: Iterable[list[object]], name: str = "reports.xlsx") -> Path:
        book = Workbook()
        sheet = book.worksheets[0]
        for row in (header, *rows):
            sheet.append(row)
        path = tmp_path / name
        book.save(path)
        return path

    return write


@pytest.fixture
def stocked(engine: Engine) -> Engine:
    """A database of each kind with two provinces, two districts and two organizations."""
    with writing(engine) as session:
        for code, parent in (("02", None), ("17", None), ("0205", "02"), ("0206", "02")):
            level = "district" if parent else "province"
            place = Place(code=code, level=level, name_km=code, name_en=code, parent_code=parent, pcode=f"KH{code}")
            session.add(place)
            session.flush()
        for code in ("BTB-01", "BTB-02"):
            session.add(Organization(code=code, name_km=code, place_code="0205"))
    return engine
