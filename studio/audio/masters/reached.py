"""What a master came to be, by region and as a whole, measured on what a decoder makes of it."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from studio.audio.files.writers import heard
from studio.audio.masters.chunks import Chunk, regions
from studio.audio.masters.render import GRAIN, Piece
from studio.audio.meters.kweight import STEP, Sound
from studio.audio.meters.meter import (
    Energies,
    Loudness,
    Powers,
    coarse,
    integrated,
    loudness_range,
    momentary,
    short_term,
)
from studio.audio.meters.truepeak import HALF, decibels, inner_peak
from studio.audio.values import QUIETEST, CueSheet, MasterSpec
from studio.errors import SoundRefused, fault
from studio.units import RATE, Dbtp, Lufs

AT_ONCE = RATE
"""Sample frames that are looked into together."""


@dataclass(frozen=True, slots=True)
class Reached:
    """Loudness (LUFS) and true peak (dBTP) of the whole and of each region; energies of each 100 ms of the show."""

    lufs: Lufs
    dbtp: Dbtp
    loudness: tuple[float, ...]
    peaks: tuple[float, ...]
    energies: Energies

    @property
    def figures(self) -> Loudness:
        """The whole in the figures of a meter."""
        return Loudness(
            self.lufs,
            Lufs(float(momentary(self.energies).max(initial=QUIETEST))),
            Lufs(float(short_term(self.energies).max(initial=QUIETEST))),
            loudness_range(self.energies),
            self.dbtp,
        )


@dataclass(frozen=True, slots=True)
class Share:
    """What a finished chunk adds. own: energies of each whole 100 ms from its beginning on; peak: full scale 1.0.

    shown: what it adds to the energies of each 100 ms of the show, from the one in which it begins.
    """

    own: Energies
    shown: Energies
    peak: float


def share(chunk: Chunk, piece: Piece) -> Share:
    """What a finished chunk adds where it stands in the show."""
    before = chunk.start % STEP // GRAIN
    behind = -(before + len(piece.energies)) % (STEP // GRAIN)
    shown = coarse(np.pad(piece.energies, (before, behind)), GRAIN)
    return Share(coarse(piece.energies, GRAIN), shown, piece.peak)


def reached_by_shares(sheet: CueSheet, shares: Mapping[Chunk, Share]) -> Reached:
    """What finished chunks are together."""
    loudness, peaks = [], []
    for number in range(len(regions(sheet))):
        own = [one for chunk, one in shares.items() if chunk.region == number]
        loudness.append(float(integrated(np.concatenate([one.own for one in own]))))
        peaks.append(max(decibels(max(one.peak for one in own)), QUIETEST))
    energies = np.zeros(-(-sheet.length // STEP))
    for chunk, one in shares.items():
        first = chunk.start // STEP
        energies[first : first + len(one.shown)] += one.shown
    return _reached(loudness, peaks, energies[: sheet.length // STEP])


def reached_by_file(path: Path, sheet: CueSheet, spec: MasterSpec) -> Reached:
    """What a written master is. Raises SoundRefused where it is not as long as the show."""
    meter, frames = RegionMeter(spec.channels, [region.end for region in regions(sheet)]), 0
    for block in heard(path):
        meter.add(block)
        frames += len(block)
    if spec.rate == RATE and frames != sheet.length:
        raise SoundRefused(fault("audio.length-missed", spec.name, wanted=sheet.length, found=frames))
    return meter.reached()


class RegionMeter:
    """Measures a show in pieces of any size, and each of its regions among its neighbours.

    ends: of the regions, each a whole number of GRAIN but for the last, to which all that is behind it belongs. A
    region's peak is that of its samples and of the gaps around each of them; what lies beyond its borders counts only
    for the shape of the wave, so that a border is no edge.
    """

    def __init__(self, channels: int, ends: Sequence[int]) -> None:
        self._ends = [*ends[:-1], sys.maxsize]
        self._powers = Powers(channels, GRAIN)
        self._whole, self._own = _Steps(), [_Steps() for _ in ends]
        self._peaks = [0.0] * len(ends)
        self._waiting: list[Sound] = [np.zeros((HALF, channels), np.float32)]
        self._count, self._looked, self._weighed = HALF, 0, 0

    def add(self, block: Sound) -> None:
        """Take more of the show: float32 (n, channels), 48 kHz."""
        for grains in self._powers.add(block):
            self._weigh(grains)
        self._waiting.append(block)
        self._count += len(block)
        if self._count > AT_ONCE:
            self._look()

    def reached(self) -> Reached:
        """What the show and its regions are, as if silence followed; nothing more is taken after it."""
        self._weigh(self._powers.rest())
        self._waiting.append(np.zeros((HALF, self._waiting[0].shape[1]), np.float32))
        self._look()
        loudness = [float(integrated(own.energies())) for own in self._own]
        return _reached(loudness, [max(decibels(peak), QUIETEST) for peak in self._peaks], self._whole.energies())

    def _weigh(self, grains: Energies) -> None:
        self._whole.add(grains)
        for number, first, last in self._within(self._weighed * GRAIN, (self._weighed + len(grains)) * GRAIN):
            self._own[number].add(grains[first // GRAIN - self._weighed : last // GRAIN - self._weighed])
        self._weighed += len(grains)

    def _look(self) -> None:
        """Find the peaks of what has HALF frames on both sides."""
        joined = np.concatenate(self._waiting)
        begin, end = self._looked - HALF, self._looked + len(joined) - 2 * HALF
        for number, first, last in self._within(self._looked, end):
            around = joined[first - HALF - begin : last + HALF - begin]
            self._peaks[number] = inner_peak(around, self._peaks[number])
        self._looked = max(end, self._looked)
        self._waiting = [joined[self._looked - HALF - begin :]]
        self._count = len(self._waiting[0])

    def _within(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """The regions between two samples of the show: number, and the first and last sample of them there."""
        number = bisect_right(self._ends, start)
        while start < end:
            last = min(end, self._ends[number])
            yield number, start, last
            start, number = last, number + 1


class _Steps:
    """The energies of whole 100 ms, from those of grains in pieces of any number."""

    def __init__(self) -> None:
        self._done: list[Energies] = []
        self._rest = np.zeros(0)

    def add(self, grains: Energies) -> None:
        joined = np.concatenate([self._rest, grains])
        self._done.append(coarse(joined, GRAIN))
        self._rest = joined[len(self._done[-1]) * (STEP // GRAIN) :]

    def energies(self) -> Energies:
        return np.concatenate([np.zeros(0), *self._done])


def _reached(loudness: Sequence[float], peaks: Sequence[float], energies: Energies) -> Reached:
    return Reached(integrated(energies), Dbtp(max(peaks)), tuple(loudness), tuple(peaks), energies)
