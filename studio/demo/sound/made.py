"""Which sounds of a folder are made already, and from what."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from studio.store.files import write_text
from studio.units import Digest, digest_of

MANIFEST = ".made.json"
RECIPE = "1"
"""Raise it when the same text shall sound different: every file is then made again."""


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made: the digest of what it was made from, and its own."""

    recipe: Digest
    content: Digest


def recipe_of(*parts: object) -> Digest:
    """The digest of everything that a sound is made from."""
    return digest_of(json.dumps([RECIPE, *map(str, parts)], ensure_ascii=False).encode())


def read_manifest(folder: Path) -> dict[str, Made]:
    """What a folder says about its files, by name; nothing where it says nothing readable."""
    path = folder / MANIFEST
    if not path.is_file():
        return {}
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return {name: Made(Digest(one["recipe"]), Digest(one["content"])) for name, one in told.items()}
    except (ValueError, TypeError, KeyError, AttributeError):
        return {}


def write_manifest(folder: Path, made: Mapping[str, Made]) -> None:
    """Write down what a folder holds, sorted by name."""
    told = {name: {"recipe": one.recipe, "content": one.content} for name, one in sorted(made.items())}
    write_text(folder / MANIFEST, json.dumps(told, indent=1, ensure_ascii=False) + "\n")


def is_made(path: Path, recipe: Digest, made: Mapping[str, Made]) -> bool:
    """Whether a file is there, whole, and made from just that."""
    known = made.get(path.name)
    if known is None or known.recipe != recipe or not path.is_file():
        return False
    return digest_of(path.read_bytes()) == known.content


def just_made(path: Path, recipe: Digest) -> Made:
    """The entry of a file that has just been written."""
    return Made(recipe, digest_of(path.read_bytes()))
