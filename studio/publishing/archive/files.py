"""The files of a publication as the index keeps them: whose each is, its digest, and what is on its way out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path

from studio.publishing import addresses, manifest
from studio.publishing.archive.index import index_of
from studio.units import Digest

UNFINISHED = Digest("")
"""Stands for the digest of a file that a publication is about to write."""


def published(root: Path) -> Mapping[str, Digest]:
    """Paths below root and their SHA-256, UNFINISHED where a publication did not end; empty where there was none.

    Raises PublishRefused where the index, or the list that came before it, cannot be read.
    """
    if not (root / addresses.INDEX).is_file():
        return manifest.read(root)
    with index_of(root) as index:
        rows = index.execute(
            "SELECT path, CASE WHEN sum(owner IN (SELECT scope FROM stale)) THEN '' ELSE max(digest) END FROM file"
            " WHERE NOT leaving GROUP BY path ORDER BY path"
        )
        return {path: Digest(digest) for path, digest in rows}


def expect(index: sqlite3.Connection, owner: str, paths: Iterable[str]) -> None:
    """Note that these are the files of an owner from now on; what it had besides leaves."""
    index.execute("UPDATE file SET leaving = 1 WHERE owner = ?", (owner,))
    index.executemany(
        "INSERT INTO file VALUES (?, ?, '', 0) ON CONFLICT DO UPDATE SET leaving = 0", [(path, owner) for path in paths]
    )


def known(index: sqlite3.Connection, path: str) -> Digest:
    """The digest of a file that stands, UNFINISHED where there is none."""
    row = index.execute("SELECT max(digest) FROM file WHERE path = ?", (path,)).fetchone()
    return Digest(row[0] or "")


def finish(index: sqlite3.Connection, digests: Mapping[str, Digest]) -> None:
    """Note that files were written."""
    index.executemany("UPDATE file SET digest = ? WHERE path = ?", [(digest, path) for path, digest in digests.items()])


def leaving(index: sqlite3.Connection) -> list[tuple[str, str]]:
    """Paths that nobody has any more, pages first, each with its last owner."""
    return index.execute(
        "SELECT path, max(owner) FROM file WHERE leaving AND NOT EXISTS"
        " (SELECT 1 FROM file AS other WHERE other.path = file.path AND NOT other.leaving)"
        " GROUP BY path ORDER BY path NOT LIKE '%.html', path"
    ).fetchall()


def left(index: sqlite3.Connection) -> None:
    """Forget what left."""
    index.execute("DELETE FROM file WHERE leaving")


def count(index: sqlite3.Connection) -> int:
    """How many files there are, once what leaves has left."""
    (number,) = index.execute("SELECT total(count) FROM period WHERE name = 'files'").fetchone()
    return int(number)


def unfinished(index: sqlite3.Connection) -> list[str]:
    """Folders in which a publication that did not end may have left something half written."""
    rows = index.execute(
        "SELECT path FROM file WHERE digest = '' UNION SELECT path FROM stale CROSS JOIN file ON file.owner = scope"
    ).fetchall()
    return sorted({path.rpartition("/")[0] for (path,) in rows})
