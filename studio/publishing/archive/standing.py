"""What stands published, however it was made: which episodes, and which sounds are theirs alone. Only read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from studio.publishing import addresses
from studio.publishing.archive.index import VERSION
from studio.publishing.archive.rows import EPISODE

_SOUNDS = (
    "SELECT DISTINCT path FROM file WHERE owner = ? AND path LIKE 'media/%'"
    " AND NOT EXISTS (SELECT 1 FROM file AS other WHERE other.path = file.path AND other.owner NOT IN"
    " (SELECT value FROM json_each(?)))"
)


def episodes_in(root: Path) -> frozenset[str]:
    """The slugs of the episodes that stand in a folder, by its index and by their pages."""
    pages = {path.name.split(".")[0] for path in (root / "episodes").glob("*.html")}
    with _reading(root) as index:
        rows = index.execute("SELECT slug FROM episode").fetchall() if index else []
    return frozenset(pages | {slug for (slug,) in rows})


def sounds_of(root: Path, slugs: Iterable[str]) -> tuple[str, ...]:
    """The paths of the sounds of some episodes, and of stories in them, that no other episode has; sorted."""
    owners = [f"{EPISODE}:{slug}" for slug in slugs]
    listed = "[" + ",".join(f'"{one}"' for one in owners) + "]"
    with _reading(root) as index:
        found = {path for one in owners if index for (path,) in index.execute(_SOUNDS, (one, listed))}
    return tuple(sorted(found))


@contextmanager
def _reading(root: Path) -> Iterator[sqlite3.Connection | None]:
    """The index of a folder; None where there is none of today's kind."""
    path = root / addresses.INDEX
    if not path.is_file():
        yield None
        return
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as index:
        try:
            known = index.execute("PRAGMA user_version").fetchone() == (VERSION,)
        except sqlite3.DatabaseError:
            known = False
        yield index if known else None
