"""The vault: every sound by its SHA-256, written once, read-only, verified on read."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from studio.errors import Conflict, Fault, NotFound, VaultDamaged, fault
from studio.store.files import replacing, write_bytes
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
        """Take a file in; its digest. A whole file that is already there is left as it is, a damaged one mended.

        Raises Conflict where the file changed while it was read.
        """
        digest = digest_file(source)
        if not self._holds(digest):
            with replacing(self.place(digest), mode=0o444) as temporary:
                shutil.copyfile(source, temporary)
                if digest_file(temporary) != digest:
                    raise Conflict(fault("ground.conflict", source))
        return digest

    def put(self, content: bytes) -> Digest:
        """Take some bytes in; their digest."""
        digest = digest_of(content)
        if not self._holds(digest):
            write_bytes(self.place(digest), content, mode=0o444)
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

    def verified(self, digests: Iterable[Digest]) -> Iterator[Fault | None]:
        """Read each file again; for each a fault where it is gone or not what its name says, else None."""
        for digest in digests:
            path = self.place(digest)
            if not path.is_file():
                yield fault("store.vault-missing", digest)
            elif digest_file(path) != digest:
                yield fault("store.vault-damaged", digest, path=str(path))
            else:
                yield None

    def _holds(self, digest: Digest) -> bool:
        return digest in self and digest_file(self.place(digest)) == digest
