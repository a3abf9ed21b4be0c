"""A finished sound heard once, for its pictures and its report: outline, energies, frequencies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from studio.audio.files.writers import heard
from studio.audio.meters.kweight import Sound
from studio.audio.meters.meter import Energies, Meter
from studio.audio.pictures.curves import GRAIN, Outline
from studio.units import RATE, Samples

COLUMNS = 1444
"""Columns of a spectrogram."""
WINDOW = 2048
HALF = WINDOW // 2
LONG = 20 * 60 * RATE
"""From here on the windows of a spectrogram lie side by side, no longer one half over the other."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Listened:
    """What a sound was heard to be.

    length: sample frames. frequencies: float32 (COLUMNS, HALF + 1), the loudest of each column from 0 to 24 kHz, a
    sine at full scale 1.0; a sound too short for a column has the one before it.
    """

    length: Samples
    outline: Outline
    energies: Energies
    frequencies: Floats


def listen(path: Path, length: Samples, energies: Sequence[float] | None = None) -> Listened:
    """Hear a master from beginning to end.

    length: what it should have, to lay out its frequencies. energies: where they are known and need no measuring.
    Raises SoundRefused where it cannot be read.
    """
    meter, outline, spectra = _Measure(), _Outlines(), _Spectra(max(length, 1))
    frames = 0
    for block in _seconds(heard(path)):
        if not energies:
            meter.add(block)
        outline.add(block)
        spectra.add(block.mean(axis=1))
        frames += len(block)
    known = np.asarray(energies, np.float64) if energies else meter.finish()
    return Listened(Samples(frames), outline.finish(), known, spectra.finish())


def energies_of(path: Path) -> Energies:
    """The energies of a master. Raises SoundRefused where it cannot be read."""
    meter = _Measure()
    for block in _seconds(heard(path)):
        meter.add(block)
    return meter.finish()


def outlined(path: Path) -> tuple[Outline, Energies]:
    """The outline and the energies of a sound. Raises SoundRefused where it cannot be read."""
    meter, outline = _Measure(), _Outlines()
    for block in _seconds(heard(path)):
        meter.add(block)
        outline.add(block)
    return outline.finish(), meter.finish()


def _seconds(blocks: Iterator[Sound]) -> Iterator[Sound]:
    """The same stream in pieces of a second or a little more."""
    gathered: list[Sound] = []
    count = 0
    for block in blocks:
        gathered.append(block)
        count += len(block)
        if count >= RATE:
            yield np.concatenate(gathered)
            gathered, count = [], 0
    if gathered:
        yield np.concatenate(gathered)


class _Measure:
    """The energies of a stream whose first block tells how many channels it has."""

    def __init__(self) -> None:
        self._meter: Meter | None = None

    def add(self, block: Sound) -> None:
        if self._meter is None:
            self._meter = Meter(block.shape[1], peaks=False)
        self._meter.add(block)

    def finish(self) -> Energies:
        return np.zeros(0) if self._meter is None else self._meter.energies()


class _Outlines:
    """Peaks and root mean squares of a stream, one each GRAIN."""

    def __init__(self) -> None:
        self._rest: list[Sound] = []
        self._peaks: list[Floats] = []
        self._squares: list[Floats] = []

    def add(self, block: Sound) -> None:
        joined = np.concatenate([*self._rest, block])
        whole = len(joined) // GRAIN * GRAIN
        self._rest = [joined[whole:]]
        self._take(joined[:whole].reshape(-1, GRAIN * joined.shape[1]))

    def finish(self) -> Outline:
        for rest in self._rest:
            if len(rest):
                self._take(rest.reshape(1, -1))
        none = np.zeros(0, np.float32)
        return Outline(np.concatenate([none, *self._peaks]), np.sqrt(np.concatenate([none, *self._squares])))

    def _take(self, grains: Floats) -> None:
        self._peaks.append(np.abs(grains).max(axis=1))
        self._squares.append(np.einsum("ij,ij->i", grains, grains) / np.float32(grains.shape[1]))


class _Spectra:
    """The loudest of each frequency in each column of a picture."""

    def __init__(self, length: int) -> None:
        self._length = length
        self._hop = HALF if length < LONG else WINDOW
        self._shape = np.hanning(WINDOW).astype(np.float32) * np.float32(4 / WINDOW)
        self._rest = np.zeros(0, np.float32)
        self._at = 0
        self._found = np.zeros((COLUMNS, HALF + 1), np.float32)
        self._looked = np.zeros(COLUMNS, np.bool_)

    def add(self, block: Floats) -> None:
        joined = np.concatenate([self._rest, block])
        count = max((len(joined) - WINDOW) // self._hop + 1, 0)
        if count:
            self._take(np.lib.stride_tricks.sliding_window_view(joined, WINDOW)[:: self._hop][:count])
        self._rest = joined[count * self._hop :]
        self._at += count * self._hop

    def finish(self) -> Floats:
        if not self._at:
            padded = np.concatenate([self._rest, np.zeros(WINDOW - len(self._rest), np.float32)])
            self._take(padded[np.newaxis])
        for column in range(1, COLUMNS):
            if not self._looked[column]:
                self._found[column] = self._found[column - 1]
        return self._found

    def _take(self, windows: Floats) -> None:
        heights = np.abs(np.fft.rfft(windows * self._shape)).astype(np.float32)
        columns = ((self._at + np.arange(len(windows)) * self._hop) * COLUMNS // self._length).clip(0, COLUMNS - 1)
        starts = np.flatnonzero(np.diff(columns, prepend=-1))
        self._looked[columns[starts]] = True
        loudest = np.maximum.reduceat(heights, starts)
        self._found[columns[starts]] = np.maximum(self._found[columns[starts]], loudest)
