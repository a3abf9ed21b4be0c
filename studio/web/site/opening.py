"""Opens files of the published folder: once each, never through a symbolic link, never outside."""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass
from enum import Enum
from io import FileIO
from pathlib import Path

from studio.web.site.address import Place

_FOLDER = os.O_RDONLY | os.O_DIRECTORY
_BELOW = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
_NOT_THERE = {errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG, errno.ENXIO, errno.EACCES}

Signature = tuple[int, int, int, int, int]


class Miss(Enum):
    """Why there is nothing to send."""

    ABSENT = "absent"
    FOLDER = "folder"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Opened:
    """An open file. It stays the file that it was, whatever takes its name afterwards; whoever opens it closes it.

    size: bytes when it was opened. signature: device, inode, size, mtime and ctime in nanoseconds.
    """

    file: FileIO
    size: int
    signature: Signature

    @property
    def changed_ns(self) -> int:
        """When its bytes, its name or its rights last changed, nanoseconds since the epoch."""
        return max(self.signature[3:])


def open_below(root: Path, place: Place) -> Opened | Miss:
    """Open the file at a place below root; root itself may be a symbolic link, nothing below it may."""
    try:
        folder = os.open(root, _FOLDER)
        try:
            for name in place.parts[:-1]:
                inner = os.open(name, _BELOW | os.O_DIRECTORY, dir_fd=folder)
                os.close(folder)
                folder = inner
            descriptor = os.open(place.parts[-1], _BELOW, dir_fd=folder)
        finally:
            os.close(folder)
    except OSError as error:
        if error.errno not in _NOT_THERE:
            raise
        return Miss.UNREADABLE if error.errno == errno.EACCES else Miss.ABSENT
    return _opened(descriptor)


def _opened(descriptor: int) -> Opened | Miss:
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode):
        os.close(descriptor)
        return Miss.FOLDER if stat.S_ISDIR(found.st_mode) else Miss.ABSENT
    signature = (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
    return Opened(FileIO(descriptor, "rb"), found.st_size, signature)
