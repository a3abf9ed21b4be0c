"""A Khmer word as a row of written clusters: base letter, subscripts, vowel, signs."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from studio.demo.voice.letters import (
    AHSDA,
    BANTOC,
    COENG,
    CONSONANTS,
    FIRST,
    INDEPENDENT,
    NASALS,
    NEVER_FIRST,
    NIKAHIT,
    REAHMUK,
    ROBAT,
    SAMYOK,
    SHORT,
    SILENCED,
    SONORANTS,
    TO_FIRST,
    TO_SECOND,
    VOWELS,
    YUUKALEAPINTU,
)

_CLUSTER = re.compile(r"[\u1780-\u17b3](?:\u17d2[\u1780-\u17a2]|[\u17b6-\u17d1\u17dd\u200c\u200d])*")
_CLOSING = NIKAHIT + REAHMUK + YUUKALEAPINTU
_ALIKE = ("កខគឃ", "ចឆជឈ", "ដឋឌឍតថទធ", "បផពភ", "វពភ", "ល", "ស", "យ", "រ")


@dataclass(frozen=True, slots=True)
class Cluster:
    """One written cluster.

    letters: base and subscripts; vowel: dependent vowel and closing sign as VOWELS and WITH_SIGN write them, SAMYOK,
    AHSDA or empty; first: whether it is of the first series; short: whether BANTOC ends it; coda: whether it can only
    end a syllable.
    """

    letters: str
    vowel: str
    first: bool
    short: bool = False
    coda: bool = False

    @property
    def voiced(self) -> bool:
        """Whether it writes its own vowel."""
        return bool(self.vowel) or self.letters[0] in INDEPENDENT


def _series(letters: str, marks: str) -> bool:
    if TO_FIRST in marks:
        return True
    if TO_SECOND in marks:
        return False
    strong = [letter for letter in letters if letter not in SONORANTS]
    deciding = strong[-1] if strong else letters[0]
    return deciding in FIRST


def _read(written: str) -> Cluster | None:
    letters = re.sub(r"[^\u1780-\u17b3]", "", written)
    marks = re.sub(r"[\u1780-\u17b3]|" + COENG, "", written)
    vowel = "".join(mark for mark in marks if mark in VOWELS)[:1]
    closing = "".join(mark for mark in marks if mark in _CLOSING)[:1]
    if not letters or (letters[0] not in CONSONANTS and letters[0] not in INDEPENDENT):
        return None
    first = _series(letters, marks)
    if SILENCED in marks:
        return Cluster(letters[0], "", first, coda=True) if len(letters) > 1 else None
    if letters == "ប" and TO_FIRST in marks:
        letters, first = "ព", True
    for sign in (SAMYOK, AHSDA):
        if sign in marks and not vowel:
            return Cluster(letters, sign, first)
    return Cluster(letters, vowel + closing, first, short=BANTOC in marks, coda=BANTOC in marks and not vowel)


def _alike(one: str, other: str) -> bool:
    return any(one in family and other in family for family in _ALIKE)


def _splits(found: list[Cluster], cluster: Cluster) -> bool:
    """Whether the first letter of a cluster inside a word ends the syllable before it."""
    one, two = cluster.letters[0], cluster.letters[1]
    before = found[-1]
    ended = len(found) > 1 and not before.voiced and found[-2].voiced and _closes(found[-2])
    if not _closes(before):
        return False
    if one in NEVER_FIRST or _alike(one, two):
        return True
    if ended:
        return False
    if one in NASALS:
        return True
    if before.voiced and before.vowel[-1:] not in SHORT and before.vowel != SAMYOK:
        return False
    return two not in "រល"


def _opened(clusters: list[Cluster]) -> list[Cluster]:
    found: list[Cluster] = []
    for place, cluster in enumerate(clusters):
        last = place == len(clusters) - 1
        many = len(cluster.letters) > 1 and cluster.letters[0] in CONSONANTS
        if not (found and many):
            found.append(cluster)
        elif last and (not cluster.voiced or cluster.vowel in ("ិ", "ុ")) and not cluster.short and _closes(found[-1]):
            found.append(replace(cluster, letters=cluster.letters[0], vowel="", coda=True))
        elif _splits(found, cluster):
            found.append(Cluster(cluster.letters[0], "", cluster.first, short=not found[-1].voiced, coda=True))
            rest = cluster.letters[1:]
            first = cluster.first if rest[0] in SONORANTS else _series(rest, "")
            found.append(replace(cluster, letters=rest, first=first))
        else:
            found.append(cluster)
    return found


def _closes(before: Cluster) -> bool:
    """Whether a letter after this cluster can end its syllable."""
    return not before.coda and before.vowel[-1:] not in (*_CLOSING, AHSDA)


def _ended(clusters: list[Cluster]) -> list[Cluster]:
    """ភូមិ, ជាតិ, ហេតុ: a last short vowel after a long one is not spoken."""
    if len(clusters) < 2:
        return clusters
    before, last = clusters[-2:]
    long = before.vowel in VOWELS and before.vowel not in SHORT
    if long and last.vowel in ("ិ", "ុ") and len(last.letters) == 1 and last.letters in "តមទ":
        return [*clusters[:-1], replace(last, vowel="", coda=True)]
    return clusters


def clusters_of(word: str) -> list[Cluster]:
    """The clusters of one Khmer word, silent letters left out, and clusters split where a syllable ends inside them."""
    written = _CLUSTER.findall(word)
    if len(written) > 1 and ROBAT in written[-1]:
        written = written[:-1]
    read = [cluster for cluster in (_read(one) for one in written) if cluster is not None]
    return _ended(_opened(read))
