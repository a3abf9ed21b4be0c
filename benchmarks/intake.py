"""Ten thousand reports imported, beside the bare insert of the same rows: python -m benchmarks.intake [--json].

The peer is sqlite3's executemany of every row that the import wrote, with the same tables, indexes, pragmas and one
commit. It validates nothing, so the ratio says what reading, validating, sealing and merging cost.
"""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
import tempfile
import time
import uuid
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from benchmarks.peers.figure import Figure
from studio.intake.header import Table
from studio.intake.keep import Kept, keep
from studio.intake.parse import Known
from studio.intake.sheet import opened
from studio.intake.survey import parse_all, survey
from studio.network.columns import NAMES, REQUIRED, SPELLINGS
from studio.network.organizations import import_sheet
from studio.network.places import load_places
from studio.records.network import Organization, Place
from studio.records.tables import METADATA
from studio.store.engine import connect, upgrade, writing
from studio.store.seal import new_key

REPORTS = 10_000
GOAL = 0.03
"""An import may take thirty times as long as the bare insert of what it wrote."""

DEMO = Path(__file__).parents[1] / "studio" / "demo"
NOW = datetime(2012, 5, 17, 11, tzinfo=UTC)
WRITTEN = ("report", "reportorganization", "source", "information", "consent", "consentscope", "auditevent")


def write_reports(path: Path, count: int) -> None:
    """That many reports: the pilot's own over and over, each with a number and people of its own."""
    with (DEMO / "reports.csv").open(encoding="utf-8", newline="") as source:
        told = list(csv.DictReader(source))
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, list(told[0]), lineterminator="\n")
        writer.writeheader()
        for number in range(count):
            row = dict(told[number % len(told)])
            row["root_uuid"] = str(uuid.UUID(int=number + 1, version=4))
            for column in [name for name in row if name.endswith("_code") and name.startswith("source")]:
                row[column] = f"{row[column]}{number // len(told):04}" if row[column] else ""
            writer.writerow(row)


def import_reports(session: Session, path: Path, recipient: str) -> Kept:
    """Both passes over the file, and everything kept."""
    organizations = frozenset(session.exec(select(Organization.code)))
    known = Known(organizations, frozenset(session.exec(select(Place.code))), NOW, ZoneInfo("Asia/Phnom_Penh"))
    with opened(path) as sheet:
        look = survey(sheet.rows)
    with opened(path) as sheet:
        parsed = parse_all(sheet.rows, known, look, sheet.name, sheet.header.given, sheet.kind)
        return keep(session, (one.submission for one in parsed if one.submission), NOW, "bench", [recipient])


def ours(folder: Path, path: Path) -> tuple[Path, float]:
    """The database with everything imported, and the seconds that took."""
    database = folder / "ours.db"
    engine = connect(f"sqlite:///{database}")
    upgrade(engine)
    _, recipient = new_key()
    with writing(engine) as session:
        load_places(session)
        with opened(DEMO / "organizations.csv", table=Table(NAMES, SPELLINGS, REQUIRED)) as sheet:
            import_sheet(session, sheet.rows, sheet.name, NOW, "bench")
    begun = time.perf_counter()
    with writing(engine) as session:
        kept = import_reports(session, path, recipient)
    seconds = time.perf_counter() - begun
    engine.dispose()
    if kept.new != REPORTS:
        raise SystemExit(f"{kept.new} of {REPORTS} reports came in")
    return database, seconds


def peer(folder: Path, database: Path) -> tuple[int, float]:
    """How many rows the import wrote, and the seconds that sqlite3 alone takes to write them again."""
    with closing(sqlite3.connect(database)) as source:
        rows = {name: source.execute(f"SELECT * FROM {name}").fetchall() for name in WRITTEN}
        places = {name: source.execute(f"SELECT * FROM {name}").fetchall() for name in ("place", "organization")}
    engine = connect(f"sqlite:///{folder / 'peer.db'}")
    upgrade(engine)
    with engine.connect() as connection:
        bare = connection.connection.driver_connection
        if not isinstance(bare, sqlite3.Connection):
            raise SystemExit("the peer is sqlite3")
        connection.rollback()
        fill(bare, places)
        begun = time.perf_counter()
        fill(bare, rows)
        seconds = time.perf_counter() - begun
    engine.dispose()
    return sum(map(len, rows.values())), seconds


def fill(bare: sqlite3.Connection, rows: dict[str, list[tuple[object, ...]]]) -> None:
    """Insert rows by table in the order of their references, in one transaction."""
    bare.execute("BEGIN IMMEDIATE")
    for table in METADATA.sorted_tables:
        if found := rows.get(table.name):
            places = ",".join("?" * len(found[0]))
            bare.executemany(f"INSERT INTO {table.name} VALUES ({places})", found)
    bare.execute("COMMIT")


def figures() -> list[Figure]:
    """The figures of this machine, now."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_reports(folder / "reports.csv", REPORTS)
        database, seconds = ours(folder, folder / "reports.csv")
        rows, bare = peer(folder, database)
    what = f"{REPORTS:,} reports from CSV ({REPORTS / seconds:,.0f} reports/s), {rows:,} rows, in rows/s"
    ratio = bare / seconds
    return [Figure(what, round(rows / seconds), round(rows / bare), round(ratio, 4), GOAL, ratio >= GOAL)]


def main() -> None:
    """Print the figures as a table, or as JSON."""
    found = figures()
    if "--json" in sys.argv:
        print(json.dumps([asdict(one) for one in found], indent=1))
        return
    for one in found:
        print(one)


if __name__ == "__main__":
    main()
