"""Uploads on their way in: each grows in a file of its own, and lasts over cut networks and killed servers.

Whoever has an upload's token may add to it; the folder knows only what is left of the token.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from studio.accounts.tokens import kept, new_token
from studio.errors import Conflict, IntakeRefused, NotFound, fault
from studio.pipeline.opening import Studio
from studio.store.files import make_folder, sync_folder

KEPT = timedelta(days=2)
"""How long an upload waits for more, or for the form that it belongs to."""

MOST_OPEN = 400
"""Uploads that may wait at once."""

TIMES = 8
"""How many of the largest files all that waits may fill."""


@dataclass(frozen=True, slots=True)
class Upload:
    """An upload: where it grows, and how many bytes it has of how many. until: when it is swept."""

    path: Path
    offset: int
    length: int
    until: datetime

    @property
    def whole(self) -> bool:
        """Whether all of it came."""
        return self.offset == self.length


def folder_of(studio: Studio) -> Path:
    """Where uploads wait."""
    return studio.workspace.root / "audio" / "incoming"


def largest(studio: Studio) -> int:
    """The bytes that a file may have."""
    return studio.settings.limits.file_mb << 20


def begin_upload(studio: Studio, length: int) -> str:
    """Make room for an upload; its token. Raises IntakeRefused where it is too large or too many wait."""
    if not 0 < length <= largest(studio):
        raise IntakeRefused(fault("pipeline.upload-large", megabytes=studio.settings.limits.file_mb))
    sweep_uploads(studio)
    waiting = [size_of(one) for one in folder_of(studio).glob("*.upload")]
    if len(waiting) >= MOST_OPEN or sum(waiting) + length > TIMES * largest(studio):
        raise IntakeRefused(fault("pipeline.uploads-full"))
    token = new_token()
    make_folder(folder_of(studio))
    path = folder_of(studio) / f"{kept(token)}-{length}.upload"
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    sync_folder(path.parent)
    return token


def size_of(path: Path) -> int:
    """The bytes that an upload will have, as its name says."""
    number = path.stem.rpartition("-")[2]
    return int(number) if number.isdigit() else 0


def upload_of(studio: Studio, token: str) -> Upload:
    """An upload by its token. Raises NotFound."""
    found = list(folder_of(studio).glob(f"{kept(token)}-*.upload"))
    try:
        seen = found[0].stat() if found else None
    except FileNotFoundError:
        seen = None
    if seen is None:
        raise NotFound(fault("pipeline.upload-gone"))
    until = datetime.fromtimestamp(seen.st_mtime, UTC) + KEPT
    return Upload(found[0], seen.st_size, size_of(found[0]), until)


@contextmanager
def adding(studio: Studio, token: str, offset: int) -> Iterator[BinaryIO]:
    """An upload, open at its end; what was written until the block ends, however it ends, is fsynced and stays.

    Raises NotFound; Conflict where it has another length by now, or somebody else is adding to it.
    """
    found = upload_of(studio, token)
    with found.path.open("r+b") as grown:
        try:
            fcntl.flock(grown, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Conflict(fault("pipeline.upload-busy")) from None
        if grown.seek(0, os.SEEK_END) != offset:
            raise Conflict(fault("pipeline.upload-offset"))
        try:
            yield grown
        finally:
            grown.flush()
            os.fsync(grown.fileno())


def keep_upload(studio: Studio, source: BinaryIO, length: int) -> str:
    """Keep a file that came whole with a form as an upload; its token. Raises IntakeRefused."""
    token = begin_upload(studio, length)
    with adding(studio, token, 0) as grown:
        while block := source.read(1 << 20):
            grown.write(block)
    return token


def drop_upload(studio: Studio, token: str) -> None:
    """Remove an upload; nothing where there is none."""
    for path in folder_of(studio).glob(f"{kept(token)}-*.upload"):
        path.unlink(missing_ok=True)


def sweep_uploads(studio: Studio) -> int:
    """Remove uploads that nobody came back for; how many."""
    left = 0
    oldest = (studio.now - KEPT).timestamp()
    for path in folder_of(studio).glob("*.upload"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
            left += 1
    return left
