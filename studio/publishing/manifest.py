"""The list of what Studio published into a folder: what may be swept is only what stands in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from studio.errors import PublishRefused
from studio.publishing.addresses import MANIFEST
from studio.store.files import write_text
from studio.units import Digest

VERSION = 1

UNFINISHED = Digest("")
"""Stands for the digest of a file that a publication is about to write."""


def read(root: Path) -> dict[str, Digest]:
    """Paths below root and their SHA-256; empty where nothing was published yet.

    Raises PublishRefused where the list cannot be read or names a path outside root.
    """
    path = root / MANIFEST
    if not path.is_file():
        return {}
    try:
        files = {str(name): Digest(str(digest)) for name, digest in json.loads(path.read_bytes())["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PublishRefused.because("publishing.manifest-bad", path.name, reason=str(error)) from error
    for name in files:
        parts = PurePosixPath(name).parts
        if not parts or name.startswith("/") or ".." in parts:
            raise PublishRefused.because("publishing.manifest-bad", path.name, reason=name)
    return files


def write(root: Path, files: Mapping[str, Digest]) -> bool:
    """Write the list, sorted; False where it is already so."""
    rows = {"version": VERSION, "files": dict(sorted(files.items()))}
    return write_text(root / MANIFEST, json.dumps(rows, ensure_ascii=False, indent=0) + "\n")
