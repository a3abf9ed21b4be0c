"""The cache: what can be made again, by the digest of what it is made from; bounded, and never believed unread.

Nothing here is fsynced: an entry's name holds the digest of its content, so that one torn by a power cut is noticed
and made again. Where there are several under one key the newest is meant; the others go when room is made, for who
removes them at once may remove what another process is about to read.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from studio.errors import CacheLost, StoreFault, fault
from studio.store.files import PARTIAL, sweep
from studio.store.vault import digest_file
from studio.units import Digest, digest_of

MARKED = 24
"""Hexadecimal digits of the content's digest in the name."""
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True, slots=True)
class Cache:
    """Entries by key below one folder, at root/ab/cdef….<content's digest><suffix>.

    limit: bytes that `trim` leaves at most. Several processes may use one folder at once.
    """

    root: Path
    limit: int

    def put(self, key: Digest, content: bytes) -> None:
        """Keep bytes under a key; what was there is replaced. Raises StoreFault where there is no room."""
        with self._named(key) as temporary:
            temporary.write_bytes(content)
            self._keep(key, temporary, digest_of(content), "")

    @contextmanager
    def making(self, key: Digest, suffix: str) -> Iterator[Path]:
        """A path to write a file to; when the block ends well it is kept under the key, else it is gone.

        Raises StoreFault where there is no room.
        """
        with self._named(key) as temporary:
            named = temporary.with_name(temporary.name + suffix)
            try:
                yield named
                self._keep(key, named, digest_file(named), suffix)
            finally:
                named.unlink(missing_ok=True)

    def get(self, key: Digest) -> bytes | None:
        """The bytes under a key, now the most recently used; None where there are none, or not those that were put."""
        for path in self._found(key):
            with contextlib.suppress(OSError):
                content = path.read_bytes()
                if digest_of(content)[:MARKED] == _mark(path):
                    _use(path)
                    return content
                path.unlink()
        return None

    def path(self, key: Digest) -> Path | None:
        """The file under a key, read and found whole; None as in `get`."""
        for path in self._found(key):
            with contextlib.suppress(OSError):
                if digest_file(path)[:MARKED] == _mark(path):
                    _use(path)
                    return path
                path.unlink()
        return None

    def has(self, key: Digest) -> bool:
        """Whether there is anything under a key; nobody looked whether it is whole."""
        return bool(self._found(key))

    def kept(self, key: Digest) -> bytes:
        """The bytes under a key that was just put. Raises CacheLost where they are gone already."""
        content = self.get(key)
        if content is None:
            raise CacheLost(fault("store.cache-lost", self.root))
        return content

    def whole(self, key: Digest) -> Path:
        """The file under a key that was just made. Raises CacheLost where it is gone already."""
        path = self.path(key)
        if path is None:
            raise CacheLost(fault("store.cache-lost", self.root))
        return path

    def size(self) -> int:
        """Bytes of all entries."""
        return sum(size for _, size, _ in self._entries())

    def trim(self) -> int:
        """Remove the least recently used entries until the rest is within the limit; how many that were."""
        entries = sorted(self._entries())
        over = sum(size for _, size, _ in entries) - self.limit
        removed = 0
        for _, size, path in entries:
            if over <= 0:
                break
            path.unlink(missing_ok=True)
            over -= size
            removed += 1
        return removed

    def sweep(self) -> int:
        """Remove what killed writers left behind; nobody may be writing meanwhile."""
        return sweep(self.root) if self.root.is_dir() else 0

    def _entries(self) -> list[tuple[int, int, Path]]:
        found = []
        for path in self.root.glob("??/*"):
            with contextlib.suppress(FileNotFoundError):
                seen = path.stat()
                if not path.name.startswith(PARTIAL):
                    found.append((seen.st_mtime_ns, seen.st_size, path))
        return found

    def _found(self, key: Digest) -> list[Path]:
        return sorted((self.root / key[:2]).glob(f"{key[2:]}.*"), key=_used, reverse=True)

    @contextmanager
    def _named(self, key: Digest) -> Iterator[Path]:
        folder = self.root / key[:2]
        temporary = folder / f"{PARTIAL}{secrets.token_hex(6)}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            yield temporary
        except OSError as reason:
            if reason.errno not in NO_ROOM:
                raise
            raise StoreFault(fault("store.cache-full", self.root)) from reason
        finally:
            with contextlib.suppress(FileNotFoundError):
                temporary.unlink()

    def _keep(self, key: Digest, temporary: Path, digest: Digest, suffix: str) -> None:
        kept = temporary.with_name(f"{key[2:]}.{digest[:MARKED]}{suffix}")
        _use(temporary)
        temporary.replace(kept)


def _use(path: Path) -> None:
    """Make a file the most recently used: the clock of the file system ticks too slowly to tell two uses apart."""
    now = time.time_ns()
    with contextlib.suppress(OSError):
        os.utime(path, ns=(now, now))


def _used(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def _mark(path: Path) -> str:
    return path.name.split(".")[1]
