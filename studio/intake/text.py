"""Tidy texts and search keys at the speed of a file of ten thousand reports; the forms are those of studio.khmer."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from studio.khmer.digits import to_arabic
from studio.khmer.normal import search_key, tidy

_DIGITS = re.compile("[\u17e0-\u17e9]+")
_LETTERS = "!-~\u1780-\u17dd\u17e0-\u17e9“”‘’–—…"
_PLAIN = re.compile(rf"(?:[{_LETTERS}](?:[ {_LETTERS}]*[{_LETTERS}])?)?")

_BASE = "[\u1780-\u17a2\u17a5-\u17b3]"
_REST = "[\u17b6-\u17d3\u17dd\u200c\u200d]"
_SETTLED = "(?:\u17d2(?!\u178a)[\u1780-\u17a2])?[\u17c9\u17ca]?[\u17b6-\u17c5]?[\u17c6-\u17c8\u17cb\u17cd]?"
_SYLLABLE = re.compile(
    rf"(?<![\u17d2\u200d]){_BASE}(?!{_SETTLED}(?!{_REST}))(?:{_REST}|(?<=[\u17d2\u200d]){_BASE})+",
)
"""A syllable whose search form may differ from how it is written; settled ones are their own search form."""


def clean(text: str) -> str:
    """What studio.khmer.normal.tidy makes of a text, without its cost where there is nothing to tidy."""
    if _PLAIN.fullmatch(text) and unicodedata.is_normalized("NFC", text):
        return text
    return tidy(text)


def key(text: str) -> str:
    """What studio.khmer.normal.search_key makes of a text, each Khmer syllable worked out once."""
    folded = _DIGITS.sub(_arabic, unicodedata.normalize("NFKC", clean(text)).casefold())
    return " ".join(_SYLLABLE.sub(_ordered, folded).split())


def _arabic(match: re.Match[str]) -> str:
    return to_arabic(match.group())


def _ordered(match: re.Match[str]) -> str:
    return _syllable(match.group())


@lru_cache(maxsize=65_536)
def _syllable(syllable: str) -> str:
    return search_key(syllable)
