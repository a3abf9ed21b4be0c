"""Long lists in parts, each of which stands on a page that stays small. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

Entry = TypeVar("Entry")

ROOM = 20_000
"""Bytes of text that the entries of one page may have; after compression about half of that is left."""

FRAME = 120
"""Bytes that an entry takes besides its text: its link, its date, its marks."""


def leaves(entries: Iterable[Entry], texts: Callable[[Entry], Iterable[str]], room: int = ROOM) -> list[list[Entry]]:
    """The entries in their order, in as few parts as have room for them; an entry that is too long stands alone.

    texts: what an entry says, in every language: the longest decides, so that all languages have the same parts.
    """
    found: list[list[Entry]] = []
    left = 0
    for entry in entries:
        needed = FRAME + sum(len(text.encode("utf-8")) for text in texts(entry))
        if not found or needed > left:
            found.append([])
            left = room
        found[-1].append(entry)
        left -= needed
    return found
