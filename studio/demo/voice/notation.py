"""Syllables in the phoneme letters that espeak-ng's Thai voice knows."""

from __future__ import annotations

from collections.abc import Sequence

from studio.demo.voice.syllables import Syllable

ONSETS = {
    "k": "k",
    "kh": "k_h",
    "ŋ": "N",
    "c": "c",
    "ch": "tS",
    "ɲ": "n^",
    "d": "d",
    "t": "t",
    "th": "t_h",
    "n": "n",
    "b": "b",
    "p": "p",
    "ph": "p_h",
    "m": "m",
    "j": "j",
    "r": "*",
    "l": "l",
    "w": "v",
    "s": "s",
    "h": "h",
    "ʔ": "?",
    "f": "f",
}
"""Consonants before the vowel."""

CODAS = {**{sign: letter for sign, letter in ONSETS.items() if len(sign) == 1}, "w": "w", "": ""}
"""Consonants after the vowel."""

VOWELS = {
    "a": "a",
    "aː": "a:",
    "ɑ": "O",
    "ɑː": "O:",
    "ɔ": "O",
    "ɔː": "O:",
    "e": "e",
    "eː": "e:",
    "ɛ": "E",
    "ɛː": "E:",
    "i": "i",
    "iː": "i:",
    "ɨ": "i.",
    "ɨː": "i.:",
    "ə": "@",
    "əː": "@:",
    "u": "u",
    "uː": "u:",
    "o": "o",
    "oː": "o:",
    "ou": "ow",
    "ae": "aE",
    "ao": "ao",
    "aə": "a@",
    "aj": "ai",
    "ej": "ej",
    "aw": "au",
    "əw": "@w",
    "ɨw": "i.w",
    "ew": "ew",
    "əj": "@i",
    "iə": "i@",
    "ɨə": "i.@",
    "uə": "u@",
    "oə": "o@",
    "eə": "e@",
}
"""Vowels, short and long, and glides."""

STRESS = "'"
APART = "|"


def _letters(syllable: Syllable, stressed: bool) -> str:
    onset = APART.join(ONSETS[sound] for sound in syllable.onset)
    vowel = (STRESS if stressed else "") + VOWELS[syllable.vowel]
    return onset + vowel + (APART + CODAS[syllable.coda] if syllable.coda else "")


def espeak_word(syllables: Sequence[Syllable], *, stressed: bool = True) -> str:
    """One word for espeak-ng's phoneme input, its last syllable stressed or none."""
    last = len(syllables) - 1
    return APART.join(_letters(one, stressed and place == last) for place, one in enumerate(syllables))
