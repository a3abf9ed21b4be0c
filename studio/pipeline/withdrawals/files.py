"""Files of the workspace that hold what is withdrawn: words, names and titles in any of them, and the sound itself.

Looked into as they are, in UTF-8 and as JSON escapes, in gzip and in zip: workbooks, packed bags.
"""

from __future__ import annotations

import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from studio.store.files import PARTIAL
from studio.store.vault import digest_file
from studio.store.workspace import Workspace
from studio.units import Digest

BAG = "bagit.txt"
LARGEST = 64 << 20
"""Bytes up to which a file is searched for words; a longer one can only be sound."""
OURS = (("feeds",), ("scripts",), ("audio", "vault"), ("audio", "cache"))
"""Folders that are not looked into: what is published is written anew, and the vault knows its sounds by digest. Where
recordings come in is looked into: what was sent lies there after it was kept."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What files are looked through for. words: texts, names, titles. codes: by which a file is known to be made by
    Studio: keys of segments, slugs of editions. sounds: bytes and digest of each sound that goes.
    """

    words: tuple[str, ...]
    codes: tuple[str, ...]
    sounds: Mapping[Digest, int]


@dataclass(frozen=True, slots=True)
class Found:
    """Paths below the workspace: made by Studio, folders of bags, and what somebody has to look at."""

    files: tuple[str, ...] = ()
    bags: tuple[str, ...] = ()
    by_hand: tuple[str, ...] = ()


def files_with(workspace: Workspace, wanted: Wanted) -> Found:
    """Every file of a workspace that holds what is withdrawn, but feeds, vault and database, which have steps of their
    own."""
    files, bags, by_hand = set[str](), set[str](), set[str]()
    told, codes, sizes = needles(wanted.words), needles(wanted.codes), set(wanted.sounds.values())
    for path in sorted(candidates(workspace)):
        known = path.stat().st_size in sizes and digest_file(path) in wanted.sounds
        texts = () if known else tuple(contents(path))
        if not known and not holds(texts, told):
            continue
        name = path.relative_to(workspace.root).as_posix()
        bag = bag_of(path, workspace.root)
        if bag is not None:
            bags.add(bag.relative_to(workspace.root).as_posix())
        elif known or name.startswith("episodes/") or holds(texts, codes):
            files.add(name)
        else:
            by_hand.add(name)
    return Found(tuple(sorted(files)), tuple(sorted(bags)), tuple(sorted(by_hand)))


def candidates(workspace: Workspace) -> Iterator[Path]:
    """The files that are looked into."""
    for path in workspace.root.rglob("*"):
        parts = path.relative_to(workspace.root).parts
        hidden = any(one.startswith(".") for one in parts) or parts[0].startswith("studio.")
        hidden = hidden or any(parts[: len(ours)] == ours for ours in OURS)
        if path.is_file() and not path.is_symlink() and not hidden and not path.name.startswith(PARTIAL):
            yield path


def bag_of(path: Path, root: Path) -> Path | None:
    """The folder of the bag in which a file lies."""
    for folder in path.parents:
        if folder == root:
            return None
        if (folder / BAG).is_file():
            return folder
    return None


def needles(words: Collection[str]) -> tuple[bytes, ...]:
    """The ways in which words may stand in a file."""
    ways = [way for one in words for way in (one, json.dumps(one)[1:-1], json.dumps(one, ensure_ascii=False)[1:-1])]
    return tuple(dict.fromkeys(one.encode() for one in ways if one))


def holds(texts: Collection[bytes], wanted: Collection[bytes]) -> bool:
    """Whether one of some needles is in a file."""
    return any(needle in text for text in texts for needle in wanted)


def contents(path: Path) -> Iterator[bytes]:
    """A file as it is, and what is packed in it."""
    if path.stat().st_size > LARGEST:
        return
    content = path.read_bytes()
    yield content
    if content.startswith(b"\x1f\x8b"):
        try:
            yield gzip.decompress(content)
        except (OSError, EOFError, zlib.error):
            return
    elif content.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                yield from (packed.read(one) for one in packed.infolist() if one.file_size <= LARGEST)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error):
            return
