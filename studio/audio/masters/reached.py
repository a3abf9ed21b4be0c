"""What a master came to be, by region and as a whole, measured on what a decoder makes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from studio.audio.files.writers import heard
from studio.audio.masters.chunks import Chunk, regions
from studio.audio.masters.render import Piece
from studio.audio.meters.kweight import STEP
from studio.audio.meters.meter import (
    Energies,
    Loudness,
    Meter,
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


def reached_by_pieces(sheet: CueSheet, pieces: Mapping[Chunk, Piece]) -> Reached:
    """What finished chunks are together."""
    loudness, peaks = [], []
    for number in range(len(regions(sheet))):
        own = [piece for chunk, piece in pieces.items() if chunk.region == number]
        loudness.append(float(integrated(np.concatenate([piece.energies for piece in own]))))
        peaks.append(max(decibels(max(piece.peak for piece in own)), QUIETEST))
    return _reached(loudness, peaks, _in_time(pieces))


def reached_by_file(path: Path, sheet: CueSheet, spec: MasterSpec) -> Reached:
    """What a written master is. Raises SoundRefused where it is not as long as the show."""
    meter, frames = Meter(spec.channels), 0
    for block in heard(path):
        meter.add(block)
        frames += len(block)
    if spec.rate == RATE and frames != sheet.length:
        raise SoundRefused(fault("audio.length-missed", spec.name, wanted=sheet.length, found=frames))
    energies, peak = meter.energies(), float(meter.loudness().peak)
    loudness = [float(integrated(stretch(energies, region.start, region.end))) for region in regions(sheet)]
    return _reached(loudness, [peak] * len(loudness), energies)


def _reached(loudness: Sequence[float], peaks: Sequence[float], energies: Energies) -> Reached:
    return Reached(integrated(energies), Dbtp(max(peaks)), tuple(loudness), tuple(peaks), energies)


def _in_time(pieces: Mapping[Chunk, Piece]) -> Energies:
    """The energies of all chunks on the 100 ms of the show; a chunk that ends between two gives its last one twice."""
    found = []
    for chunk, piece in pieces.items():
        wanted = chunk.end // STEP - chunk.start // STEP
        own = piece.energies if len(piece.energies) else np.zeros(1)
        found.append(own[np.minimum(np.arange(wanted), len(own) - 1)])
    return np.concatenate(found)
