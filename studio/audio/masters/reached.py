"""What a master came to be, by region and as a whole, measured on what a decoder makes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from studio.audio.files.writers import heard
from studio.audio.masters.chunks import Chunk, regions
from studio.audio.masters.render import GRAIN, Piece
from studio.audio.meters.kweight import STEP
from studio.audio.meters.meter import (
    Energies,
    Loudness,
    Meter,
    coarse,
    integrated,
    loudness_range,
    momentary,
    short_term,
    stretch,
)
from studio.audio.meters.truepeak import decibels
from studio.audio.values import QUIETEST, CueSheet, MasterSpec
from studio.errors import SoundRefused, fault
from studio.units import RATE, Dbtp, Lufs


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
    meter, frames = Meter(spec.channels), 0
    for block in heard(path):
        meter.add(block)
        frames += len(block)
    if spec.rate == RATE and frames != sheet.length:
        raise SoundRefused(fault("audio.length-missed", spec.name, wanted=sheet.length, found=frames))
    energies, peak = meter.energies(), float(meter.peak())
    loudness = [float(integrated(stretch(energies, region.start, region.end))) for region in regions(sheet)]
    return _reached(loudness, [peak] * len(loudness), energies)


def _reached(loudness: Sequence[float], peaks: Sequence[float], energies: Energies) -> Reached:
    return Reached(integrated(energies), Dbtp(max(peaks)), tuple(loudness), tuple(peaks), energies)
