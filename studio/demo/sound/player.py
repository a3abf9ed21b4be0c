"""Plays a piece: strokes into stereo sound."""

from __future__ import annotations

from functools import cache

import numpy as np

from studio.demo.sound.instruments import bar, cymbal, drum, flute, in_hall, string
from studio.demo.sound.levels import Sound, decibels, ratio, rounded
from studio.demo.sound.noise import seed_of
from studio.demo.sound.score import Piece, Stroke
from studio.units import RATE

CEILING = -3.0
LASTING_STEPS = 4
"""Notes that are blown last whole quarters of a second, so that few are made."""

INSTRUMENTS = {
    "lute": (-0.25, -17.0),
    "bar": (0.35, -15.0),
    "flute": (0.05, -12.0),
    "ringing": (0.55, -12.0),
    "held": (0.55, -16.0),
    "low": (-0.05, -20.0),
    "rim": (-0.15, -18.0),
}
"""Where each instrument sits, from -1 (left) to 1 (right), and how loud its echo is in decibels."""


def _dry(instrument: str, pitch: int, lasts: float) -> Sound:
    seed = seed_of(instrument, pitch, lasts)
    if instrument == "lute":
        return string(pitch, seed)
    if instrument == "bar":
        return bar(pitch, seed)
    if instrument == "flute":
        return flute(pitch, seed, lasts)
    if instrument in ("ringing", "held"):
        return cymbal(seed, ringing=instrument == "ringing")
    return drum(seed, low=instrument == "low")


@cache
def _note(instrument: str, pitch: int, quarters: int) -> Sound:
    place, wet = INSTRUMENTS[instrument]
    return in_hall(_dry(instrument, pitch, quarters / LASTING_STEPS), place, wet)


def _stroke(stroke: Stroke) -> Sound:
    quarters = max(1, round(stroke.lasts * LASTING_STEPS)) if stroke.instrument == "flute" else 0
    return _note(stroke.instrument, stroke.pitch, quarters)


def _faded(sound: Sound, rise: float, fall: float) -> Sound:
    if rise:
        count = int(rise * RATE)
        sound[:count] *= (np.sin(np.linspace(0, np.pi / 2, count)) ** 2)[:, None]
    if fall:
        count = int(fall * RATE)
        sound[-count:] *= (np.cos(np.linspace(0, np.pi / 2, count)) ** 2)[:, None]
    return sound


def played(piece: Piece) -> Sound:
    """The sound of a piece: float64 (length, 2), 48 kHz, at the piece's level, under CEILING, without an offset."""
    length = int(piece.length)
    longest = max(len(_stroke(stroke)) for stroke in piece.strokes)
    sound = np.zeros((length + longest, 2))
    for stroke in piece.strokes:
        note = _stroke(stroke)
        start = int(stroke.at * RATE)
        end = min(len(sound), start + len(note))
        sound[start:end] += ratio(stroke.level) * note[: end - start]
    if piece.loops:
        sound[:longest] += sound[length:]
    sound = _faded(sound[:length], piece.rise, piece.fall)
    sound -= sound.mean(axis=0)
    level = decibels(float(np.sqrt(np.mean(sound**2))))
    return rounded(sound * ratio(piece.level - level), CEILING)
