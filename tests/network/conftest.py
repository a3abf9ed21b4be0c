"""What the tests of the Network share: rows as a sheet gives them, a database with a few places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from studio.errors import Fault
from studio.records.network import Place
from studio.store.engine import writing

NOW = datetime(2012, 5, 17, 11, tzinfo=UTC)
ROW = {
    "code": "BTB-01",
    "name_km": "សហគមន៍នេសាទផ្កាស្នោ",
    "name_en": "Phka Snao Community Fishery",
    "description_km": "គ្រួសារអ្នកនេសាទ។",
    "description_en": "Fishing families.",
    "place_code": "0205",
    "sectors": "fisheries; land",
    "members_total": "214",
    "members_women": "96",
    "members_youth": "41",
    "participant_status": "participant",
    "joined_on": "2011-03-18",
    "directory_online": "yes",
    "directory_print": "no",
}


@dataclass(frozen=True)
class Row:
    """A row as a sheet gives it."""

    line: int
    cells: Mapping[str, str]
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()


class Kit:
    """The sound row, and rows made from it."""

    NOW, ROW = NOW, ROW

    @staticmethod
    def rows(*changes: Mapping[str, str]) -> list[Row]:
        """One row for each set of changed cells; empty cells are not there."""
        told = [{name: text for name, text in {**ROW, **cells}.items() if text} for cells in changes]
        return [Row(line, cells) for line, cells in enumerate(told, start=2)]

    Row = Row


@pytest.fixture(scope="session")
def kit() -> type[Kit]:
    """Rows to import."""
    return Kit


@pytest.fixture
def placed(engine: Engine) -> Engine:
    """A database of each kind with a province and two of its districts."""
    with writing(engine) as session:
        for code, parent in (("02", None), ("0205", "02"), ("0206", "02")):
            session.add(Place(code=code, level="x", name_km=code, name_en=code, parent_code=parent, pcode=f"KH{code}"))
            session.flush()
    return engine
