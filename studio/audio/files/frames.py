"""What a decoder gives as samples. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from studio.audio.meters.kweight import Sound

KINDS: Mapping[str, tuple[type[np.number], float]] = {
    "u8": (np.uint8, 128.0),
    "s16": (np.int16, 32768.0),
    "s32": (np.int32, 2147483648.0),
    "flt": (np.float32, 1.0),
    "dbl": (np.float64, 1.0),
}
"""What a sample is, and what is full scale, by the name that FFmpeg gives it."""
LOUDEST = 16.0
"""An amplitude above which a floating-point sample is damage, 24 dB over full scale."""


def floats(frame: Any) -> Sound:
    """The samples of a decoded frame, float32 (n, channels), full scale ±1.0; what is no number is silence."""
    samples = scaled([frame])
    return samples if not may_be_odd(frame) or is_sane(samples) else sane(samples)


def scaled(frames: Sequence[Any]) -> Sound:
    """The samples of decoded frames of one kind and width, one behind another, float32 (n, channels), as they are."""
    kind, width = frames[0].format.name, frames[0].layout.nb_channels
    number, full = KINDS[kind.removesuffix("p")]
    if kind.endswith("p"):
        table = np.stack([_row(frames, side, 1, number) for side in range(width)], axis=1)
    else:
        table = _row(frames, 0, width, number).reshape(-1, width)
    if number is np.float32:
        return np.asarray(table)
    if number is np.uint8:
        table = table.astype(np.int16) - 128
    exact = np.float32 if number in (np.uint8, np.int16) else np.float64
    with np.errstate(over="ignore"):
        return np.asarray(np.multiply(table, exact(1 / full)), np.float32)


def _row(frames: Sequence[Any], plane: int, width: int, number: type[np.number]) -> Any:
    return np.concatenate([np.frombuffer(one.planes[plane], number, one.samples * width) for one in frames])


def may_be_odd(frame: Any) -> bool:
    """Whether its samples may be no numbers, or far beyond full scale."""
    return str(frame.format.name).startswith(("flt", "dbl"))


def is_sane(samples: Sound) -> bool:
    """Whether all are numbers, and none is far beyond full scale."""
    return bool(samples.size == 0 or (samples.max() <= LOUDEST and samples.min() >= -LOUDEST))


def sane(samples: Sound) -> Sound:
    """Silence for what is no number, or far beyond full scale."""
    with np.errstate(invalid="ignore"):
        return np.where(np.abs(samples) <= LOUDEST, samples, np.float32(0))
