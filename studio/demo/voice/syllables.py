"""Spoken Khmer syllables out of written clusters."""

from __future__ import annotations

from dataclasses import dataclass

from studio.demo.voice.clusters import Cluster, clusters_of
from studio.demo.voice.letters import (
    AHSDA,
    BEFORE_W,
    CODAS,
    CONSONANTS,
    GLIDED,
    INDEPENDENT,
    NIKAHIT,
    SAMYOK,
    SHORT,
    SONORANTS,
    VOWELS,
    WITH_SIGN,
    YUUKALEAPINTU,
)


@dataclass(frozen=True, slots=True)
class Syllable:
    """One spoken syllable in phonetic signs: consonants of the onset, one vowel, one coda or none."""

    onset: tuple[str, ...]
    vowel: str
    coda: str = ""

    def __str__(self) -> str:
        return "".join(self.onset) + self.vowel + self.coda


@dataclass(frozen=True, slots=True)
class _Spelt:
    """The clusters of one syllable: the one that carries the vowel, and the one that ends it, if any."""

    head: Cluster
    tail: Cluster | None = None


def _takes_tail(head: Cluster) -> bool:
    if head.letters[0] in INDEPENDENT:
        return True
    if head.vowel in WITH_SIGN or head.vowel[1:]:
        return head.vowel == "ា" + NIKAHIT
    return head.vowel not in ("ៃ", "ៅ", AHSDA)


def _run(run: list[Cluster], open_head: Cluster | None, ends: bool) -> tuple[Cluster | None, list[_Spelt]]:
    """Clusters without a vowel: which one ends the syllable before, and which syllables the others make.

    open_head: the vowel before them, if it can still be ended. ends: whether the word ends after them.
    """
    tail: Cluster | None = None
    spelt: list[_Spelt] = []
    rest = list(run)
    closing = [place for place, cluster in enumerate(rest) if cluster.coda]
    if open_head is not None and rest and (rest[0].coda or _leaves_pairs(rest[1:], ends, closing)):
        tail, rest = rest[0], rest[1:]
    while rest:
        alone = len(rest) == 1 or len(rest[1].letters) > 1 or (len(rest) % 2 == 1 and ends and not rest[1].coda)
        spelt.append(_Spelt(rest[0], None if alone else rest[1]))
        rest = rest[1:] if alone else rest[2:]
    return tail, spelt


def _leaves_pairs(rest: list[Cluster], ends: bool, closing: list[int]) -> bool:
    """Whether the rest of a run can be spoken without its first: pairs at the end of a word, anything inside."""
    if closing and closing[0] == 1:
        return False
    return len(rest) % 2 == 0 or not ends


def _spelt(clusters: list[Cluster]) -> list[_Spelt]:
    found: list[_Spelt] = []
    place = 0
    while place < len(clusters):
        run: list[Cluster] = []
        while place < len(clusters) and not clusters[place].voiced:
            run.append(clusters[place])
            place += 1
        ends = place == len(clusters)
        if run:
            open_head = found[-1].head if found and found[-1].tail is None and _takes_tail(found[-1].head) else None
            tail, more = _run(run, open_head, ends)
            if tail is not None:
                found[-1] = _Spelt(found[-1].head, tail)
            found.extend(more)
        if not ends:
            found.append(_Spelt(clusters[place]))
            place += 1
    return found


def _onset(letters: str) -> tuple[str, ...]:
    sounds = [CONSONANTS[letter] for letter in letters if letter in CONSONANTS]
    if len(letters) > 1 and letters[0] == "ប":
        sounds[0] = "p"
    if len(letters) > 1 and letters[-1] == "ត":
        sounds[-1] = "d"
    if len(sounds) > 1 and sounds[0] == "d":
        sounds = sounds[1:]
    if letters[:1] == "ហ" and len(letters) > 1:
        sounds = ["f"] if letters[1] == "វ" else sounds[1:]
    return tuple(sounds)


def _inherent(first: bool, tail: Cluster | None, light: bool) -> str:
    coda = CODAS.get(tail.letters[0], "") if tail else ""
    if tail is None:
        return ("ɑ" if first else "ɔ") if light else ("ɑː" if first else "ɔː")
    if first:
        return "ɑ" if tail.short else "ɑː"
    if coda in ("p", "m", "n"):
        return "u"
    if coda == "ɲ":
        return "ɔ"
    return "uə" if tail.short else "ɔː"


def _nucleus(head: Cluster, tail: Cluster | None, first: bool, light: bool) -> tuple[str, str]:
    series = 0 if first else 1
    coda = CODAS.get(tail.letters[0], "") if tail else ""
    if head.vowel == "ា" + NIKAHIT and tail is not None:
        return ("a" if first else "eə"), coda
    if head.vowel == YUUKALEAPINTU and light:
        return ("a" if first else "ə"), ""
    if head.vowel in WITH_SIGN:
        return WITH_SIGN[head.vowel][series]
    if head.vowel == AHSDA:
        return ("ɑ" if first else "ɔ"), ""
    if head.vowel == SAMYOK:
        if coda == "j":
            return ("aj" if first else "ej"), ""
        return ("a" if first else ("eə" if coda == "k" else "oə")), coda
    if not head.vowel:
        return _inherent(first, tail, light), coda
    vowel = VOWELS[head.vowel[0]][series]
    if coda == "w" and head.vowel in BEFORE_W:
        return BEFORE_W[head.vowel][series], ""
    if tail is None:
        return vowel, "ʔ" if head.vowel in SHORT and not light else ""
    if head.vowel == "ា" and tail.short:
        return ("a" if first else ("eə" if coda in ("k", "ŋ") else "oə")), coda
    if head.vowel == "ិ" and first:
        vowel = "ə"
    if vowel in GLIDED and coda == "j":
        coda = ""
    return vowel, coda


def _carried(first: bool, before: _Spelt | None, before_first: bool, letters: str) -> bool:
    """A sonorant takes the first series on from a light syllable before it: តម្លៃ, សម័យ."""
    if first or before is None or not before_first:
        return first
    light = not before.head.vowel or before.head.vowel in SHORT
    easy = before.tail is None or CODAS.get(before.tail.letters[0], "") in ("m", "n", "ŋ", "ɲ")
    return light and easy and all(letter in SONORANTS for letter in letters)


def syllables_of(word: str) -> list[Syllable]:
    """The syllables of one Khmer word by the rules of spelling; empty where it holds no Khmer letter."""
    spelt = _spelt(clusters_of(word))
    found: list[Syllable] = []
    before: _Spelt | None = None
    before_first = False
    for place, one in enumerate(spelt):
        letter = one.head.letters[0]
        if letter in INDEPENDENT:
            onset, vowel, coda = INDEPENDENT[letter]
            if one.head.letters[1:] == "យ":
                coda = "j"
            if one.tail is not None:
                coda = CODAS.get(one.tail.letters[0], coda)
            found.append(Syllable(onset, vowel, coda))
            before, before_first = one, True
            continue
        first = _carried(one.head.first, before, before_first, one.head.letters)
        vowel, coda = _nucleus(one.head, one.tail, first, light=place < len(spelt) - 1)
        found.append(Syllable(_onset(one.head.letters), vowel, coda))
        before, before_first = one, first
    return found
