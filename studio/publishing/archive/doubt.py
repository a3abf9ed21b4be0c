"""Reads what is published, every bit of it, so that the next publication makes again what was damaged or lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from studio.errors import Fault, fault
from studio.publishing import addresses
from studio.publishing.archive.files import UNFINISHED, published
from studio.publishing.archive.index import changing, index_of
from studio.store.vault import digest_file

_OWNERS = "INSERT OR IGNORE INTO stale SELECT owner FROM file WHERE path = ? AND NOT leaving"
_UNKNOWN = "UPDATE file SET digest = '' WHERE path = ?"


def damaged(root: Path) -> Iterator[tuple[str, Fault]]:
    """Each published file that is gone or not as it was written, with what is wrong; all of them are read.

    Raises PublishRefused where the index cannot be read.
    """
    for path, digest in published(root).items():
        if digest == UNFINISHED:
            continue
        if not (root / path).is_file():
            yield path, fault("publishing.file-missing", path, target=path)
        elif digest_file(root / path) != digest:
            yield path, fault("publishing.file-changed", path)


def doubt(root: Path) -> tuple[Fault, ...]:
    """Note that what is damaged or lost has to be made again, and say what that is; the files stay as they are.

    Raises PublishRefused where the index cannot be read.
    """
    if not (root / addresses.INDEX).is_file():
        return ()
    found = tuple(damaged(root))
    if found:
        with index_of(root) as index, changing(index):
            for path, _ in found:
                index.execute(_OWNERS, (path,))
                index.execute(_UNKNOWN, (path,))
    return tuple(each for _, each in found)
