"""Words whose syllables the rule does not find: spelling keeps vowels nobody says, or hides vowels all say."""

from __future__ import annotations

_WORDS = {
    1: "ភូមិ ពេទ្យ សិទ្ធិ ភក្តិ ភក្ដិ ព្យុះ ពោធិ៍ វុឌ្ឍិ",
    2: "រក្សា ស្ថានភាព រូបភាព ប្រយោជន៍ ឧទ្យាន វិបត្តិ",
    3: (
        "កម្មករ កម្មការ មករា ឧសភា កក្កដា ករណី បរទេស សម្បទា សម្បទាន គណបក្ស ទេវតា ពលករ លក្ខណៈ រចនា ហិរញ្ញ ហិរញ្ញិក "
        "យុទ្ធសាស្ត្រ ភូមិភាគ ភូមិសាស្ត្រ "
        "បច្ចេកទេស មរណៈ មរតក ទស្សនៈ សម្មតិ វេទិកា កម្មសិទ្ធិ នគរបាល គរុកោសល្យ វចនា ទូរស័ព្ទ ទូរទស្សន៍"
    ),
    4: "ទេសចរណ៍ នយោបាយ សាធារណៈ សាធារណ គណៈកម្ម ឧស្សាហកម្ម",
    5: "រតនគិរី រដ្ឋធម្មនុញ្ញ ប្រជាធិបតេយ្យ កម្មករិនី កម្មការិនី",
}
_STEMS = {
    2: "សហ ឯក ឧប យុវ ជីវ លទ្ធ សេដ្ឋ វប្ប លក្ខ ហត្ថ ធម្ម អនុ សិទ្ធិ អគ្គិ",
    3: "អន្តរ សុវត្ថិ ពាណិជ្ជ អាជីវ ឧស្សាហ",
}


def _table(source: dict[int, str]) -> dict[str, int]:
    return {word: count for count, words in source.items() for word in words.split()}


WORDS = _table(_WORDS)
"""Syllables of whole words, also inside compounds."""

STEMS = _table(_STEMS)
"""Syllables of first parts, which get a linking vowel when another part follows."""
