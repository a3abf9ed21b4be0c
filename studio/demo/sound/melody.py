"""Melodies by a rule: five tones, small steps, phrases that answer each other. Pure: the same seed, the same tune."""

from __future__ import annotations

import random
from dataclasses import dataclass

FIVE = (0, 2, 4, 7, 9)
"""The five tones of the scale, in half tones over its first."""

BEATS = 4
"""Beats of a bar."""


@dataclass(frozen=True, slots=True)
class Note:
    """A tone of a melody: when it begins and how long it lasts, in beats; its step in the scale, 0 the home tone."""

    start: float
    beats: float
    step: int


def pitch_of(step: int, home: int) -> int:
    """The MIDI pitch of a step of the scale over a home pitch; steps go on below and above."""
    octave, tone = divmod(step, len(FIVE))
    return home + 12 * octave + FIVE[tone]


RHYTHMS: tuple[tuple[float, ...], ...] = (
    (1, 1, 2),
    (2, 1, 1),
    (1.5, 0.5, 2),
    (1, 1, 1, 1),
    (2, 2),
    (1, 0.5, 0.5, 2),
    (3, 1),
)


def phrase(seed: int, bars: int, first: int, last: int, *, lowest: int = -2, highest: int = 6) -> list[Note]:
    """A phrase of so many bars that begins on one step, moves by small steps, and comes to rest on another."""
    rng = random.Random(seed)  # nosec B311  # noqa: S311
    notes: list[Note] = []
    step = first
    for place in range(bars):
        closing = place == bars - 1
        rhythm = (1, 3) if closing else rng.choice(RHYTHMS)
        beat = float(place * BEATS)
        for number, beats in enumerate(rhythm):
            if closing and number == len(rhythm) - 1:
                step = last
            elif notes:
                step = _next(rng, step, last if closing else None, lowest, highest)
            notes.append(Note(beat, beats, step))
            beat += beats
    return notes


def _next(rng: random.Random, step: int, towards: int | None, lowest: int, highest: int) -> int:
    if towards is not None:
        return towards + (1 if step >= towards else -1)
    moves = [move for move in (-2, -1, -1, 0, 1, 1, 2) if lowest <= step + move <= highest]
    return step + rng.choice(moves)


def later(notes: list[Note], bars: int) -> list[Note]:
    """The same notes so many bars later."""
    return [Note(note.start + bars * BEATS, note.beats, note.step) for note in notes]


def tune(seed: int, bars: int) -> list[Note]:
    """A melody of bars (a multiple of 16): question, answer, contrast, answer, each four bars; the contrast changes."""
    question = phrase(seed, 4, 0, 3)
    answer = phrase(seed + 1, 4, 3, 0)
    notes: list[Note] = []
    for round_number in range(-(-bars // 16)):
        contrast = phrase(seed + 10 + round_number, 4, 5, 2)
        for place, part in enumerate((question, answer, contrast, answer)):
            notes += later(part, round_number * 16 + place * 4)
    return [note for note in notes if note.start < bars * BEATS]


def ornamented(notes: list[Note], seed: int) -> list[Note]:
    """The melody in running half beats around its tones, as a roneat plays it."""
    rng = random.Random(seed)  # nosec B311  # noqa: S311
    found: list[Note] = []
    for note in notes:
        halves = max(1, round(note.beats * 2))
        pattern = rng.choice(((0, 1, 0, -1), (0, -1, 0, 1), (0, 2, 1, 0), (0, 0, 1, 0)))
        for half in range(halves):
            found.append(Note(note.start + half / 2, 0.5, note.step + (pattern[half % 4] if half else 0)))
    return found


def bass(bars: int, notes: list[Note]) -> list[Note]:
    """Two low tones a bar under a melody: home or the fourth step, whichever is nearer to what is sung there."""
    found: list[Note] = []
    for place in range(bars):
        here = [note.step for note in notes if place * BEATS <= note.start < (place + 1) * BEATS]
        home = sum(1 for step in here if step % 5 in (0, 2, 1)) * 2 >= len(here)
        low, high = (0, 3) if home else (3, 0)
        found += [Note(place * BEATS, 2, low), Note(place * BEATS + 2, 2, high)]
    return found
