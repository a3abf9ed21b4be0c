"""Instruments of a small ensemble, note by note: plucked strings, wooden bars, a flute, finger cymbals, a hand drum."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
from scipy.signal import oaconvolve

from studio.demo.sound.levels import Sound, band, ratio
from studio.demo.sound.noise import coloured, reflections, seed_of
from studio.units import RATE

HALL_SECONDS = 1.5


def hertz(pitch: float) -> float:
    """The frequency of a MIDI pitch; 69 is 440 Hz."""
    return float(440.0 * 2 ** ((pitch - 69) / 12))


def _faded(sound: Sound, seconds: float) -> Sound:
    count = min(len(sound), int(seconds * RATE))
    sound[-count:] *= np.cos(np.linspace(0, np.pi / 2, count)) ** 2
    return sound


def string(pitch: float, seed: int, seconds: float = 4.0, bright: float = 0.3) -> Sound:
    """A plucked string after Karplus and Strong: noise that goes round and loses its edge; peak 1."""
    period = round(RATE / hertz(pitch) - 0.5)
    rng = np.random.default_rng(seed)
    turn = rng.uniform(-1, 1, period)
    smooth = np.convolve(np.concatenate([turn, turn, turn]), np.ones(5) / 5, "same")[period : 2 * period]
    turn = bright * turn + (1 - bright) * smooth * 2
    turn -= turn.mean()
    pluck = max(1, period // 5)
    turn = turn - 0.9 * np.roll(turn, pluck)
    loss = ratio(-60) ** (period / RATE / (3.0 + 350 / hertz(pitch)))
    turns = np.empty((int(seconds * RATE / period) + 2, period))
    turns[0] = turn
    for before, after in pairwise(turns):
        after[0] = before[0] + before[-1]
        np.add(before[1:], before[:-1], out=after[1:])
        after *= 0.5 * loss
    raw = turns.reshape(-1)
    place = np.arange(int(seconds * RATE)) * hertz(pitch) * (period + 0.5) / RATE
    note = band(np.interp(place, np.arange(len(raw)), raw), 50, min(4200, 34 * hertz(pitch)), order=1)
    note = note / np.abs(note).max()
    note[:48] *= np.linspace(0, 1, 48)
    return _faded(note, 0.4)


def bar(pitch: float, seed: int, seconds: float = 1.6) -> Sound:
    """A wooden bar struck with a soft mallet, as of a roneat: a short round tone with a knock; peak 1."""
    time = np.arange(int(seconds * RATE)) / RATE
    base = hertz(pitch)
    rng = np.random.default_rng(seed)
    note = np.zeros(len(time))
    for times, loud, fade in ((1.0, 1.0, 0.42), (2.01, 0.10, 0.20), (3.96, 0.22, 0.10), (9.3, 0.05, 0.035)):
        if base * times < 14_000:
            lasting = fade * (440 / base) ** 0.5
            note += loud * np.exp(-time / lasting) * np.sin(2 * np.pi * base * times * time + rng.uniform(0, 0.4))
    knock = coloured(len(time), seed + 1, 300, 2600, 3) * np.exp(-time / 0.006)
    note += 0.10 * knock
    note *= 1 - np.exp(-time / 0.0012)
    return _faded(note / np.abs(note).max(), 0.2)


def flute(pitch: float, seed: int, seconds: float) -> Sound:
    """A bamboo flute: a breath, a soft tone that begins plain and then wavers a little; peak 1."""
    time = np.arange(int((seconds + 0.25) * RATE)) / RATE
    rng = np.random.default_rng(seed)
    waver = 0.0045 * np.clip((time - 0.3) / 0.6, 0, 1) * np.sin(2 * np.pi * (4.7 + rng.uniform(-0.3, 0.3)) * time)
    glide = -0.012 * np.exp(-time / 0.05)
    phase = 2 * np.pi * np.cumsum(hertz(pitch) * (1 + waver + glide)) / RATE
    tone = np.sin(phase) + 0.22 * np.sin(2 * phase) + 0.10 * np.sin(3 * phase) + 0.03 * np.sin(4 * phase)
    air = band(coloured(len(time), seed + 1, 700, 6000, 3), hertz(pitch) * 0.9, hertz(pitch) * 5)
    rise = np.clip(time / 0.09, 0, 1) ** 1.5
    fall = np.clip((seconds + 0.2 - time) / 0.22, 0, 1) ** 1.5
    note = (tone + 0.05 * air) * rise * fall * (0.9 + 0.1 * np.sin(2 * np.pi * 0.8 * time))
    return _faded(note / np.abs(note).max(), 0.02)


def cymbal(seed: int, *, ringing: bool) -> Sound:
    """A pair of small finger cymbals, let ring or held together; peak 1."""
    time = np.arange(int((1.8 if ringing else 0.25) * RATE)) / RATE
    rng = np.random.default_rng(seed)
    note = np.zeros(len(time))
    for part, loud in ((2480.0, 1.0), (3710.0, 0.6), (5230.0, 0.45), (6890.0, 0.3), (9140.0, 0.15)):
        fade = (0.5 if ringing else 0.035) * (2480 / part) ** 0.7
        note += loud * np.exp(-time / fade) * np.sin(2 * np.pi * part * (1 + rng.uniform(-0.003, 0.003)) * time)
    note *= 1 - np.exp(-time / 0.0006)
    return _faded(note / np.abs(note).max(), 0.05)


def drum(seed: int, *, low: bool) -> Sound:
    """A hand drum, struck in the middle or at the rim; peak 1."""
    time = np.arange(int(0.7 * RATE)) / RATE
    base = 82.0 if low else 190.0
    phase = 2 * np.pi * np.cumsum(base * (1 + 0.5 * np.exp(-time / 0.025))) / RATE
    skin = np.sin(phase) * np.exp(-time / (0.22 if low else 0.09))
    slap = coloured(len(time), seed, 150, 1800, 4) * np.exp(-time / 0.012)
    note = skin + (0.15 if low else 0.35) * slap
    note *= 1 - np.exp(-time / 0.001)
    return _faded(note / np.abs(note).max(), 0.1)


@cache
def _hall() -> tuple[Sound, Sound]:
    return (
        reflections(seed_of("hall", "left"), HALL_SECONDS, bright=3800),
        reflections(seed_of("hall", "right"), HALL_SECONDS, bright=3800),
    )


def in_hall(note: Sound, place: float, wet: float) -> Sound:
    """A note in a room, float64 (n, 2): place from -1 (left) to 1 (right), wet the level of the echo in decibels."""
    angle = (place + 1) * np.pi / 4
    sides = []
    for share, echo in zip((np.cos(angle), np.sin(angle)), _hall(), strict=True):
        tail = np.asarray(oaconvolve(note, echo))
        tail *= ratio(wet)
        tail[: len(note)] += share * note
        sides.append(tail)
    return np.stack(sides, axis=1)
