"""What is published in a folder, as it goes to a target: every file that a publication wrote, and what is gone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from studio.errors import Fault, PublishRefused, fault
from studio.publishing import addresses
from studio.publishing.archive.files import UNFINISHED, published
from studio.publishing.targets.values import Kept, is_addressed
from studio.store.vault import digest_file

Tell = Callable[[str, int, int], None]


def holding(root: Path) -> dict[str, Kept]:
    """The files of a publication with their digests and sizes.

    Raises PublishRefused with every file that is missing, and where a publication did not end.
    """
    listed = {path: str(digest) for path, digest in published(root).items()}
    if not listed or UNFINISHED in listed.values():
        raise PublishRefused.because("delivery.unpublished", addresses.FEED)
    if (root / addresses.GONE).is_file():
        listed[addresses.GONE] = digest_file(root / addresses.GONE)
    missing = [path for path in listed if not (root / path).is_file()]
    PublishRefused.raise_if(fault("publishing.file-missing", path, target=path) for path in missing)
    return {path: Kept(digest, (root / path).stat().st_size) for path, digest in listed.items()}


def changed_since(root: Path, ours: Mapping[str, Kept], paths: Iterable[str]) -> list[Fault]:
    """Files that are not what was published: they must not travel."""
    return [fault("publishing.file-changed", path) for path in paths if digest_file(root / path) != ours[path].digest]


def is_there(path: str, ours: Kept, there: Path) -> bool:
    """Whether a file in another folder is the published one; one that its name describes is not read."""
    if not there.is_file() or there.stat().st_size != ours.bytes:
        return False
    return is_addressed(path) or digest_file(there) == ours.digest
