"""Steady noise lowered, gently: what a take's own quiet sounds like is turned down wherever nothing else is heard.

Spectra of 43 ms, four deep. Where the sound around a moment and a pitch is not clearly louder than the noise, it is
lowered by what was asked and never more: what is left sounds like the same room, further away. Decisions are taken over
80 ms and a few neighbouring pitches, so that no single spot of noise lights up on its own. Pure.

Source: D. Griffin, J. Lim, "Signal estimation from modified short-time Fourier transform", 1984 (overlap and add).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from studio.audio.meters.kweight import Sound

SIZE = 2048
HOP = 512
DEPTH = SIZE // HOP
BATCH = 64
"""Spectra that are made in one call: the same ones, however the stream was cut."""
SIDES = 4
"""Spectra before and after one that have a say in it."""
ACROSS = 3
PITCHES = 2
CLEAR_DB, CERTAIN_DB = 3.0, 9.0
"""Louder than the noise by the first: it begins to be let through; by the second: it is let through as it is."""
GROUP = 4
"""Half-overlapping spectra that are taken together when noise is looked for: 110 ms."""
CLASSES = 140
"""Classes of loudness, 1 dB each, from −140 dBFS."""
SILENT_DB = -95.0
QUIETEST_SHARE = 0.05
APART_DB = 9.0
"""Where a take's quietest is no further below the whole, nobody can tell its noise from what is meant."""
TINY = np.float32(1e-20)

Spectrum = npt.NDArray[np.float64]
"""float64 (SIZE // 2 + 1,): power of each pitch, as the window sees it."""

WINDOW = np.sqrt(np.hanning(SIZE + 1)[:-1]).astype(np.float32)


class NoiseFinder:
    """Learns what the quiet of a stream sounds like, in pieces of any size; memory does not grow.

    The result does not depend on how the stream was cut.
    """

    def __init__(self, channels: int) -> None:
        self._rest: Sound = np.zeros((0, channels), np.float32)
        self._powers = np.zeros((CLASSES, SIZE // 2 + 1))
        self._counts = np.zeros(CLASSES, np.int64)

    def add(self, block: Sound) -> None:
        """Take more of the stream."""
        span = SIZE // 2 * (GROUP + 1)
        joined = np.concatenate([self._rest, block])
        count = len(joined) // span
        for at in range(count):
            self._sort(joined[at * span : (at + 1) * span])
        self._rest = joined[count * span :]

    def noise(self) -> Spectrum:
        """The noise of the stream so far; all zero where it has no quiet of its own."""
        heard = int(self._counts.sum())
        if not heard:
            return np.zeros(SIZE // 2 + 1)
        energy = 10 ** ((np.arange(CLASSES) - CLASSES + 0.5) / 10)
        upto = int(np.searchsorted(np.cumsum(self._counts), max(heard * QUIETEST_SHARE, 1))) + 1
        few = self._counts[:upto]
        quiet = (few * energy[:upto]).sum() / few.sum()
        loud = np.sqrt((self._counts * energy**2).sum() / heard)
        known = 10 * np.log10(loud / quiet) >= APART_DB
        return np.asarray(self._powers[:upto].sum(axis=0) / few.sum() * known)

    def _sort(self, sound: Sound) -> None:
        frames = np.lib.stride_tricks.sliding_window_view(np.ascontiguousarray(sound.T), SIZE, axis=1)[:, :: SIZE // 2]
        power = _power(np.fft.rfft(frames * WINDOW)).mean(axis=0, dtype=np.float64)
        level = 10 * np.log10(power.sum() * 2 / (SIZE * float(np.square(WINDOW).sum())) + 1e-30)
        if level <= SILENT_DB:
            return
        place = min(max(int(level) + CLASSES - 1, 0), CLASSES - 1)
        self._powers[place] += power
        self._counts[place] += 1


def _power(spectra: npt.NDArray[Any]) -> Sound:
    """complex64 (channels, n, pitches) to (n, pitches): the mean power over the channels."""
    return np.asarray((np.square(spectra.real) + np.square(spectra.imag)).mean(axis=0))


def denoised(blocks: Iterable[Sound], noise: Spectrum, lower_db: float, channels: int) -> Iterator[Sound]:
    """A stream with its noise lowered by at most that many decibels, as long as it was and not a sample later.

    The result does not depend on how the stream was cut.
    """
    lead = SIZE - HOP + SIDES * HOP
    span = (BATCH + 2 * SIDES - 1) * HOP + SIZE
    waiting: Sound = np.zeros((lead, channels), np.float32)
    tail: Sound = np.zeros((SIZE - HOP, channels), np.float32)
    taken, given, skip = 0, 0, SIZE - HOP
    floor = _floor(noise)
    ended = iter([np.zeros((span + BATCH * HOP, channels), np.float32)])
    for block, last in _with_end(blocks, ended):
        taken += 0 if last else len(block)
        waiting = np.concatenate([waiting, block])
        while len(waiting) >= span and (not last or given < taken):
            done = _batch(waiting[:span], floor, lower_db)
            done[: len(tail)] += tail
            out, tail = done[: BATCH * HOP], done[BATCH * HOP :]
            waiting = waiting[BATCH * HOP :]
            out, skip = out[skip:], 0
            out = out[: taken - given] if last else out
            given += len(out)
            yield out


def _with_end(blocks: Iterable[Sound], silence: Iterable[Sound]) -> Iterator[tuple[Sound, bool]]:
    for block in blocks:
        yield block, False
    for block in silence:
        yield block, True


def _floor(noise: Spectrum) -> Sound:
    """The noise evened out over neighbouring pitches."""
    return np.maximum(_over_pitches(noise[np.newaxis].astype(np.float32), PITCHES), TINY)


def _batch(sound: Sound, floor: Sound, lower_db: float) -> Sound:
    """BATCH spectra of a stretch that begins SIDES spectra before them, lowered and added up; tail included."""
    frames = np.lib.stride_tricks.sliding_window_view(np.ascontiguousarray(sound.T), SIZE, axis=1)[:, ::HOP]
    spectra = np.fft.rfft(frames * WINDOW)
    around = _over_time(_over_pitches(_power(spectra), PITCHES), ACROSS)
    above: Sound = 10 * np.log10(np.maximum(around, TINY) / floor)
    lowered: Sound = np.clip((CERTAIN_DB - above) / np.float32(CERTAIN_DB - CLEAR_DB), 0, 1)
    lowered = _over_pitches(_over_time(lowered, SIDES - ACROSS), 1)
    gain = np.exp(lowered * np.float32(-lower_db * np.log(10) / 20))
    made = np.fft.irfft(spectra[:, SIDES:-SIDES] * gain, SIZE) * (WINDOW / (DEPTH / 2))
    total = np.zeros((made.shape[0], BATCH * HOP + SIZE - HOP), np.float32)
    for deep in range(DEPTH):
        total[:, deep * HOP : deep * HOP + BATCH * HOP] += made[:, :, deep * HOP : (deep + 1) * HOP].reshape(
            len(made), -1
        )
    return total.T.copy()


def _over_time(values: Sound, sides: int) -> Sound:
    """The mean of each row with that many rows on both sides; so many fewer rows at both ends."""
    rows = len(values) - 2 * sides
    total = values[:rows].copy()
    for shift in range(1, 2 * sides + 1):
        total += values[shift : shift + rows]
    return total / np.float32(2 * sides + 1)


def _over_pitches(values: Sound, sides: int) -> Sound:
    """The mean of each pitch with that many on both sides, the outermost repeated."""
    padded = np.pad(values, ((0, 0), (sides, sides)), mode="edge")
    pitches = values.shape[1]
    total = padded[:, :pitches].copy()
    for shift in range(1, 2 * sides + 1):
        total += padded[:, shift : shift + pitches]
    return total / np.float32(2 * sides + 1)
