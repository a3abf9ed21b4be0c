"""Levels: how loud a sound is, and gentle ways to change it. Sounds are float64, full scale ±1.0, 48 kHz."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, lfilter, sosfilt

from studio.units import RATE

Sound = NDArray[np.float64]
"""float64 (n,) or (n, 2), 48 kHz, full scale ±1.0."""

BLOCK = RATE // 100
SILENCE_DB = -120.0


def ratio(db: float) -> float:
    """Decibels as a factor of amplitude."""
    return float(10 ** (db / 20))


def decibels(factor: float) -> float:
    """A factor of amplitude as decibels, -120 at the least."""
    return max(SILENCE_DB, 20 * float(np.log10(max(factor, 1e-12))))


def block_rms(sound: Sound) -> Sound:
    """The root mean square of each 10 ms of a mono sound, the last one filled up with silence."""
    blocks = -(-len(sound) // BLOCK)
    squares = np.pad(sound, (0, blocks * BLOCK - len(sound))) ** 2
    return np.asarray(np.sqrt(squares.reshape(blocks, BLOCK).mean(axis=1)))


def spoken_level(sound: Sound) -> float:
    """The level of a mono sound in dBFS while somebody speaks: blocks less than 25 dB under the loudest."""
    levels = block_rms(sound)
    loud = levels[levels > levels.max(initial=0.0) * ratio(-25)]
    return decibels(float(np.sqrt(np.mean(loud**2)))) if len(loud) else SILENCE_DB


def at_level(sound: Sound, level: float) -> Sound:
    """A mono sound with its speech at that level in dBFS."""
    return sound * ratio(level - spoken_level(sound))


def compressed(sound: Sound, threshold: float, amount: float) -> Sound:
    """A mono sound with what is over threshold (dBFS) brought down by amount (0 nothing, 1 flat), slowly."""
    levels = np.asarray(lfilter([0.2], [1, -0.8], 20 * np.log10(block_rms(sound) + 1e-6)))
    gain = 10 ** (-np.maximum(levels - threshold, 0) * amount / 20)
    centres = np.arange(len(gain)) * BLOCK + BLOCK / 2
    return sound * np.interp(np.arange(len(sound)), centres, gain)


def rounded(sound: Sound, ceiling: float) -> Sound:
    """A sound whose peaks over 70 % of ceiling (dBFS) bend, so that none passes it."""
    top = ratio(ceiling)
    knee = 0.7 * top
    over = np.flatnonzero((sound > knee) | (sound < -knee))
    bent = sound.copy()
    peaks = sound.flat[over]
    bent.flat[over] = np.sign(peaks) * (knee + (top - knee) * np.tanh((np.abs(peaks) - knee) / (top - knee)))
    return bent


def band(sound: Sound, low: float, high: float, *, order: int = 2) -> Sound:
    """A mono sound between two frequencies in hertz; 0 and RATE / 2 mean no limit."""
    out = sound
    if low > 0:
        out = sosfilt(butter(order, low, "highpass", fs=RATE, output="sos"), out)
    if high < RATE / 2:
        out = sosfilt(butter(order, high, "lowpass", fs=RATE, output="sos"), out)
    return np.asarray(out)


def lifted(sound: Sound, low: float, high: float, db: float) -> Sound:
    """A mono sound with the band between two frequencies raised by about that many decibels."""
    return sound + (ratio(db) - 1) * band(sound, low, high, order=1)
