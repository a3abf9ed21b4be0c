"""A backup holds the workspace as it stood at one moment, and brings it back whole or refuses."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, func
from sqlmodel import select

from studio.errors import StoreFault
from studio.records.audit import AuditEvent, LedgerEntry
from studio.records.consent import Consent, ConsentScope
from studio.records.kinds import AnonymousFrom, Medium, Purpose, Sex
from studio.records.network import Place
from studio.records.reports import Report, Source
from studio.records.tables import METADATA
from studio.store import audit, backup
from studio.store.engine import connect, reading, require_current, upgrade, writing
from studio.store.workspace import Workspace

NOW = datetime(2012, 5, 17, 11, 30, tzinfo=UTC)
FILES = {
    "studio.toml": "[show]\n",
    "scripts/voices/story.km.j2": "{{ quote }}",
    "episodes/2012-05-17-voices/script.txt": "ការផ្សាយ",
    "audio/library/jingle.flac": "fLaC",
}
WRITER = """
import sys
from datetime import UTC, datetime
from studio.records.audit import LedgerEntry
from studio.store import audit
from studio.store.engine import connect, writing

engine = connect(sys.argv[1])
turn = 0
while True:
    turn += 1
    with writing(engine) as session:
        audit.append(session, datetime.now(UTC), "ED-01", "consent.given", f"S-{turn}", {"turn": turn})
        session.add(LedgerEntry(key=str(turn), stage="file", subject="s", made_at=datetime.now(UTC)))
    print(turn, flush=True)
"""


@pytest.fixture
def station(tmp_path: Path) -> Workspace:
    """A workspace with files of every kind, a vault of two sounds, and things that a backup leaves out."""
    root = tmp_path / "station"
    for name, content in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, encoding="utf-8")
    for left_out in ("feeds/feed.xml", "audio/cache/mix.wav", "audio/library/.partial-0123-x.flac", "custodian.key"):
        (root / left_out).parent.mkdir(parents=True, exist_ok=True)
        (root / left_out).write_text("not kept", encoding="utf-8")
    workspace = Workspace(root)
    workspace.vault.put(b"a take")
    workspace.vault.put(b"a master")
    return workspace


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """A database with rows that refer to each other, sealed bytes, lists, enums, dates and a chain."""
    with writing(engine) as session:
        session.add(Place(code="02", level="province", name_km="បាត់ដំបង", name_en="Battambang", pcode="KH02"))
        session.flush()
        session.add(
            Place(code="0205", level="district", name_km="ឯកភ្នំ", name_en="Aek Phnum", parent_code="02", pcode="KH0205")
        )
        session.add(
            Source(
                code="S-0042",
                sex=Sex.F,
                role_km="អ្នកនេសាទ",
                anonymous_from=AnonymousFrom.PUBLIC,
                sealed_identity=bytes(range(256)),
            )
        )
        session.flush()
        session.add(
            Report(
                root_uuid="uuid:1",
                receipt="R-1",
                submitted_at=NOW,
                initial_date=date(2012, 5, 1),
                final_date=date(2012, 5, 2),
                place_code="0205",
                digest="0" * 64,
                rights_affected=["អាហារ", "food"],
                event_title_km="ល្បាត",
            )
        )
        session.flush()
        source = session.exec(select(Source.id)).one()
        consent = Consent(source_id=source or 0, obtained_on=date(2012, 5, 1))
        session.add(consent)
        session.flush()
        session.add(ConsentScope(consent_id=consent.id or 0, purpose=Purpose.VOICE, medium=Medium.AIR))
        for turn in range(3):
            audit.append(session, NOW, "ED-01", "consent.given", "S-0042", {"turn": turn})
    return engine


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def home(request: pytest.FixtureRequest) -> Iterator[str]:
    """Where a backup is brought back to: the workspace's own SQLite file (no URL), or another PostgreSQL database."""
    if request.param == "sqlite":
        yield ""
        return
    yield request.getfixturevalue("second_postgresql_url")


def rows(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    with reading(engine) as session:
        return {
            table.name: [tuple(row) for row in session.execute(table.select().order_by(*table.primary_key.columns))]
            for table in METADATA.sorted_tables
        }


def below(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def code(refused: pytest.ExceptionInfo[StoreFault]) -> str:
    return refused.value.faults[0].code


def test_a_backup_holds_what_cannot_be_made_again(station: Workspace, filled: Engine, tmp_path: Path) -> None:
    target = tmp_path / "backups" / "monday"
    count = backup.backup(station, filled, target)
    vault = {f"audio/vault/{digest[:2]}/{digest[2:]}" for digest in station.vault.digests()}
    assert set(below(target)) == {*FILES, *vault, "studio.db", "backup.json"}
    assert count == len(FILES) + len(vault) + 1
    assert list(backup.faults(target)) == []
    assert [path.name for path in target.parent.iterdir()] == ["monday"]


def test_from_each_database_to_each_every_row_and_file_comes_back(
    station: Workspace, filled: Engine, home: str, tmp_path: Path
) -> None:
    target, fresh = tmp_path / "backup", Workspace(tmp_path / "fresh")
    count = backup.backup(station, filled, target)
    kept = below(target)
    assert backup.restore(target, fresh, home) == count
    assert below(target) == kept, "a backup is only read"
    expected = {name: content for name, content in kept.items() if name not in ("studio.db", "backup.json")}
    found = below(fresh.root)
    assert (found.pop("studio.db", None) is None) == bool(home)
    assert found == expected
    assert [one for one in fresh.vault.verified(fresh.vault.digests()) if one] == []
    assert all(fresh.vault.place(digest).stat().st_mode & 0o777 == 0o444 for digest in fresh.vault.digests())

    back = connect(fresh.database_url(home))
    require_current(back)
    assert rows(back) == rows(filled)
    with writing(back) as session:
        session.add(Source(code="S-0043", role_km="ថ្មី"))
        audit.append(session, NOW, "ED-01", "consent.given", "S-0043", {})
    with reading(back) as session:
        assert session.exec(select(func.count()).select_from(Source)).one() == 2
        assert list(audit.faults(session)) == []
    back.dispose()


def test_a_backup_taken_while_a_writer_writes_is_one_moment(
    station: Workspace, engine: Engine, database_url: str, tmp_path: Path
) -> None:
    writer = subprocess.Popen([sys.executable, "-c", WRITER, database_url], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    said = 0
    try:
        for turn in range(3):
            said = int(writer.stdout.readline())
            backup.backup(station, engine, tmp_path / f"backup-{turn}")
            fresh = Workspace(tmp_path / f"fresh-{turn}")
            backup.restore(tmp_path / f"backup-{turn}", fresh, "")
            back = connect(fresh.database_url(""))
            with reading(back) as session:
                assert list(audit.faults(session)) == []
                count = session.exec(select(func.count()).select_from(AuditEvent)).one()
                pairs = session.exec(select(func.count()).select_from(LedgerEntry)).one()
            assert count == pairs, "a change is torn: two tables are not of one moment"
            assert count >= said, "a row that was acknowledged before the backup is missing in it"
            back.dispose()
    finally:
        writer.kill()
        writer.communicate()
    assert said > 0


def test_a_backup_holds_nothing_of_a_change_that_was_taken_back(
    station: Workspace, sqlite_url: str, tmp_path: Path
) -> None:
    engine = connect(sqlite_url)
    upgrade(engine)
    with writing(engine) as session:
        session.add_all(Source(code=f"S-{number:04}", role_km="ចាស់" * 50) for number in range(400))
    half_way = threading.Event()

    def change_and_take_back() -> None:
        other = sqlite3.connect(tmp_path / "studio.db", isolation_level=None)
        other.execute("PRAGMA cache_size=2")
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE source SET role_km = 'new' || role_km")
        half_way.set()
        time.sleep(0.7)
        other.execute("ROLLBACK")
        other.close()

    writer = threading.Thread(target=change_and_take_back)
    writer.start()
    half_way.wait()
    backup.backup(station, engine, tmp_path / "backup")
    writer.join()
    engine.dispose()
    kept = sqlite3.connect(tmp_path / "backup" / "studio.db")
    assert kept.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert kept.execute("SELECT count(*) FROM source WHERE role_km LIKE 'ចាស់%'").fetchall() == [(400,)]
    kept.close()


def test_a_backup_does_not_overwrite(station: Workspace, filled: Engine, tmp_path: Path) -> None:
    (tmp_path / "backup").mkdir()
    with pytest.raises(StoreFault) as refused:
        backup.backup(station, filled, tmp_path / "backup")
    assert code(refused) == "store.backup-exists"


@pytest.mark.postgresql
def test_a_database_with_empty_tables_takes_a_backup(whole: Path, postgresql_url: str, tmp_path: Path) -> None:
    engine = connect(postgresql_url)
    upgrade(engine)
    backup.restore(whole, Workspace(tmp_path / "fresh"), postgresql_url)
    require_current(engine)
    engine.dispose()


@pytest.fixture
def whole(station: Workspace, sqlite_url: str, tmp_path: Path) -> Path:
    """A small backup without a fault."""
    engine = connect(sqlite_url)
    upgrade(engine)
    backup.backup(station, engine, tmp_path / "whole")
    engine.dispose()
    return tmp_path / "whole"


def test_a_damaged_backup_is_refused_with_every_damaged_file(whole: Path, tmp_path: Path) -> None:
    database = bytearray((whole / "studio.db").read_bytes())
    database[5000] ^= 1
    (whole / "studio.db").write_bytes(database)
    (whole / "studio.toml").unlink()
    with pytest.raises(StoreFault) as refused:
        backup.restore(whole, Workspace(tmp_path / "fresh"), "")
    assert {fault.where for fault in refused.value.faults} == {str(whole / "studio.db"), str(whole / "studio.toml")}
    assert code(refused) == "store.backup-unreadable"
    assert not (tmp_path / "fresh").exists()


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"files": []}', '{"files": {"../../x/passwd": "0"}}', '{"files": {"/x/passwd": "0"}}'],
)
def test_what_is_no_backup_is_refused(whole: Path, tmp_path: Path, content: str) -> None:
    (whole / "backup.json").write_text(content)
    with pytest.raises(StoreFault) as refused:
        backup.restore(whole, Workspace(tmp_path / "fresh"), "")
    assert code(refused) == "store.backup-unreadable"
    assert not (tmp_path / "fresh").exists()


def test_an_empty_folder_is_no_backup(tmp_path: Path) -> None:
    with pytest.raises(StoreFault) as refused:
        backup.restore(tmp_path / "nothing", Workspace(tmp_path / "fresh"), "")
    assert code(refused) == "store.backup-unreadable"


def test_a_folder_with_something_in_it_is_left_alone(whole: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    (fresh / "letter.txt").write_text("mine")
    with pytest.raises(StoreFault) as refused:
        backup.restore(whole, Workspace(fresh), "")
    assert code(refused) == "store.backup-exists"
    assert below(fresh) == {"letter.txt": b"mine"}
    (fresh / "letter.txt").unlink()
    backup.restore(whole, Workspace(fresh), "")
    assert (fresh / "studio.db").is_file()


def test_a_database_with_rows_in_it_is_left_alone(
    whole: Path, filled: Engine, database_url: str, tmp_path: Path
) -> None:
    before = rows(filled)
    with pytest.raises(StoreFault) as refused:
        backup.restore(whole, Workspace(tmp_path / "fresh"), database_url)
    assert code(refused) == "store.backup-exists"
    assert rows(filled) == before
    assert not (tmp_path / "fresh").exists(), "nothing is half restored"
    assert list(tmp_path.glob(".partial-*")) == []


def test_the_list_of_a_backup_names_every_file_with_its_digest(whole: Path) -> None:
    written = json.loads((whole / "backup.json").read_text("utf-8"))
    assert written["studio"] == 1
    assert sorted(written["files"]) == sorted(set(below(whole)) - {"backup.json"})
