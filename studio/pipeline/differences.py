"""What changed between two texts, word by word, in Khmer and English. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from studio.khmer.words import segment


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words. kind: "same", "gone" or "new"."""

    kind: str
    text: str


def differences(before: str, after: str) -> tuple[Piece, ...]:
    """The runs of words of two tidy texts that stayed, went and came; what went stands before what came in its place.

    Those that stayed and went are together exactly the text before; those that stayed and came, the text after.
    """
    return tuple(piece for piece in _pieces(_words(before), _words(after)) if piece.text)


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for kind, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(old[start:end]))
        else:
            yield Piece("gone", "".join(old[start:end]))
            yield Piece("new", "".join(new[first:last]))


def _words(text: str) -> list[str]:
    return [word for line in text.splitlines(keepends=True) for word in segment(line)]
