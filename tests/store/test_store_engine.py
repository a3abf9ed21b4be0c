"""The database: set up to lose nothing, one writer at a time, readers who see one moment."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, col, func, select

from studio.errors import Conflict, StoreFault
from studio.records.airtime import Station
from studio.records.audit import LedgerEntry
from studio.records.network import Place
from studio.store import engine as database
from studio.store.engine import connect, frozen, journal_mode, reading, require_current, upgrade, writing

NOW = datetime(2012, 5, 17, 11, 30, tzinfo=UTC)
ADDER = """
import sys
from studio.records.airtime import Station
from studio.store.engine import connect, writing
from sqlmodel import select

engine = connect(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
for _ in range(int(sys.argv[2])):
    with writing(engine) as session:
        station = session.exec(select(Station)).one()
        station.lufs = station.lufs + 1
"""
FILER = """
import sys
from datetime import UTC, datetime
from studio.records.audit import LedgerEntry
from studio.store.engine import connect, writing

engine = connect(sys.argv[1])
turn = 0
while True:
    turn += 1
    key = f"{sys.argv[2]}-{turn}"
    with writing(engine) as session:
        session.add(LedgerEntry(key=key, stage="file", subject="x" * 2000, made_at=datetime.now(UTC)))
    print(key, flush=True)
"""


def child(script: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def entry(key: str) -> LedgerEntry:
    return LedgerEntry(key=key, stage="file", subject="s", made_at=NOW)


def keys(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return list(session.exec(select(LedgerEntry.key).order_by(LedgerEntry.key)))


def code(refused: pytest.ExceptionInfo[StoreFault]) -> str:
    return refused.value.faults[0].code


def test_sqlite_is_set_up_to_lose_nothing(sqlite_url: str) -> None:
    engine = connect(sqlite_url)
    with engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("synchronous", "foreign_keys", "busy_timeout", "journal_mode")
        }
    mode = journal_mode(sqlite3.sqlite_version_info).lower()
    assert found == {"synchronous": 2, "foreign_keys": 1, "busy_timeout": 15_000, "journal_mode": mode}
    engine.dispose()


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ((3, 40, 1), "TRUNCATE"),
        ((3, 44, 5), "TRUNCATE"),
        ((3, 44, 6), "WAL"),
        ((3, 45, 9), "TRUNCATE"),
        ((3, 50, 6), "TRUNCATE"),
        ((3, 50, 7), "WAL"),
        ((3, 51, 2), "TRUNCATE"),
        ((3, 51, 3), "WAL"),
        ((3, 52, 0), "WAL"),
        ((4, 0, 0), "WAL"),
    ],
)
def test_wal_only_where_its_reset_fault_is_mended(version: tuple[int, int, int], mode: str) -> None:
    assert journal_mode(version) == mode


def test_a_write_takes_its_lock_at_once(sqlite_url: str, tmp_path: Path) -> None:
    engine = connect(sqlite_url)
    upgrade(engine)
    other = sqlite3.connect(tmp_path / "studio.db", timeout=0, isolation_level=None)
    with writing(engine) as session:
        session.connection()
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")
    other.rollback()
    other.close()
    engine.dispose()


def test_two_processes_that_read_change_and_write_lose_nothing(engine: Engine, database_url: str) -> None:
    with writing(engine) as session:
        session.add(Station(slug="station", name_km="ស", name_en="S", lufs=0))
    adders = [child(ADDER, database_url, "25") for _ in range(3)]
    for adder in adders:
        assert adder.stdout is not None
        assert adder.stdout.readline() == "ready\n"
    for adder in adders:
        assert adder.stdin is not None
        adder.stdin.write("go\n")
        adder.stdin.flush()
    for adder in adders:
        adder.communicate(timeout=60)
        assert adder.returncode == 0
    with reading(engine) as session:
        assert session.exec(select(Station.lufs)).one() == 75


def test_what_was_acknowledged_survives_a_killed_writer(engine: Engine, database_url: str) -> None:
    chance = random.Random(23)
    said: list[str] = []
    for turn in range(5):
        filer = child(FILER, database_url, str(turn))
        assert filer.stdout is not None
        said.append(filer.stdout.readline().strip())
        time.sleep(chance.uniform(0, 0.15))
        filer.kill()
        said += [line for line in filer.stdout.read().split("\n")[:-1] if line]
        filer.communicate()
    assert len(said) >= 5
    kept = keys(engine)
    assert set(said) <= set(kept)
    assert len(kept) <= len(said) + 5, "a killed writer has at most one row that it had not told about"


def test_a_block_that_fails_writes_nothing(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), writing(engine) as session:
        session.add(entry("lost"))
        session.flush()
        raise ZeroDivisionError
    assert keys(engine) == []


def test_a_place_that_is_taken_is_a_conflict(engine: Engine) -> None:
    with writing(engine) as session:
        session.add(entry("once"))
    with pytest.raises(Conflict) as refused, writing(engine) as session:
        session.add(entry("once"))
    assert refused.value.faults[0].code == "ground.conflict"
    assert keys(engine) == ["once"]


def test_a_reference_to_nothing_is_refused(engine: Engine) -> None:
    with pytest.raises(Conflict), writing(engine) as session:
        session.add(Place(code="0101", level="district", name_km="ស", name_en="S", parent_code="99", pcode="KH0101"))


def test_a_reading_session_cannot_change_anything(engine: Engine) -> None:
    with pytest.raises(Exception, match=r"(?i)read.?only"), reading(engine) as session:
        session.add(entry("sneaked"))
        session.flush()
    assert keys(engine) == []
    with writing(engine) as session:
        session.add(entry("after"))
    assert keys(engine) == ["after"]


def test_readers_read_beside_each_other(engine: Engine) -> None:
    with writing(engine) as session:
        session.add(entry("one"))
    with reading(engine) as first, reading(engine) as second:
        for session in (first, second):
            assert session.exec(select(func.count()).select_from(LedgerEntry)).one() == 1


def test_a_reader_sees_one_moment_while_a_writer_waits_or_works(engine: Engine) -> None:
    with writing(engine) as session:
        session.add(entry("before"))

    def write() -> None:
        with writing(engine) as session:
            session.add(entry("meanwhile"))

    writer = threading.Thread(target=write)
    with reading(engine) as session:
        assert session.exec(select(LedgerEntry.key)).all() == ["before"]
        writer.start()
        writer.join(0.3)
        assert session.exec(select(LedgerEntry.key).order_by(col(LedgerEntry.key).desc())).all() == ["before"]
    writer.join(20)
    assert keys(engine) == ["before", "meanwhile"]


def test_a_database_without_tables_is_behind(empty_engine: Engine) -> None:
    with pytest.raises(StoreFault) as refused:
        require_current(empty_engine)
    assert code(refused) == "store.database-behind"
    assert refused.value.faults[0].values["found"] == "–"
    upgrade(empty_engine)
    require_current(empty_engine)


def test_a_folder_that_is_missing_is_told(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'nowhere' / 'studio.db'}")
    for attempt in (upgrade, require_current):
        with pytest.raises(StoreFault) as refused:
            attempt(engine)
        assert code(refused) == "store.database-unreachable"


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "studio.db").write_text("these are minutes of a meeting, not a database\n" * 100)
    engine = connect(f"sqlite:///{tmp_path / 'studio.db'}")
    with pytest.raises(StoreFault) as refused:
        require_current(engine)
    assert code(refused) == "store.database-unreachable"


def test_a_server_that_does_not_answer_is_told_without_the_password() -> None:
    engine = connect("postgresql://studio:geheim@127.0.0.1:1/studio")
    for using in (reading, writing):
        with pytest.raises(StoreFault) as refused, using(engine) as session:
            session.execute(text("SELECT 1"))
        assert code(refused) == "store.database-unreachable"
        assert "geheim" not in str(refused.value)


@pytest.mark.parametrize(
    "url",
    ["studio.db", "postgresql://studio:geheim@host:port/studio", "mysql://root:geheim@host/studio", "oddity://geheim"],
)
def test_an_address_that_cannot_be_used_is_told_without_the_password(url: str) -> None:
    with pytest.raises(StoreFault) as refused:
        connect(url)
    assert code(refused) == "store.database-url-bad"
    assert "geheim" not in str(refused.value) or url.startswith("oddity")


def test_a_frozen_file_is_read_without_a_trace(sqlite_url: str, tmp_path: Path) -> None:
    engine = connect(sqlite_url)
    upgrade(engine)
    with writing(engine) as session:
        session.add(entry("kept"))
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA journal_mode=WAL")
    engine.dispose()
    path = tmp_path / "studio.db"
    for mark in ("-journal", "-wal", "-shm"):
        path.with_name(path.name + mark).unlink(missing_ok=True)
    before = path.read_bytes()
    with Session(frozen(path)) as session:
        assert session.exec(select(LedgerEntry.key)).all() == ["kept"]
        assert [one.name for one in tmp_path.iterdir()] == ["studio.db"]
    assert path.read_bytes() == before


def test_every_private_name_of_the_set_up_is_used() -> None:
    source = Path(database.__file__).read_text("utf-8")
    assert source.count("_begin_immediate") == source.count("_set_up_sqlite") == 2
