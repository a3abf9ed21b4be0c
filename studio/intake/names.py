"""Finds real names in free text without ever giving one back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from studio.intake.text import key

GRAM = 4
JOINED = 8
"""A Khmer name of fewer letters is looked for with its space only: ជាឡាយលក្ខណ៍ is no name, ជា ឡាយ is one."""

TITLES = frozenset("លោក លោកស្រី អ្នកស្រី កញ្ញា លោកតា លោកយាយ បង អ៊ុំ ពូ មីង mr mrs ms miss dr".split())  # noqa: SIM905
"""Ways to address somebody, which are no part of the name."""

_KHMER = re.compile("[\u1780-\u17b3]")
_WORD = re.compile("[\\w\u17b6-\u17d3\u17dd]+")
_GOES_ON = frozenset(chr(code) for code in (*range(0x17B6, 0x17D4), 0x17DD, 0x200C, 0x200D))


@dataclass(frozen=True, slots=True)
class Names:
    """The real names of a file's people, ready to be looked for.

    by_gram: Khmer names, by the first four letters of their form without a space; found anywhere in a text.
    by_word: Latin and single names word by word, by their first; found as whole words only.
    """

    by_gram: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict, repr=False)
    by_word: dict[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict, repr=False)

    def within(self, text: str) -> bool:
        """Whether one of the names stands in a search key, or in one of several on lines of their own."""
        return self._anywhere(text) or self._worded(text)

    def _anywhere(self, text: str) -> bool:
        if not self.by_gram or not _KHMER.search(text):
            return False
        close = text.replace(" ", "")
        near = [name for gram in self.by_gram.keys() & _grams(close) for name in self.by_gram[gram]]
        return any(stands(name, text) or (joinable(name) and stands(name.replace(" ", ""), close)) for name in near)

    def _worded(self, text: str) -> bool:
        if not self.by_word:
            return False
        words = _WORD.findall(text)
        if self.by_word.keys().isdisjoint(words):
            return False
        return any(
            tuple(words[start : start + len(name)]) == name
            for start, word in enumerate(words)
            for name in self.by_word.get(word, ())
        )


def joinable(name: str) -> bool:
    """Whether a Khmer name is long enough to be told from ordinary words even without its space."""
    return len(name.replace(" ", "")) >= JOINED


def stands(name: str, text: str) -> bool:
    """Whether a name stands in a text and ends there where a syllable ends."""
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        if end == len(text) or text[end] not in _GOES_ON:
            return True
        start = text.find(name, start + 1)
    return False


def _grams(close: str) -> Iterator[tuple[str, ...]]:
    return zip(*(close[start:] for start in range(GRAM)), strict=False)


def names_of(real: Iterable[str]) -> Names:
    """Names to look for, from real names as they were written; each also with its parts the other way round."""
    by_gram: dict[tuple[str, ...], set[str]] = {}
    by_word: dict[str, set[tuple[str, ...]]] = {}
    for name in real:
        parts = [part for part in _WORD.findall(key(name)) if part not in TITLES]
        for order in (parts, parts[::-1]):
            close = "".join(order)
            if len(close) < GRAM:
                continue
            if _KHMER.search(close) and len(parts) > 1:
                by_gram.setdefault(tuple(close[:GRAM]), set()).add(" ".join(order))
            else:
                by_word.setdefault(order[0], set()).add(tuple(order))
    return Names(
        {gram: tuple(sorted(group)) for gram, group in by_gram.items()},
        {word: tuple(sorted(group)) for word, group in by_word.items()},
    )
