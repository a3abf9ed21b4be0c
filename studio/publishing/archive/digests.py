"""Digests of values: whether an episode, or the way in which everything is made, is another one than before."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from studio.publishing.values import Channel
from studio.units import Digest, digest_of

_STUDIO = Path(__file__).parents[2]
_MAKERS = ("publishing", "khmer", "locale", "languages.py", "units.py")
_LIBRARIES = ("babel", "feedgen", "fonttools", "jinja2", "khmercut", "lxml", "markupsafe", "segno", "typst")
_LEFT_OUT = ("path",)
"""Where a sound lies until it is published says nothing of what is published."""


def value_digest(value: object) -> Digest:
    """The digest of a value of this room: the same for equal values, whenever and wherever."""
    return digest_of(json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))


def recipe_of(channel: Channel) -> Digest:
    """The digest of everything but the episodes that decides what is published: the show, the code, its libraries."""
    return digest_of(f"{_makers()} {value_digest(channel)}".encode())


@cache
def _makers() -> str:
    found = []
    for name in _MAKERS:
        place = _STUDIO / name
        files = sorted(path for path in place.rglob("*") if path.is_file()) if place.is_dir() else [place]
        kept = (path for path in files if path.suffix != ".pyc")
        found += [f"{path.relative_to(_STUDIO).as_posix()} {digest_of(path.read_bytes())}" for path in kept]
    found += [f"{name} {version(name)}" for name in _LIBRARIES]
    return digest_of("\n".join(found).encode())


def _plain(value: object) -> Any:
    """Lists, texts and numbers; a dataclass is the list of its fields, bytes are their digest."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if is_dataclass(value):
        return [_plain(getattr(value, each.name)) for each in fields(value) if each.name not in _LEFT_OUT]
    if isinstance(value, bytes):
        return digest_of(value)
    return value.isoformat() if isinstance(value, datetime) else str(value)
