"""How long a script takes to read, per language and presenter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from studio.languages import Language
from studio.scripting.counting import Counted, counted, read_aloud, split_sentences
from studio.scripting.labels import listener_name
from studio.scripting.values import Line, Part
from studio.units import Ms

PRIOR_UNITS = 300.0
"""Weight of the rate a presenter starts with, in units (syllables or words) already read at that rate."""

UNLEARNT_SPREAD = 0.12
"""Half width of the range around an estimate before any take of a presenter is known, as a part of one."""

LEAST_SPREAD = 0.03
"""The range never gets narrower than this: the same presenter reads the same text differently on two days."""

NONE = Ms(0)


@dataclass(frozen=True, slots=True)
class Pace:
    """How a presenter reads a language.

    rate: units a second while speaking; Khmer counts syllables, English words.
    phrase, sentence: silence after a phrase and after a sentence, in milliseconds.
    spread: half width of the likely range, as a part of one. units: how much of this presenter's reading was measured.
    usual: the pace that was taken before anything was measured; None where nothing was.
    """

    presenter: str
    language: Language
    rate: float
    phrase: Ms
    sentence: Ms
    spread: float = UNLEARNT_SPREAD
    units: float = 0.0
    usual: Pace | None = None


def default_pace(language: Language, presenter: str = "") -> Pace:
    """The pace of somebody not yet measured: 4.4 syllables/s with pauses beside, or 165 words/min with pauses in."""
    if language is Language.KM:
        return Pace(presenter, language, 4.4, Ms(200), Ms(500))
    return Pace(presenter, language, 165 / 60, Ms(0), Ms(0))


@dataclass(frozen=True, slots=True)
class ReadingTime:
    """How long lines take: the estimate, its likely range, and what it was counted from.

    units: syllables (Khmer) or words (English) that people at the microphone read. phrases, sentences: silences of
    each kind. pauses: marked silence. clips: recordings, by their own length where it is known.
    """

    ms: Ms = NONE
    low: Ms = NONE
    high: Ms = NONE
    units: float = 0.0
    phrases: int = 0
    sentences: int = 0
    pauses: Ms = NONE
    clips: Ms = NONE

    def __add__(self, other: ReadingTime) -> ReadingTime:
        """Both, one after the other; ranges add up, since one presenter is slow or fast throughout."""
        return ReadingTime(
            Ms(self.ms + other.ms),
            Ms(self.low + other.low),
            Ms(self.high + other.high),
            self.units + other.units,
            self.phrases + other.phrases,
            self.sentences + other.sentences,
            Ms(self.pauses + other.pauses),
            Ms(self.clips + other.clips),
        )


class TimedSentence(NamedTuple):
    """A sentence of a transcript: who says it, its words, and its share of the time as a weight (milliseconds)."""

    speaker: str
    text: str
    weight: float


def line_time(line: Line, language: Language, pace: Pace, clips: Mapping[str, Ms] | None = None) -> ReadingTime:
    """How long one line takes; a cue takes no time."""
    if line.kind == "pause":
        length = line.ms or Ms(0)
        return ReadingTime(length, length, length, pauses=length)
    if line.kind == "cue":
        return ReadingTime()
    if line.kind == "clip":
        known = (clips or {}).get(line.clip or "")
        if known is not None:
            return ReadingTime(known, known, known, clips=known)
        guess = _read_time(counted(line.text, language), default_pace(language))
        return ReadingTime(guess.ms, guess.low, guess.high, clips=guess.ms)
    return _read_time(counted(line.text, language), pace)


def _read_time(held: Counted, pace: Pace) -> ReadingTime:
    voiced = held.units / pace.rate * 1000
    silent = held.phrases * pace.phrase + held.sentences * pace.sentence
    own = voiced + silent
    return ReadingTime(
        Ms(round(own) + held.pauses),
        Ms(round(own * (1 - pace.spread)) + held.pauses),
        Ms(round(own * (1 + pace.spread)) + held.pauses),
        held.units,
        held.phrases,
        held.sentences,
        held.pauses,
    )


def reading_time(
    lines: Iterable[Line], language: Language, pace: Pace, clips: Mapping[str, Ms] | None = None
) -> ReadingTime:
    """How long lines take one after the other.

    T = S/r + phrase × phrases + sentence × sentences + marked pauses, with every digit, date, amount and ៗ spelled out
    before counting. clips: lengths of recordings by code; a clip of unknown length is estimated from its words.
    """
    return sum(line_times(lines, language, pace, clips), ReadingTime())


def line_times(
    lines: Iterable[Line], language: Language, pace: Pace, clips: Mapping[str, Ms] | None = None
) -> tuple[ReadingTime, ...]:
    """How long each line takes, in order."""
    return tuple(line_time(line, language, pace, clips) for line in lines)


def part_times(
    parts: Iterable[Part], language: Language, pace: Pace, clips: Mapping[str, Ms] | None = None
) -> tuple[ReadingTime, ...]:
    """How long each part of a script takes, in order."""
    return tuple(reading_time(part.lines, language, pace, clips) for part in parts)


def sentences(lines: Iterable[Line], language: Language) -> tuple[TimedSentence, ...]:
    """What is heard, sentence by sentence, for transcripts; a weight is the reading time at the default pace.

    Instructions are left out. Spread the length of a recording over its sentences in proportion to their weights.
    """
    pace = default_pace(language)
    found: list[TimedSentence] = []
    for line in lines:
        if line.kind not in ("say", "clip"):
            continue
        plain = read_aloud(line.text)
        for sentence in split_sentences(plain) or ((plain,) if plain else ()):
            weight = float(max(1, _read_time(counted(sentence, language), pace).ms))
            found.append(TimedSentence(listener_name(line.speaker, language), sentence, weight))
    return tuple(found)
