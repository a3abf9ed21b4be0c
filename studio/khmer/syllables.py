"""How many syllables a text has when it is spoken, Khmer and English."""

from __future__ import annotations

import re
from functools import lru_cache

from studio.khmer.exceptions import STEMS, WORDS
from studio.khmer.words import segment

_CLUSTER = re.compile(r"[\u1780-\u17b3](?:\u17d2[\u1780-\u17a2]|[\u17b4-\u17d1\u17dd\u200c\u200d])*")
_KHMER = re.compile(r"[\u1780-\u17b3]")
_VOWEL = re.compile(r"[\u17a3-\u17b3\u17b6-\u17c8\u17d0]")
_CLOSED = re.compile(r"[\u17c3\u17c5-\u17c8]")
_SILENT_END = re.compile(r"ត(?:្ត)?[ិុ]$")
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏ]+(?:['’][A-Za-z]+)*")

_SILENT_E = re.compile(r"[^aeiouyl]e$|[aeiourl]le$|[^aeiouytd]ed$|[^aeiouyscxzglh]es$")

_NO_CODA = frozenset("ហអឡឆឈផ")
"""Letters that never close a syllable."""

_SUFFIXES = ("ភាព", "កម្ម")

_ALONE_AT_END = 3.0
"""Cost of ending a word with a consonant that carries no vowel: nearly always it closes the syllable before."""

_ENGLISH = {
    "people": 2, "area": 3, "clothes": 1, "women": 2, "woman": 2, "idea": 3, "being": 2, "doing": 2, "going": 2,
    "every": 2, "family": 3, "families": 3, "business": 2, "different": 2, "create": 2, "created": 3, "radio": 3,
    "period": 3, "society": 4, "science": 2, "quiet": 2, "diet": 2, "lion": 2, "giant": 2, "association": 5, "react": 2,
    "real": 1, "really": 2, "evening": 2, "something": 2, "sometimes": 2, "therefore": 2, "somebody": 3,
    "everyone": 3, "everybody": 4, "voices": 2, "one": 1, "poem": 2, "seeing": 2, "ruin": 2, "fluent": 2, "hour": 1,
    "cooperative": 5, "cooperate": 4, "mekong": 2, "tonle": 2, "riel": 2, "chaos": 2, "museum": 3,
}  # fmt: skip


def _ends_word(clusters: list[str], index: int) -> bool:
    return index == len(clusters)


def _is_vowel(clusters: list[str], index: int) -> bool:
    """Whether a cluster carries a vowel that is heard."""
    cluster = clusters[index]
    if not _VOWEL.search(cluster) or "\u17cd" in cluster:
        return False
    if index == len(clusters) - 1 and index > 0 and _SILENT_END.fullmatch(cluster):
        before = clusters[index - 1]
        long = before[-1] in "ាេោ" or (cluster.startswith("ត្ត") and not _VOWEL.search(before))
        return not long
    return True


def _takes_coda(clusters: list[str], nucleus: int, coda: int) -> bool:
    closing, open_one = clusters[coda], clusters[nucleus]
    if "\u17cb" in closing or "\u17cd" in closing:
        return True
    if closing[0] in _NO_CODA:
        return False
    if open_one.endswith("\u17b6\u17c6"):
        return closing == "ង"
    return not _CLOSED.search(open_one)


def _rule(clusters: list[str]) -> int:
    """Fewest syllables that the written clusters allow.

    A cluster with a vowel is a syllable, closed by a bare cluster after it where it can be; a bare cluster left over is
    a syllable of its own before others, and hardly ever at the end of a word.
    """
    size = len(clusters)
    best = [0.0] + [float("inf")] * size
    counts = [0] * (size + 1)

    def reach(end: int, cost: float, count: int) -> None:
        while end < size and "\u17cd" in clusters[end]:
            end += 1
        if cost < best[end]:
            best[end], counts[end] = cost, count

    for start in range(size):
        if best[start] == float("inf"):
            continue
        cost, count = best[start] + 1, counts[start] + 1
        after = start + 1
        bare = not _is_vowel(clusters, start)
        reach(after, cost + (_ALONE_AT_END if bare and _ends_word(clusters, after) and start else 0.01 * bare), count)
        if after < size and not _is_vowel(clusters, after) and _takes_coda(clusters, start, after):
            reach(after + 1, cost, count)
    return counts[size]


def _linked(clusters: list[str]) -> int:
    """Linking vowels before a second part such as ភាព that the spelling does not show."""
    word = "".join(clusters)
    for suffix in _SUFFIXES:
        parts = _CLUSTER.findall(suffix)
        at = len(clusters) - len(parts)
        if word.endswith(suffix) and at >= 2 and clusters[at:] == parts and not _is_vowel(clusters, at - 1):
            return int("\u17cb" not in clusters[at - 1] and "\u17cd" not in clusters[at - 1])
    return 0


def _known(clusters: list[str], start: int) -> tuple[int, int] | None:
    """The longest word or stem of the exceptions that begins here: where it ends, and its syllables."""
    for end in range(min(len(clusters), start + 8), start, -1):
        part = "".join(clusters[start:end])
        follows = end < len(clusters)
        if follows and ("\u17cb" in clusters[end] or "\u17cd" in clusters[end]):
            continue
        if follows and part in STEMS:
            return end, STEMS[part]
        if part in WORDS:
            return end, WORDS[part]
    return None


@lru_cache(maxsize=20_000)
def khmer_word(word: str) -> int:
    """Syllables of one Khmer word as it is spoken; 0 for a text without Khmer letters."""
    clusters = _CLUSTER.findall(word)
    total, start, position = 0, 0, 0
    while position < len(clusters):
        known = _known(clusters, position)
        if known is None:
            position += 1
            continue
        total += _counted(clusters[start:position]) + known[1]
        start = position = known[0]
    return total + _counted(clusters[start:])


def _counted(clusters: list[str]) -> int:
    return _rule(clusters) + _linked(clusters) if clusters else 0


@lru_cache(maxsize=20_000)
def english_word(word: str) -> int:
    """Syllables of one English word, by its spelling; a letter that stands alone is one, W three."""
    plain = word.casefold().replace("’", "'").removesuffix("'s")
    if plain in _ENGLISH:
        return _ENGLISH[plain]
    if len(plain) == 1:
        return 3 if plain == "w" else 1
    groups = len(re.findall(r"[aeiouyà-ɏ]+", plain))
    groups += len(re.findall(r"i[ao](?!u)|[aeiouy]ing$|ua[ltb]|(?<![tcsgx])iou|eo[nl]|uou", plain)) - len(
        re.findall(r"[tcsg]i[ao]", plain)
    )
    groups += plain.endswith("iation")
    groups -= _SILENT_E.search(plain) is not None
    groups -= len(re.findall(r"[^aeiouy]e(?:ly|ment|ful|less|ness)", plain))
    return max(1, groups)


def count(text: str) -> int:
    """Syllables of a text that has been spelled out already (see `studio.khmer.reading.speakable`).

    Khmer by a rule over written clusters with counted exceptions, Latin letters as English; digits and marks are 0.
    """
    total = 0
    for token in segment(text):
        if _KHMER.search(token):
            total += khmer_word(token)
        else:
            total += sum(english_word(word) for word in _LATIN_WORD.findall(token))
    return total
