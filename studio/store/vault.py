"""The vault: every sound by its SHA-256, written once, read-only, verified on read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from studio.errors import Fault, NotFound, VaultDamaged, fault
from studio.store.files import copy_file, write_bytes
from studio.units import Digest, digest_of

BLOCK = 1 << 20


def digest_file(path: Path) -> Digest:
    """The SHA-256 of a file, read in blocks."""
    running = hashlib.sha256()
    with path.open("rb") as source:
        while block := source.read(BLOCK):
            running.update(block)
    return Digest(running.hexdigest())


@dataclass(frozen=True, slots=True)
class Vault:
    """Files named by content below a folder: ab/cdef…

    root: the folder; made when the first file comes in.
    """

    root: Path

    def place(self, digest: Digest) -> Path:
        """Where a digest lives, whether it is there or not."""
        return self.root / digest[:2] / digest[2:]

    def __contains__(self, digest: Digest) -> bool:
        return self.place(digest).is_file()

    def put_file(self, source: Path) -> Digest:
        """Take a file in; its digest. A file that is already there is left as it is."""
        digest = digest_file(source)
        target = self.place(digest)
        if not self._holds(target, source.stat().st_size):
            copy_file(source, target, mode=0o444)
        return digest

    def put(self, content: bytes) -> Digest:
        """Take some bytes in; their digest."""
        digest = digest_of(content)
        target = self.place(digest)
        if not self._holds(target, len(content)):
            write_bytes(target, content, mode=0o444)
        return digest

    def open(self, digest: Digest) -> Path:
        """The path of a stored file, after its bytes were checked.

        Raises NotFound where it is not there, VaultDamaged where a bit flipped.
        """
        path = self.place(digest)
        if not path.is_file():
            raise NotFound(fault("store.vault-missing", digest))
        if digest_file(path) != digest:
            raise VaultDamaged(fault("store.vault-damaged", digest, path=str(path)))
        return path

    def digests(self) -> Iterator[Digest]:
        """Every digest in the vault, in order."""
        for path in sorted(self.root.glob("[0-9a-f][0-9a-f]/*")):
            if not path.name.startswith("."):
                yield Digest(path.parent.name + path.name)

    def faults(self) -> Iterator[Fault]:
        """Read everything and name each file that is not what its name says."""
        for digest in self.digests():
            path = self.place(digest)
            if digest_file(path) != digest:
                yield fault("store.vault-damaged", digest, path=str(path))

    @staticmethod
    def _holds(target: Path, size: int) -> bool:
        return target.is_file() and target.stat().st_size == size
