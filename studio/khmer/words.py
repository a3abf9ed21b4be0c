"""Where Khmer words begin and end, and where a line may break."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache, lru_cache
from itertools import accumulate, pairwise

from khmercut import tokenize

from studio.khmer.glossary import BUILT_IN

ZERO_WIDTH_SPACE = "\u200b"

NEVER_BEFORE = frozenset("ៗ។៕៖៘៙៚៛»”’)]}›?!,.:;%…៌៍៎៏័់៑")
"""Characters that never begin a line."""

NEVER_AFTER = frozenset("«“‘([{‹")
"""Characters that never end a line."""

_RUN = re.compile(
    r"[\u1780-\u17d3\u17d7\u17dc\u17dd\u200c\u200d]+|[\u17e0-\u17e9]+|\s+|[^\s\u1780-\u17e9]+|.", re.DOTALL
)
_KHMER = re.compile(r"[\u1780-\u17b3]")
_LATIN = re.compile(r"\w+(?:[.,:'’@/&+-]\w+)*|\W", re.DOTALL)
_REPEAT = re.compile(r"\s*ៗ")
_DEPENDENT = re.compile(r"[\u17b4-\u17d3\u17dd\u200c\u200d]")


@lru_cache(maxsize=2_000)
def _cuts(text: str) -> frozenset[int]:
    """Where the segmenter ends words; nowhere, if it does not give the text back letter by letter."""
    words = tokenize(text) if text else []
    return frozenset(accumulate(map(len, words))) if "".join(words) == text else frozenset()


@cache
def _glossary(names: frozenset[str]) -> re.Pattern[str]:
    ordered = sorted((name for name in names if name), key=lambda name: (-len(name), name))
    return re.compile("|".join(re.escape(name) for name in ordered) or r"(?!)")


def _runs(text: str) -> Iterator[int]:
    """Where runs of letters, digits, marks and spaces end."""
    for match in _RUN.finditer(text):
        run = match.group()
        if _KHMER.match(run) or run.isspace():
            yield match.end()
        else:
            yield from (match.start() + inner.end() for inner in _LATIN.finditer(run))


def _inside(text: str) -> Iterator[int]:
    """Places between two Khmer letters of one run, where only the segmenter may end a word."""
    for match in _RUN.finditer(text):
        if _KHMER.match(match.group()):
            yield from range(match.start() + 1, match.end())


def _boundaries(text: str, names: frozenset[str]) -> list[int]:
    ends = set(_runs(text)) | (_cuts(text) & set(_inside(text)))
    for match in _glossary(names).finditer(text):
        ends.difference_update(range(match.start() + 1, match.end()))
    for match in _REPEAT.finditer(text):
        ends.difference_update(range(match.start(), match.end()))
    inner = (end for end in ends if 0 < end < len(text) and not _bad(text[end - 1], text[end]))
    return [0, *sorted(inner), len(text)] if text else [0]


def _bad(before: str, after: str) -> bool:
    """Whether no word may end between these two characters."""
    return before in "\u17d2\u2060" or after == "\u2060" or _DEPENDENT.match(after) is not None


def segment(text: str, names: Collection[str] = ()) -> list[str]:
    """The words of a text in order: Khmer words, Latin words, numbers, marks and spaces, each a token.

    Joined, the tokens are the text without U+200B. Names given and names of the glossary stay whole, ៗ stays with
    the word that it repeats, and no token begins with a dependent sign.
    """
    plain = text.replace(ZERO_WIDTH_SPACE, "")
    known = BUILT_IN | frozenset(names) if names else BUILT_IN
    return [plain[start:end] for start, end in pairwise(_boundaries(plain, known))]


def breakable(text: str, names: Collection[str] = ()) -> str:
    """The text with U+200B where a line may break between Khmer words; for output only, never to be kept."""
    tokens = segment(text, names)
    joined = tokens[:1]
    for before, after in pairwise(tokens):
        free = not (before.isspace() or after.isspace() or after[0] in NEVER_BEFORE or before[-1] in NEVER_AFTER)
        if free and (_KHMER.search(before) or _KHMER.search(after)):
            joined.append(ZERO_WIDTH_SPACE)
        joined.append(after)
    return "".join(joined)
