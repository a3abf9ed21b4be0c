"""The index itself: one SQLite file beside what is published, which can be made again from the episodes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from studio.errors import PublishRefused
from studio.publishing import addresses, manifest

VERSION = 3

SCHEMA = """
CREATE TABLE recipe (digest TEXT NOT NULL);
CREATE TABLE episode (
    slug TEXT PRIMARY KEY, stamp TEXT NOT NULL, digest TEXT NOT NULL, guid TEXT NOT NULL, place TEXT NOT NULL,
    month TEXT NOT NULL, card TEXT NOT NULL, notices TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX episode_stamp ON episode (slug, stamp);
CREATE INDEX episode_place ON episode (place);
CREATE INDEX episode_month ON episode (month, place);
CREATE INDEX episode_guid ON episode (guid);
CREATE INDEX episode_notices ON episode (place) WHERE notices != '[]';
CREATE TABLE piece (slug TEXT NOT NULL, name TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (slug, name));
CREATE TABLE post (
    feed TEXT NOT NULL, place TEXT NOT NULL, month TEXT NOT NULL, slug TEXT NOT NULL, piece TEXT NOT NULL,
    at TEXT NOT NULL, synthetic INTEGER NOT NULL, PRIMARY KEY (feed, place)
) WITHOUT ROWID;
CREATE INDEX post_slug ON post (slug);
CREATE INDEX post_month ON post (feed, month, place);
CREATE TABLE told (
    facet TEXT NOT NULL, place TEXT NOT NULL, year TEXT NOT NULL, slug TEXT NOT NULL, story TEXT NOT NULL,
    body TEXT NOT NULL, PRIMARY KEY (facet, place)
) WITHOUT ROWID;
CREATE INDEX told_slug ON told (slug);
CREATE INDEX told_year ON told (facet, year, place);
CREATE TABLE period (
    name TEXT NOT NULL, period TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (name, period)
) WITHOUT ROWID;
CREATE TABLE file (
    path TEXT NOT NULL, owner TEXT NOT NULL, digest TEXT NOT NULL, leaving INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (path, owner)
) WITHOUT ROWID;
CREATE INDEX file_owner ON file (owner);
CREATE INDEX file_leaving ON file (path) WHERE leaving;
CREATE INDEX file_unfinished ON file (path) WHERE digest = '';
CREATE TABLE stale (scope TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE note (rank INTEGER PRIMARY KEY, body TEXT NOT NULL);
"""

_COUNTED = (
    ("episode", "'months'", "month"),
    ("post", "'feed:' || {row}.feed", "month"),
    ("told", "{row}.facet", "year"),
)

_MORE = """
CREATE TRIGGER {table}_comes AFTER INSERT ON {table} BEGIN
    INSERT INTO period VALUES ({new}, NEW.{period}, 1) ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER {table}_goes AFTER DELETE ON {table} BEGIN
    UPDATE period SET count = count - 1 WHERE name = {old} AND period = OLD.{period};
    DELETE FROM period WHERE name = {old} AND period = OLD.{period} AND count = 0;
END;
"""

FILES = """
CREATE TRIGGER file_comes AFTER INSERT ON file
WHEN NOT EXISTS (SELECT 1 FROM file WHERE path = NEW.path AND owner != NEW.owner) BEGIN
    INSERT INTO period VALUES ('files', '', 1) ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER file_goes AFTER DELETE ON file WHEN NOT EXISTS (SELECT 1 FROM file WHERE path = OLD.path) BEGIN
    UPDATE period SET count = count - 1 WHERE name = 'files';
END;
"""
"""A file counts once, however many have it."""

BEFORE = "before"
"""The owner of what a publication without an index wrote: it goes, unless this one writes it too."""


def counting() -> str:
    """The triggers that keep the number of rows of each period, so that nobody has to count them."""
    return "".join(
        _MORE.format(table=table, new=name.format(row="NEW"), old=name.format(row="OLD"), period=period)
        for table, name, period in _COUNTED
    )


@contextmanager
def index_of(root: Path) -> Iterator[sqlite3.Connection]:
    """The index of a published folder, made where there is none, taken over from the list of files that came before it.

    Raises PublishRefused where the file is none, or the list that came before it cannot be trusted.
    """
    path = root / addresses.INDEX
    try:
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            connection.execute("PRAGMA synchronous = FULL")
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version != VERSION:
                _make(connection, root)
            yield connection
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        raise PublishRefused.because("publishing.manifest-bad", path.name, reason=str(error)) from error


@contextmanager
def changing(connection: sqlite3.Connection) -> Iterator[None]:
    """One transaction: all of it lasts, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _make(connection: sqlite3.Connection, root: Path) -> None:
    """Make the tables; of an index of another version, and of the list before there was one, only the files stay."""
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    paths = {path for (path,) in connection.execute("SELECT path FROM file")} if "file" in names else set()
    paths |= set(manifest.read(root))
    connection.execute("PRAGMA foreign_keys = OFF")
    with changing(connection):
        for name in names:
            connection.execute(f'DROP TABLE "{name}"')
        for statement in _statements(SCHEMA + counting() + FILES):
            connection.execute(statement)
        connection.executemany("INSERT INTO file VALUES (?, ?, '', 1)", [(path, BEFORE) for path in sorted(paths)])
        connection.execute(f"PRAGMA user_version = {VERSION}")


def _statements(script: str) -> Iterator[str]:
    """The statements of a script one by one: executescript would end the transaction."""
    waiting = ""
    for line in script.splitlines(keepends=True):
        waiting += line
        if sqlite3.complete_statement(waiting):
            yield waiting
            waiting = ""
