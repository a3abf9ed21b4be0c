"""What a paragraph holds to be read: sentences, phrases, syllables or words, marked silence."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from studio.khmer.digits import to_arabic
from studio.khmer.reading import speakable
from studio.khmer.syllables import count
from studio.languages import Language
from studio.scripting.labels import BREATH, PAUSED, milliseconds
from studio.units import Ms

_END = re.compile(r"(?<=[។៕?!])(?![។៕?!])[»”\"'’)\s]*|(?<=[.…])[»”\"'’)]*\s+(?=\S)|$")
_LAST_WORD = re.compile(r"[^\s«“‘(\[\"']+$")
_INITIALS = re.compile(r"(?:[A-Z]\.)+|(?:[\u1780-\u17b3][^\s.]*\.){2,}")
_AND_SO_ON = "ល។"
_TITLES = "mr. mrs. ms. dr. prof. rev. hon. gen. col. h.e. e.g. i.e. vs. approx. ca. cf."
_NEVER_LAST = frozenset(_TITLES.split())
"""After these the sentence goes on."""
_MONTHS = "jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec."
_REFERENCES = "no. nos. art. p. pp. st. fig. vol. ch."
_BEFORE_FIGURES = frozenset(_REFERENCES.split() + _MONTHS.split())
"""After these it goes on where a figure follows."""
_PHRASE = re.compile(r"(?<=[\u1780-\u17d3\u17d7)»”])[ ]+(?=[\u1780-\u17b3(«“])|[,;:៖—–]\s*")
_INLINE = re.compile(r"\[([^\[\]]*)\]")
_INSIDE = re.compile(r"(?<=[\u1780-\u17ff»])\[[^\[\]]*\](?=\S)")
_WORD = re.compile(r"[A-Za-zÀ-ɏ\u1780-\u17d3]+(?:['’-][A-Za-zÀ-ɏ]+)*")
_HEARD = re.compile(r"[A-Za-zÀ-ɏ\u1780-\u17d3\u17d7\u17db0-9០-៩%$]")


class Counted(NamedTuple):
    """What a text holds to be read: units, phrase breaks inside sentences, sentences, marked silence."""

    units: float
    phrases: int
    sentences: int
    pauses: Ms


def split_sentences(text: str) -> tuple[str, ...]:
    """The sentences of a paragraph, each with its closing marks; joined they are the paragraph without inner spaces."""
    found: list[str] = []
    start = 0
    for match in _END.finditer(text):
        if _goes_on(text[: match.start()], text[match.end() :]):
            continue
        piece = text[start : match.end()].strip()
        if piece and _HEARD.search(piece):
            found.append(piece)
            start = match.end()
        elif piece and found and match.end() == len(text):
            found[-1] = f"{found[-1]}{piece}"
            start = match.end()
    return tuple(found)


def _goes_on(before: str, after: str) -> bool:
    """Whether a sentence goes on after a mark that could have ended it: after Dr., before a small letter, in ។ល។."""
    if before.endswith("។"):
        return after.startswith(_AND_SO_ON)
    if not after or before[-1:] not in (".", "…"):
        return False
    if after[0].islower():
        return True
    found = _LAST_WORD.search(before)
    word = found[0] if found else ""
    if _INITIALS.fullmatch(word) or word.casefold() in _NEVER_LAST:
        return True
    return word.casefold() in _BEFORE_FIGURES and after[0].isdigit()


def read_aloud(text: str) -> str:
    """The paragraph without the instructions in square brackets; inside a run of Khmer they leave no space behind."""
    return BREATH.sub(" ", _INLINE.sub(" ", _INSIDE.sub("", text))).strip()


@lru_cache(maxsize=4096)
def counted(text: str, language: Language) -> Counted:
    """What a paragraph holds to be read; instructions in square brackets are not read, [pause 1 s] is silence."""
    marked = sum(_marked(inner) for inner in _INLINE.findall(text))
    plain = read_aloud(text)
    sentences = split_sentences(plain)
    phrases = sum(len(_PHRASE.findall(sentence.rstrip("។៕.?!…»” "))) for sentence in sentences)
    said = speakable(plain, language)
    units = float(count(said)) if language is Language.KM else float(len(_WORD.findall(said)))
    return Counted(units, phrases if language is Language.KM else 0, len(sentences), Ms(marked))


def _marked(text: str) -> int:
    match = PAUSED.fullmatch(to_arabic(text.strip()))
    return milliseconds(match) if match else 0
