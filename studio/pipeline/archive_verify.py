"""Is what we keep still what we kept? Bags, the vault, the published folder: every bit read, every fault at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.errors import Fault, NotFound, fault
from studio.pipeline.archive_bag import FOLDER
from studio.pipeline.opening import Studio
from studio.pipeline.safety import vault_faults
from studio.publishing.archive.doubt import damaged
from studio.publishing.archive.files import published
from studio.publishing.bags.verifying import bag_faults, is_bag


@dataclass(frozen=True, slots=True)
class Verified:
    """One thing that was read: "bag", "vault" or "published", what it is called, its files, and its faults."""

    kind: str
    name: str
    files: int
    faults: tuple[Fault, ...]


def verify(studio: Studio, named: Sequence[str] = ()) -> tuple[Verified, ...]:
    """Read what is named, folders or editions; nothing named: every bag of the workspace, the vault, what is published.

    Raises NotFound with every name that is neither.
    """
    if named:
        found = [_folders(studio, name) for name in named]
        NotFound.raise_if(fault("archive.bag-missing", name) for name, one in zip(named, found, strict=True) if not one)
        return tuple(_read(folder) for folders in found for folder in folders)
    count, damaged = vault_faults(studio)
    bags = tuple(_read(folder) for folder in _bags(studio.workspace.root / FOLDER))
    published_too = (_read(studio.workspace.feeds),) if _is_published(studio.workspace.feeds) else ()
    return (*bags, Verified("vault", str(studio.workspace.vault.root), count, damaged), *published_too)


def _folders(studio: Studio, name: str) -> list[Path]:
    """The folders to be read for a name: a bag, a published folder, a folder of bags, the bag of an edition."""
    for folder in (Path(name), studio.workspace.root / FOLDER / name):
        if folder.is_dir() and (is_bag(folder) or _is_published(folder)):
            return [folder]
        if folder.is_dir() and (bags := _bags(folder)):
            return bags
    return []


def _bags(folder: Path) -> list[Path]:
    """The bags in a folder, also one of which its declaration was lost."""
    if not folder.is_dir():
        return []
    return [
        each for each in sorted(folder.iterdir()) if each.is_dir() and not each.name.startswith(".") and is_bag(each)
    ]


def _is_published(folder: Path) -> bool:
    return bool(folder.is_dir() and published(folder))


def _read(folder: Path) -> Verified:
    if is_bag(folder):
        files = sum(1 for path in folder.rglob("*") if path.is_file())
        return Verified("bag", str(folder), files, tuple(bag_faults(folder)))
    listed = published(folder)
    return Verified("published", str(folder), len(listed), tuple(wrong for _, wrong in damaged(folder)))
