"""Khmer text as phrases of spoken words, and those for espeak-ng."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from studio.demo.voice.lexicon import UNSTRESSED, respelt
from studio.demo.voice.notation import espeak_word
from studio.demo.voice.syllables import Syllable, syllables_of
from studio.khmer.digits import to_arabic
from studio.khmer.numbers import decimal, digit_words, khmer
from studio.khmer.words import segment
from studio.languages import Language

REPEAT = "ៗ"
_KHMER = re.compile(r"[\u1780-\u17b3]")
_NUMBER = re.compile(r"\d+(?:[,.]\d{3})+(?!\d)|\d+\.\d+|\d+")
_SIGNS = {"%": "ភាគរយ", "៛": "រៀល", "$": "ដុល្លារ", "°": "អង្សា", "+": "បូក", "&": "និង"}
_STOPS = "។៕?!\n៚៙"
_COMMAS = ',;:៖—–()«»“”"…/'
_LATIN = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        (
            "អេ",
            "ប៊ី",
            "ស៊ី",
            "ឌី",
            "អ៊ី",
            "អេហ្វ",
            "ជី",
            "អេច",
            "អាយ",
            "ជេ",
            "ខេ",
            "អែល",
            "អឹម",
            "អិន",
            "អូ",
            "ភី",
            "ឃ្យូ",
            "អា",
            "អេស",
            "ធី",
            "យូ",
            "វី",
            "ដាប់ប៊លយូ",
            "អ៊ិច",
            "វ៉ាយ",
            "ហ្សេត",
        ),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Word:
    """One spoken word: its syllables, and whether the speaker leans on it."""

    syllables: tuple[Syllable, ...]
    stressed: bool


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words between two breaths; stop: whether a sentence ends after them."""

    words: tuple[Word, ...]
    stop: bool

    @property
    def syllables(self) -> int:
        """How many syllables are spoken."""
        return sum(len(word.syllables) for word in self.words)


def _number(written: str) -> str:
    plain = written.replace(",", "")
    if re.fullmatch(r"\d+(?:\.\d{3})+", plain):
        plain = plain.replace(".", "")
    whole, _, fraction = plain.partition(".")
    if fraction:
        return decimal(int(whole), fraction, Language.KM)
    if len(whole) > 1 and whole.startswith("0"):
        return " ".join(digit_words(whole, Language.KM))
    return khmer(int(whole))


def spelled_out(text: str) -> str:
    """The text with digits, signs and Latin letters as Khmer words."""
    arabic = to_arabic(text)
    worded = _NUMBER.sub(lambda match: f" {_number(match.group())} ", arabic)
    signed = "".join(f" {_SIGNS[mark]} " if mark in _SIGNS else mark for mark in worded)
    return re.sub(r"[A-Za-z]+", lambda match: " ".join(_LATIN[letter] for letter in match.group().lower()), signed)


def _word(token: str) -> Word | None:
    spoken = tuple(one for part in respelt(token.rstrip(REPEAT)) for one in syllables_of(part))
    if not spoken:
        return None
    return Word(spoken * (1 + token.count(REPEAT)), token not in UNSTRESSED)


def _written_phrases(text: str) -> Iterator[tuple[str, bool]]:
    """Runs of text between breaths, and whether a sentence ends after each; a space before Khmer is a breath."""
    joined = re.sub(r"(?<=\d)[ \u00a0](?=\d)|(?<=\d),(?=\d{3}(?!\d))", "", text)
    for part in re.split(f"([{re.escape(_STOPS)}]|\\.(?!\\d))", joined):
        if part and part not in _STOPS and part != ".":
            runs = [run for run in re.split(f"[{re.escape(_COMMAS)}]| +(?=[\u1780-\u17b3])", part) if run.strip()]
            for place, run in enumerate(runs):
                yield run, place == len(runs) - 1


def phrases(text: str) -> list[Phrase]:
    """The phrases of a Khmer text, numbers spelt out and ៗ said again; nothing for what cannot be spoken."""
    found: list[Phrase] = []
    for written, stop in _written_phrases(text):
        tokens = segment(spelled_out(written))
        words = tuple(word for word in map(_word, tokens) if word is not None)
        if words:
            found.append(Phrase(words, stop))
    return found


def syllable_count(text: str) -> int:
    """How many syllables the guide voice speaks for a Khmer text."""
    return sum(phrase.syllables for phrase in phrases(text))


def espeak_text(text: str) -> str:
    """A Khmer text as input for espeak-ng: phonemes in [[ ]], a comma at a breath, a full stop after a sentence."""
    parts = []
    for phrase in phrases(text):
        words = " ".join(espeak_word(word.syllables, stressed=word.stressed) for word in phrase.words)
        parts.append(f"[[{words}]]{'.' if phrase.stop else ','}")
    return " ".join(parts)
