"""What a decoder gives as samples. Pure."""

from __future__ import annotations

from typing import Any

import numpy as np

from studio.audio.meters.kweight import Sound

SCALES = {"u8": 128.0, "s16": 32768.0, "s32": 2147483648.0, "flt": 1.0, "dbl": 1.0}
LOUDEST = 16.0
"""An amplitude above which a floating-point sample is damage, 24 dB over full scale."""


def floats(frame: Any) -> Sound:
    """The samples of a decoded frame, float32 (n, channels), full scale ±1.0; what is no number is silence."""
    samples = scaled(frame)
    return samples if not frame.format.name.startswith(("flt", "dbl")) or is_sane(samples) else sane(samples)


def scaled(frame: Any) -> Sound:
    """The samples of a decoded frame, as they are."""
    kind = frame.format.name
    values = frame.to_ndarray()
    table = values.T if kind.endswith("p") else values.reshape(-1, frame.layout.nb_channels)
    if kind.startswith("u8"):
        table = table.astype(np.int16) - 128
    if kind.startswith("flt"):
        return np.ascontiguousarray(table)
    exact = np.float64 if kind.startswith(("s32", "dbl")) else np.float32
    with np.errstate(over="ignore"):
        return np.ascontiguousarray(table * exact(1 / SCALES[kind.removesuffix("p")]), dtype=np.float32)


def is_sane(samples: Sound) -> bool:
    """Whether all are numbers, and none is far beyond full scale."""
    return bool(samples.size == 0 or (samples.max() <= LOUDEST and samples.min() >= -LOUDEST))


def sane(samples: Sound) -> Sound:
    """Silence for what is no number, or far beyond full scale."""
    with np.errstate(invalid="ignore"):
        return np.where(np.abs(samples) <= LOUDEST, samples, np.float32(0))
