"""Columns of a terminal that a text takes, Khmer included."""

from __future__ import annotations

import unicodedata


def width(text: str) -> int:
    """Columns: marks that stand above, below or around a letter take none, wide letters two."""
    return sum(_one(character) for character in text)


def fitted(text: str, columns: int, right: bool = False) -> str:
    """The text padded to so many columns, or cut between letters with an ellipsis."""
    if width(text) <= columns:
        room = " " * (columns - width(text))
        return room + text if right else text + room
    kept, used = "", 0
    for cluster in clusters(text):
        if used + width(cluster) > columns - 1:
            break
        kept += cluster
        used += width(cluster)
    return kept + "…" + " " * (columns - 1 - used)


def clusters(text: str) -> list[str]:
    """A text in pieces that may be parted: a letter with its marks, and a Khmer consonant with those below it."""
    pieces: list[str] = []
    for character in text:
        below = bool(pieces) and pieces[-1].endswith("\u17d2")
        mark = unicodedata.category(character) in ("Mn", "Mc", "Me", "Cf")
        if pieces and (below or mark):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _one(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
