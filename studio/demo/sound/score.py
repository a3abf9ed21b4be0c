"""What is played when: a piece as a row of strokes. Pure."""

from __future__ import annotations

import random
from dataclasses import dataclass

from studio.demo.sound.melody import BEATS, Note, bass, later, ornamented, phrase, pitch_of, tune
from studio.units import RATE, Samples


@dataclass(frozen=True, slots=True)
class Stroke:
    """One note of one instrument.

    instrument: a name of player.INSTRUMENTS. pitch: MIDI, 0 where there is none. at: seconds from the start.
    lasts: seconds, for what is blown. level: decibels under the instrument's full tone.
    """

    instrument: str
    pitch: int
    at: float
    lasts: float = 0.0
    level: float = 0.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the library: its name, its length, its strokes.

    level: RMS in dBFS. rise, fall: fades in seconds. loops: what rings on after the end is heard at the start.
    """

    name: str
    length: Samples
    strokes: tuple[Stroke, ...]
    level: float
    rise: float = 0.0
    fall: float = 0.0
    loops: bool = False


def _seconds(seconds: float) -> Samples:
    return Samples(round(seconds * RATE))


def _played(
    notes: list[Note], instrument: str, home: int, beat: float, level: float, seed: int, *, loose: float = 0.012
) -> list[Stroke]:
    """Notes in time, each a little early or late and a little louder or softer, as people play."""
    rng = random.Random(seed)  # nosec B311  # noqa: S311
    return [
        Stroke(
            instrument,
            pitch_of(note.step, home),
            max(0.0, note.start * beat + rng.uniform(-loose, loose)),
            note.beats * beat,
            level + rng.uniform(-2.5, 0.5) + (1.5 if note.start % BEATS == 0 else 0.0),
        )
        for note in notes
    ]


def _between(notes: list[Note], first: int, last: int) -> list[Note]:
    return [note for note in notes if first * BEATS <= note.start < last * BEATS]


def _time(bars: range, beat: float, level: float) -> list[Stroke]:
    """Finger cymbals: held on the second beat, ringing on the fourth."""
    strokes = []
    for place in bars:
        strokes.append(Stroke("held", 0, (place * BEATS + 1) * beat, level=level - 4))
        strokes.append(Stroke("ringing", 0, (place * BEATS + 3) * beat, level=level))
    return strokes


def _beat(bars: range, beat: float, level: float) -> list[Stroke]:
    """A hand drum: low on one, light on the half before three and on four."""
    strokes = []
    for place in bars:
        start = place * BEATS * beat
        strokes.append(Stroke("low", 0, start, level=level))
        strokes.append(Stroke("rim", 0, start + 1.5 * beat, level=level - 6))
        strokes.append(Stroke("rim", 0, start + 3 * beat, level=level - 4))
        if place % 4 == 3:
            strokes.append(Stroke("rim", 0, start + 3.5 * beat, level=level - 6))
    return strokes


MOTIF = (Note(0, 0.5, 0), Note(0.5, 0.5, 2), Note(1, 0.5, 3), Note(1.5, 1.5, 5), Note(3, 0.5, 4), Note(3.5, 2.5, 5))
"""The six tones by which the programme is known."""


def jingle() -> Piece:
    """Eight seconds: a run up the bars, the motif on bars, its answer with the flute, and a chord that rings out."""
    beat, home = 0.5, 62
    run = [Note(0.125 * number, 0.125, number - 5) for number in range(9)]
    strokes = _played(run, "bar", home, beat, -9, 1, loose=0.004)
    call = [Note(note.start + 1.5, note.beats, note.step) for note in MOTIF[:4]]
    answer = [Note(note.start + 5.5, note.beats, note.step) for note in MOTIF]
    strokes += _played(call, "bar", home + 12, beat, -6, 3, loose=0.004)
    strokes += _played(ornamented(call, 12), "lute", home, beat, -13, 6, loose=0.004)
    strokes += _played(answer, "bar", home + 12, beat, -8, 7, loose=0.004)
    strokes += _played(answer, "flute", home + 12, beat, -8, 2, loose=0.006)
    ground = [Note(1.5, 2, 0), Note(3.5, 2, 3), Note(5.5, 2, 0), Note(7.5, 2, 3), Note(9, 3, 0)]
    strokes += _played(ground, "lute", home - 24, beat, -4, 4)
    chord = [Note(9 + 0.08 * number, 4, step) for number, step in enumerate((-5, -2, 0, 3, 5))]
    strokes += _played(chord, "lute", home, beat, -6, 5, loose=0.0)
    strokes += [Stroke("ringing", 0, beats * beat, level=-19) for beats in (1.5, 5.5, 9)]
    strokes += [Stroke("low", 0, beats * beat, level=level) for beats, level in ((1.5, -6), (5.5, -6), (9, -4))]
    strokes += [Stroke("rim", 0, beats * beat, level=-12) for beats in (3, 3.5, 4.5, 5, 7, 8, 8.5)]
    return Piece("jingle", _seconds(8), tuple(strokes), level=-19, fall=1.5)


def sting() -> Piece:
    """Two and a half seconds: the last three tones of the motif."""
    beat, home = 0.36, 62
    last = [Note(0, 1, 3), Note(1, 0.5, 4), Note(1.5, 2.5, 5)]
    strokes = _played(last, "bar", home + 12, beat, -5, 1, loose=0.0)
    strokes += _played([Note(0, 1.5, 0), Note(1.5, 3, 3)], "lute", home - 12, beat, -5, 2, loose=0.0)
    strokes += [Stroke("ringing", 0, 1.5 * beat, level=-16), Stroke("low", 0, 1.5 * beat, level=-8)]
    return Piece("sting", _seconds(2.5), tuple(strokes), level=-20, fall=0.7)


def bed() -> Piece:
    """A minute that follows on itself: slow broken chords of a lute, single bars far off, nothing that calls."""
    beat, home, bars = 60 / 64, 50, 16
    strokes: list[Stroke] = []
    figure = ((0, 0), (1, 3), (1.5, 5), (2, 7), (2.5, 5), (3, 3))
    roots = (0, 0, -2, -1, 0, 0, 3, -1) * 2
    for place, root in enumerate(roots):
        notes = [Note(place * BEATS + start, 1, root + step) for start, step in figure]
        strokes += _played(notes, "lute", home, beat, -6, 100 + place)
    far = [note for part in range(4) for note in later(phrase(40 + part % 2, 4, 2, 0), part * 4)]
    strokes += _played([note for note in far if note.beats >= 2], "bar", home + 24, beat, -15, 7)
    return Piece("bed", _seconds(bars * BEATS * beat), tuple(strokes), level=-25, loops=True)


LAST_CHORD = 174.0
"""When the last chord of a piece of music begins, in seconds."""


def _music(name: str, seed: int, home: int, bars: int, lead: str, second: str) -> Piece:
    """Three minutes: the lute alone, then the lead, then everybody, a quiet middle, everybody, and the lute again."""
    beat = LAST_CHORD / (bars * BEATS)
    melody = tune(seed, bars)
    part = bars // 8
    ground = bass(bars, melody)
    strokes = _played(ground, "lute", home - 24, beat, -9, seed + 20)
    strokes += _played(_between(melody, 0, part), "lute", home, beat, -5, seed + 21)
    level = -8 if lead == "flute" else -3
    strokes += _played(_between(melody, part, bars - part), lead, home + 12, beat, level, seed + 22)
    for first, last in ((2 * part, 4 * part), (5 * part, bars - part)):
        strokes += _played(ornamented(_between(melody, first, last), seed), second, home, beat, -12, seed + 23)
        strokes += _beat(range(first, last), beat, -11)
    for first, last in ((part, 4 * part), (5 * part, bars - part)):
        strokes += _time(range(first, last), beat, -25)
    strokes += _played(_between(melody, bars - part, bars), "lute", home, beat, -5, seed + 24)
    end = bars * BEATS
    strokes += _played([Note(end, 4, 0), Note(end + 0.1, 4, 3), Note(end + 0.2, 4, 5)], "lute", home - 12, beat, -4, 1)
    return Piece(name, _seconds(180), tuple(strokes), level=-21, fall=2.5)


def pieces() -> tuple[Piece, ...]:
    """Everything of the library."""
    return (
        jingle(),
        bed(),
        sting(),
        _music("music-1", 2012, 62, 56, "flute", "bar"),
        _music("music-2", 517, 60, 64, "bar", "lute"),
    )
