"""A folder as a target: a mounted disk, the folder that another server serves. Each file is replaced as a whole."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from studio.errors import PublishRefused
from studio.publishing.targets.holding import is_there
from studio.publishing.targets.values import RECORD, Kept, Seen
from studio.store.files import PARTIAL, copy_file, sweep, sync_folder, write_bytes


class FolderTarget:
    """A folder. Raises PublishRefused where it lies inside the published one, or holds it."""

    def __init__(self, root: Path, published: Path) -> None:
        mine, ours = root.resolve(), published.resolve()
        self.name = str(root)
        if mine == ours or mine.is_relative_to(ours) or ours.is_relative_to(mine):
            raise PublishRefused.because("delivery.folder-inside", root, found=str(ours))
        self._root = mine

    def seen(self) -> Mapping[str, Seen]:
        """Everything that is there, links to elsewhere not followed; what a killed run left is swept."""
        if self._root.is_dir():
            sweep(self._root)
        found: dict[str, Seen] = {}
        for top, _, names in os.walk(self._root):
            for name in names:
                path = Path(top) / name
                if not path.is_symlink() and not name.startswith(PARTIAL):
                    found[path.relative_to(self._root).as_posix()] = Seen(path.stat().st_size)
        return found

    def same(self, path: str, ours: Kept, there: Seen, source: Path) -> bool:
        """Whether a file there has our bytes."""
        return is_there(path, ours, self._root / path)

    def read(self, path: str) -> bytes | None:
        """A small file; None where there is none."""
        place = self._root / path
        return place.read_bytes() if place.is_file() else None

    def write(self, path: str, content: bytes, there: Seen | None) -> Seen:
        """Write a small file as a whole."""
        write_bytes(self._root / path, content)
        return Seen(len(content))

    def put(self, path: str, source: Path, there: Seen | None) -> None:
        """Copy a file as a whole."""
        copy_file(source, self._root / path)

    def remove(self, path: str) -> None:
        """Take a file away, and the folders that it leaves empty."""
        place = self._root / path
        place.unlink(missing_ok=True)
        folder = place.parent
        while folder != self._root and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent
        if path != RECORD and folder.is_dir():
            sync_folder(folder)
