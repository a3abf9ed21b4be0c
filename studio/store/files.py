"""Files that are either the old ones or the new ones, whole."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PARTIAL = ".partial-"
TAIL = 60
"""Characters of the real name in a temporary one: at most 180 bytes in Khmer, and a file system takes 255."""


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last: fsync the folder itself."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def sync_file(path: Path) -> None:
    """Make a file's bytes last."""
    with path.open("rb") as written:
        os.fsync(written.fileno())


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, each name fsynced, so that what is put there lasts."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


@contextmanager
def replacing(path: Path, *, mode: int = 0o644) -> Iterator[Path]:
    """A temporary path beside `path`; when the block ends well it is fsynced and takes the name, else it is gone.

    The temporary name begins with ".partial-"; a killed run leaves one, and `sweep` removes it.
    """
    make_folder(path.parent)
    temporary = path.with_name(f"{PARTIAL}{secrets.token_hex(6)}-{path.name[-TAIL:]}")
    try:
        yield temporary
        temporary.chmod(mode)
        sync_file(temporary)
        temporary.replace(path)
        sync_folder(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def write_bytes(path: Path, content: bytes, *, mode: int = 0o644) -> bool:
    """Write a file whole; False, and nothing touched, when it already holds these bytes."""
    if path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content:
        return False
    with replacing(path, mode=mode) as temporary:
        temporary.write_bytes(content)
    return True


def write_text(path: Path, content: str) -> bool:
    """Write a UTF-8 file whole with line feeds; False when it already holds this text."""
    return write_bytes(path, content.encode("utf-8"))


def copy_file(source: Path, path: Path, *, mode: int = 0o644) -> None:
    """Copy a file whole."""
    with replacing(path, mode=mode) as temporary:
        shutil.copyfile(source, temporary)


def sweep(folder: Path) -> int:
    """Remove what killed runs left behind below a folder, files and folders; how many that were."""
    left = 0
    for top, folders, names in os.walk(folder):
        for name in [one for one in (*folders, *names) if one.startswith(PARTIAL)]:
            path = Path(top) / name
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
            left += 1
        folders[:] = [one for one in folders if not one.startswith(PARTIAL)]
    return left
