"""The order of Khmer words in a list, as in a Khmer dictionary."""

from __future__ import annotations

import re

from studio.khmer.normal import search_key

_INDEPENDENT = {
    "ឣ": "អ",
    "ឤ": "អា",
    "ឥ": "អិ",
    "ឦ": "អី",
    "ឧ": "អុ",
    "ឨ": "អុក",
    "ឩ": "អូ",
    "ឪ": "អូវ",
    "ឯ": "អែ",
    "ឰ": "អៃ",
    "ឱ": "អោ",
    "ឲ": "អោ",
    "ឳ": "អៅ",
    "ឫ": "រ\uf000",
    "ឬ": "រ\uf001",
    "ឭ": "ល\uf000",
    "ឮ": "ល\uf001",
}
"""Independent vowels as the letter and vowel that they are sorted by; ឫ ឬ ឭ ឮ follow all of រ and of ល."""

_LATE_VOWELS = ("ុំ", "ំ", "ាំ", "ះ", "ិះ", "ុះ", "េះ", "ោះ")
"""Vowels written with ំ and ះ, which follow all others, in this order."""

_RANKS = {vowel: chr(0x17C6 + rank) for rank, vowel in enumerate(_LATE_VOWELS)}
_LATE = re.compile("|".join(sorted(_LATE_VOWELS, key=len, reverse=True)))
_ROBAT = re.compile(r"([\u1780-\u17a2])\u17cc")
_SIGNS = re.compile(r"[\u17c8-\u17d1\u17d3\u17dd]")
_PUNCTUATION = re.compile(r"[\s\u17d4-\u17da!-/:-@\[-`{-~«»“”‘’–—]+")

SortKey = tuple[str, str, str]


def sort_key(text: str) -> SortKey:
    """A key that sorts names and words as a Khmer reader expects, Latin before Khmer, marks last of all.

    Independent vowels stand with the letter and vowel that they sound like, ៌ as the រ that it is; ៉ ៊ ់ ៍ and other signs
    decide only between words that are otherwise the same. Total: texts with equal keys are equal after normalising.
    """
    normal = search_key(text)
    words = _PUNCTUATION.sub(" ", normal).strip()
    spelled = "".join(_INDEPENDENT.get(character, character) for character in _ROBAT.sub(r"រ\1", words))
    bare = _LATE.sub(lambda vowel: _RANKS[vowel[0]], _SIGNS.sub("", spelled))
    return bare, spelled, normal
