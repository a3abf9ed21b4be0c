"""One folder that holds the whole workspace as it stood at one moment, and the way back.

The database in a backup is always a SQLite file, whatever it was taken from, so a backup also moves a station
from SQLite to PostgreSQL or home again.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, Integer, func, insert, select

from studio.errors import Fault, StoreFault, fault
from studio.records.tables import METADATA
from studio.store.engine import connect, downgrade, frozen, reachable, revisions, upgrade
from studio.store.files import PARTIAL, copy_file, make_folder, sync_file, sync_folder, write_text
from studio.store.vault import digest_file
from studio.store.workspace import Workspace

MANIFEST = "backup.json"
DATABASE = "studio.db"
KEPT = ("studio.toml", "scripts", "episodes", "audio/library", "audio/vault")
CHUNK = 1_000


def backup(workspace: Workspace, engine: Engine, target: Path) -> int:
    """Write a backup into a new folder; how many files it holds. The database is one moment's, never torn.

    Raises StoreFault where the folder is there already. Source: sqlite.org, VACUUM INTO.
    """
    if target.exists():
        raise StoreFault(fault("store.backup-exists", target))
    with whole_folder(target) as partial:
        copy_database(engine, partial / DATABASE)
        sync_file(partial / DATABASE)
        for path in list(files_of(workspace.root)):
            with suppress(FileNotFoundError):  # it was taken away since it was listed
                copy_file(path, partial / path.relative_to(workspace.root), mode=path.stat().st_mode & 0o777)
        names = sorted(str(path.relative_to(partial)) for path in partial.rglob("*") if path.is_file())
        digests = {name: digest_file(partial / name) for name in names}
        written = {"studio": 1, "files": digests}
        write_text(partial / MANIFEST, json.dumps(written, indent=1, ensure_ascii=False) + "\n")
    return len(digests)


def restore(source: Path, workspace: Workspace, url: str) -> int:
    """Bring a backup back into an empty folder and an empty database; how many files came back.

    Raises StoreFault where the backup is damaged, naming every damaged file, or where the folder is not empty.
    """
    StoreFault.raise_if(faults(source))
    if workspace.root.exists() and any(workspace.root.iterdir()):
        raise StoreFault(fault("store.backup-exists", workspace.root))
    names = [name for name in manifest(source) if not url or name != DATABASE]
    with whole_folder(workspace.root) as partial:
        for name in names:
            copy_file(source / name, partial / name, mode=(source / name).stat().st_mode & 0o777)
        if url:
            refill(source / DATABASE, url)
    return len(manifest(source))


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """A folder beside `target` that takes its name when the block ends well; otherwise nothing is left of it."""
    target = target.resolve()
    partial = target.with_name(f"{PARTIAL}{target.name}")
    shutil.rmtree(partial, ignore_errors=True)
    make_folder(partial)
    try:
        yield partial
        partial.rename(target)
        sync_folder(target.parent)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def manifest(source: Path) -> dict[str, str]:
    """The files of a backup with their digests. Raises StoreFault where it is no backup."""
    try:
        content = json.loads((source / MANIFEST).read_text("utf-8"))
        files = {str(name): str(digest) for name, digest in content["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreFault(fault("store.backup-unreadable", source, reason=str(error))) from error
    StoreFault.raise_if(
        fault("store.backup-unreadable", source / name, reason="outside the backup")
        for name in files
        if Path(name).is_absolute() or ".." in Path(name).parts
    )
    return files


def faults(source: Path) -> Iterator[Fault]:
    """Each file of a backup that is missing or not what it was."""
    for name, digest in manifest(source).items():
        path = source / name
        if not path.is_file() or digest_file(path) != digest:
            yield fault("store.backup-unreadable", path, reason="missing or changed")


def files_of(root: Path) -> Iterator[Path]:
    """What a backup keeps of a workspace: not what can be published or mixed again."""
    for name in KEPT:
        top = root / name
        below = sorted(path for path in top.rglob("*") if path.is_file() and not path.name.startswith(PARTIAL))
        yield from [top] if top.is_file() else below


def copy_database(engine: Engine, target: Path) -> None:
    """The database at one moment as a SQLite file."""
    if engine.dialect.name == "sqlite":
        with reachable(engine), engine.connect() as connection:
            connection.connection.driver_connection.execute("VACUUM INTO ?", (str(target),))  # type: ignore[union-attr]
        return
    with TemporaryDirectory(dir=target.parent) as scratch, closing(f"sqlite:///{scratch}/{DATABASE}") as fresh:
        upgrade(fresh)
        copy_rows(engine, fresh)
        copy_database(fresh, target)


@contextmanager
def closing(url: str) -> Iterator[Engine]:
    """An engine that lets go of its connections at the end."""
    engine = connect(url)
    try:
        yield engine
    finally:
        engine.dispose()


def refill(source: Path, url: str) -> None:
    """Fill an empty database with the rows of a SQLite file. Raises StoreFault where it is not empty."""
    with closing(url) as wanted:
        if revisions(wanted)[0] is not None:
            with wanted.connect() as connection:
                filled = any(connection.execute(select(table).limit(1)).first() for table in METADATA.sorted_tables)
            if filled:
                raise StoreFault(fault("store.backup-exists", wanted.url.render_as_string()))
            downgrade(wanted, "base")
        upgrade(wanted)
        copy_rows(frozen(source), wanted)


def copy_rows(source: Engine, target: Engine) -> None:
    """Copy every table in the order of its references, inside one snapshot of the source."""
    snapshot = source
    if source.dialect.name == "postgresql":
        snapshot = source.execution_options(isolation_level="REPEATABLE READ")
    with snapshot.connect() as reader, target.begin() as writer:
        for table in METADATA.sorted_tables:
            rows = reader.execute(select(table).order_by(*table.primary_key.columns)).mappings()
            for part in rows.partitions(CHUNK):
                writer.execute(insert(table), [dict(row) for row in part])
            key = list(table.primary_key.columns)
            if target.dialect.name == "postgresql" and len(key) == 1 and isinstance(key[0].type, Integer):
                sequence = func.pg_get_serial_sequence(table.name, key[0].name)
                newest = select(func.coalesce(func.max(key[0]), 0) + 1).scalar_subquery()
                writer.execute(select(func.setval(sequence, newest, False)).where(sequence.is_not(None)))
