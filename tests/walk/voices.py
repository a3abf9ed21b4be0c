"""Whether a recording is heard somewhere in a sound: cross-correlation of what ffmpeg decodes of both."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

RATE = 4_000
WINDOW = 3 * RATE
"""From the middle of a recording: so long that the same voice saying something else is not like it."""
BLOCK = 1 << 16
HEARD = 0.6
"""The normalised correlation from which it is the same recording. A mix at 32 kbit/s has above .85, the same voice with
another sentence below .4."""


def decoded(ffmpeg: Path, path: Path) -> np.ndarray:
    """A sound by ffmpeg, float32 (n,) at RATE."""
    plain = ("-map", "0:a", "-f", "f32le", "-ac", "1", "-ar", str(RATE), "-")
    done = subprocess.run([ffmpeg, "-nostdin", "-v", "error", "-i", path, *plain], stdout=subprocess.PIPE, check=True)
    return np.frombuffer(done.stdout, np.float32)


def shape(whole: np.ndarray) -> np.ndarray:
    """What a recording is known by: its middle, without what does not swing."""
    first = max(len(whole) - WINDOW, 0) // 2
    middle = whole[first : first + WINDOW]
    return middle - middle.mean()


def likeness(whole: np.ndarray, shapes: Mapping[str, np.ndarray]) -> dict[str, float]:
    """How like each shape some place in a sound is, 0 to 1; 0 where the sound is the shorter one."""
    summed = np.concatenate([[0.0], np.cumsum(whole.astype(np.float64) ** 2)])
    blocks = _blocks(whole)
    found = {}
    for name, wanted in shapes.items():
        size, step = len(wanted), BLOCK - WINDOW + 1
        count = len(whole) - size + 1
        if count <= 0 or not wanted.any():
            found[name] = 0.0
            continue
        crossed = np.fft.irfft(blocks * np.conj(np.fft.rfft(wanted, BLOCK)), BLOCK)[:, :step].reshape(-1)[:count]
        energy = np.maximum(summed[size:] - summed[:count], 1e-4) * (wanted.astype(np.float64) ** 2).sum()
        found[name] = float(np.max(np.abs(crossed) / np.sqrt(energy)))
    return found


def _blocks(whole: np.ndarray) -> np.ndarray:
    """The spectra of overlapping blocks of a sound, each of which holds every beginning of a shape up to the next."""
    step = BLOCK - WINDOW + 1
    padded = np.zeros((max(len(whole) - 1, 0) // step) * step + BLOCK, np.float32)
    padded[: len(whole)] = whole
    return np.fft.rfft(sliding_window_view(padded, BLOCK)[::step])
