"""Khmer letters and what they sound like, by series, in plain phonetic signs."""

from __future__ import annotations

COENG = "\u17d2"
BANTOC = "\u17cb"
ROBAT = "\u17cc"
SILENCED = "\u17cd"
SAMYOK = "\u17d0"
AHSDA = "\u17cf"
TO_FIRST = "\u17c9"
TO_SECOND = "\u17ca"
NIKAHIT = "\u17c6"
REAHMUK = "\u17c7"
YUUKALEAPINTU = "\u17c8"
REPEAT = "\u17d7"

FIRST = dict(
    zip(
        "កខចឆដឋណតថបផសហអឡឝឞ",
        ("k", "kh", "c", "ch", "d", "th", "n", "t", "th", "b", "ph", "s", "h", "ʔ", "l", "s", "s"),
        strict=True,
    )
)
"""Consonants of the first (a) series."""

SECOND = dict(
    zip(
        "គឃងជឈញឌឍទធនពភមយរលវ",
        ("k", "kh", "ŋ", "c", "ch", "ɲ", "d", "th", "t", "th", "n", "p", "ph", "m", "j", "r", "l", "w"),
        strict=True,
    )
)
"""Consonants of the second (o) series."""

CONSONANTS = {**FIRST, **SECOND}

SONORANTS = frozenset("ងញណនមយរលវឡ")
"""Letters that leave the series of a cluster to its other consonant."""

NASALS = frozenset("ងញណនម")

NEVER_FIRST = frozenset("ងញណន")
"""Nasals that begin no cluster: inside a word they end the syllable before it."""

CODAS = {
    **dict.fromkeys("កខគឃ", "k"),
    **dict.fromkeys("ចឆជឈ", "c"),
    **dict.fromkeys("ដឋឌឍតថទធ", "t"),
    **dict.fromkeys("បផពភ", "p"),
    **dict.fromkeys("ណន", "n"),
    **dict.fromkeys("សហឝឞ", "h"),
    **dict.fromkeys("លឡ", "l"),
    "ង": "ŋ",
    "ញ": "ɲ",
    "ម": "m",
    "យ": "j",
    "វ": "w",
    "រ": "",
    "អ": "ʔ",
}
"""What a consonant sounds like when it ends a syllable; រ is silent there."""

VOWELS: dict[str, tuple[str, str]] = {
    "ា": ("aː", "iə"),
    "ិ": ("e", "i"),
    "ី": ("əj", "iː"),
    "ឹ": ("ə", "ɨ"),
    "ឺ": ("əː", "ɨː"),
    "ុ": ("o", "u"),
    "ូ": ("ou", "uː"),
    "ួ": ("uə", "uə"),
    "ើ": ("aə", "əː"),
    "ឿ": ("ɨə", "ɨə"),
    "ៀ": ("iə", "iə"),
    "េ": ("eː", "eː"),
    "ែ": ("ae", "ɛː"),
    "ៃ": ("aj", "ej"),
    "ោ": ("ao", "oː"),
    "ៅ": ("aw", "əw"),
}
"""Dependent vowels: first series, second series."""

SHORT = frozenset("ិឹុ")

GLIDED = frozenset({"aj", "ej", "aw", "əw", "əj", "ou"})
"""Vowels that end in a glide of their own."""

BEFORE_W: dict[str, tuple[str, str]] = {"ូ": ("əw", "ɨw"), "ុ": ("əw", "ɨw"), "េ": ("ew", "ew")}
"""Vowels that a final វ changes and joins: first series, second series."""

WITH_SIGN: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    NIKAHIT: (("ɑ", "m"), ("u", "m")),
    "ុ" + NIKAHIT: (("o", "m"), ("u", "m")),
    "ា" + NIKAHIT: (("a", "m"), ("oə", "m")),
    REAHMUK: (("a", "h"), ("eə", "h")),
    "ិ" + REAHMUK: (("e", "h"), ("i", "h")),
    "ឹ" + REAHMUK: (("ə", "h"), ("ɨ", "h")),
    "ុ" + REAHMUK: (("o", "h"), ("u", "h")),
    "េ" + REAHMUK: (("e", "h"), ("i", "h")),
    "ែ" + REAHMUK: (("ae", "h"), ("ɛ", "h")),
    "ើ" + REAHMUK: (("ə", "h"), ("ə", "h")),
    "ោ" + REAHMUK: (("ɑ", "h"), ("uə", "h")),
    YUUKALEAPINTU: (("a", "ʔ"), ("eə", "ʔ")),
    "ិ" + YUUKALEAPINTU: (("e", "ʔ"), ("i", "ʔ")),
    "ុ" + YUUKALEAPINTU: (("o", "ʔ"), ("u", "ʔ")),
    "េ" + YUUKALEAPINTU: (("e", "ʔ"), ("i", "ʔ")),
    "ោ" + YUUKALEAPINTU: (("ɑ", "ʔ"), ("uə", "ʔ")),
}
"""Vowels with a sign that closes the syllable: first series, second series, each as vowel and coda."""

INDEPENDENT: dict[str, tuple[tuple[str, ...], str, str]] = {
    "ឣ": (("ʔ",), "ɑː", ""),
    "ឤ": (("ʔ",), "aː", ""),
    "ឥ": (("ʔ",), "e", ""),
    "ឦ": (("ʔ",), "əj", ""),
    "ឧ": (("ʔ",), "o", ""),
    "ឨ": (("ʔ",), "o", "k"),
    "ឩ": (("ʔ",), "ou", ""),
    "ឪ": (("ʔ",), "aw", ""),
    "ឫ": (("r",), "ɨ", ""),
    "ឬ": (("r",), "ɨː", ""),
    "ឭ": (("l",), "ɨ", ""),
    "ឮ": (("l",), "ɨː", ""),
    "ឯ": (("ʔ",), "ae", ""),
    "ឰ": (("ʔ",), "aj", ""),
    "ឱ": (("ʔ",), "ao", ""),
    "ឲ": (("ʔ",), "ao", ""),
    "ឳ": (("ʔ",), "aw", ""),
}
"""Independent vowels: onset, vowel, coda."""
