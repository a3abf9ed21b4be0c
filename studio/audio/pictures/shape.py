"""One recording at a glance: its waveform in columns, how loud it is, and how quiet where nobody speaks. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from studio.audio.meters.meter import MOMENTARY_STEPS, Energies, integrated
from studio.audio.pictures.curves import GRAIN, WAVE_HEIGHT, Outline, wave
from studio.audio.pictures.lanes import Row
from studio.audio.takes.verdict import noise_floor
from studio.audio.values import QUIETEST
from studio.drawing.scene import Scene
from studio.units import Lufs

Floats = npt.NDArray[np.float32]

COLUMNS = 320
"""Columns of a waveform, a pixel each."""
HEIGHT = round(WAVE_HEIGHT)


@dataclass(frozen=True, slots=True)
class Shape:
    """A recording as it is drawn and told.

    peaks, body: the highest sample and the highest root mean square of each of COLUMNS equal stretches or of each
    10 ms where there are fewer, full scale 1.0. lufs: integrated. floor: of the quietest twentieth, LUFS; both never
    under QUIETEST.
    """

    peaks: tuple[float, ...]
    body: tuple[float, ...]
    lufs: Lufs
    floor: Lufs


def shape_of(outline: Outline, energies: Energies) -> Shape:
    """A recording at a glance."""
    floor = noise_floor(energies) if len(energies) >= MOMENTARY_STEPS else QUIETEST
    return Shape(_highest(outline.peaks), _highest(outline.body), integrated(energies), Lufs(max(floor, QUIETEST)))


def drawn(shape: Shape, title: str, describes: str) -> Scene:
    """The waveform as wide as the picture, to be stretched as somebody likes; half as high at 12 dB less."""
    count = max(len(shape.peaks), 1)
    row = Row(0, count * GRAIN, 0.0, float(COLUMNS))
    outline = Outline(np.array(shape.peaks, np.float32), np.array(shape.body, np.float32))
    return Scene(COLUMNS, HEIGHT, title, describes, tuple(wave(outline, row, 0.0)))


def _highest(values: Floats) -> tuple[float, ...]:
    """The highest of each stretch, to a thousandth."""
    if not len(values):
        return ()
    starts = np.unique(np.linspace(0, len(values), COLUMNS, endpoint=False).astype(np.int64))
    return tuple(round(float(one), 3) for one in np.maximum.reduceat(values, starts))
