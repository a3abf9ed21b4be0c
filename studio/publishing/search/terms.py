"""Terms: the words that are searched for, as the index and the browser both write them. Pure.

Whoever searches types a Khmer syllable in another order, with other digits, with invisible spaces. `folded` takes
exactly as much away as the script of the page does (pages/search.js): what both make of a text has to be the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from studio.khmer.digits import to_arabic
from studio.khmer.words import segment

BUCKETS = 32
"""Files over which the terms of a year are spread."""

_HIDDEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_SYLLABLE = re.compile("[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|[\u17b6-\u17d1\u17dd])+")
_PART = re.compile("\u17d2[\u1780-\u17b3]|[\u17b6-\u17d1\u17dd]")
_COENG_RO, _COENG_DA, _COENG_TA = "\u17d2\u179a", "\u17d2\u178a", "\u17d2\u178f"
_SHIFTERS = "\u17c9\u17ca\u17cc"
_VOWELS = "\u17b6\u17b7\u17b8\u17b9\u17ba\u17bb\u17bc\u17bd\u17be\u17bf\u17c0\u17c1\u17c2\u17c3\u17c4\u17c5"
_JOINED = (("\u17b8\u17c1", "\u17be"), ("\u17b6\u17c1", "\u17c4"))
"""Vowels that look the same written as two signs and as one."""
_WORD = re.compile(r"[^\W_]")
_KHMER = re.compile("[\u1780-\u17b3]")
_LETTERS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def folded(text: str) -> str:
    """A text as it is searched: small letters, Arabic digits, the signs of every Khmer syllable in one order.

    Source: The Unicode Standard, 16.4 (the order of a Khmer syllable).
    """
    plain = to_arabic(_HIDDEN.sub("", unicodedata.normalize("NFC", text))).lower()
    return _SYLLABLE.sub(lambda found: _ordered(found.group()), plain)


def _ordered(syllable: str) -> str:
    signs = _PART.findall(syllable.replace(_COENG_DA, _COENG_TA), 1)
    joined = syllable[0] + "".join(sorted(signs, key=_rank))
    for parts, whole in _JOINED:
        joined = joined.replace(parts, whole)
    return joined


def _rank(sign: str) -> tuple[int, str]:
    if len(sign) == 2:
        return int(sign == _COENG_RO), sign
    if sign in _SHIFTERS:
        return 2, sign
    return (3 if sign in _VOWELS else 4), sign


def terms(text: str) -> Iterator[str]:
    """The terms of a text in order: Khmer words, words in other letters, numbers."""
    for token in segment(text):
        yield from _of_token(token)


@lru_cache(maxsize=50_000)
def _of_token(token: str) -> tuple[str, ...]:
    word = folded(token)
    if not _WORD.search(word):
        return ()
    if not _KHMER.search(word):
        return tuple(_LETTERS.findall(word))
    return (word, *_inner(token))


def _inner(token: str) -> Iterator[str]:
    """The words that a Khmer compound is made of: where its two parts are words for the segmenter, too."""
    for at in range(2, len(token) - 1):
        if _KHMER.match(token[at]) and token[at - 1] != "\u17d2":
            parts = token[:at], token[at:]
            if all(len(segment(part)) == 1 for part in parts):
                yield from map(folded, parts)


def bucket(term: str) -> int:
    """The file that a term stands in: by its first two characters, so that longer words are found beside shorter."""
    first, second = (ord(term[at]) if at < len(term) else 0 for at in (0, 1))
    return (first * 31 + second) % BUCKETS
