"""What is known of a source: its energies and peaks, kept as bytes. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from studio.audio.files.source import fitted
from studio.audio.meters.kweight import Sound
from studio.audio.meters.meter import Energies, Powers
from studio.units import RATE

PEAK_STEP = RATE // 100
"""Sample frames of one peak: 10 ms."""

INAUDIBLE = 2.0**-15
"""How far two sides may lie apart and still be one: a step of 16 bits."""

Peaks = npt.NDArray[np.float16]
"""float16 (n,): the highest absolute sample of each 10 ms, over all channels."""


@dataclass(frozen=True, slots=True)
class Metered:
    """What a source is. length: sample frames. own, mono: its energies as it is, and as one channel.

    ready: it can be played from its own file.
    """

    channels: int
    length: int
    own: Energies
    mono: Energies
    ready: bool = True

    def energies(self, channels: int) -> Energies:
        """Its energies as it sounds on that many channels: one channel is heard on both sides."""
        if channels == 1:
            return self.mono
        return self.own if self.channels > 1 else np.asarray(self.own * 2)


def meter(blocks: Iterable[Sound], channels: int, *, ready: bool = True) -> tuple[Metered, Peaks, Peaks]:
    """Meter a sound, and find its peaks, as it is and as one channel; one whose two sides are the same has one."""
    own, mono, length, alike = _Row(channels), _Row(1), 0, True
    for block in blocks:
        own.add(block)
        length += len(block)
        if channels > 1:
            mono.add(fitted(block, 1))
            alike = alike and bool((np.abs(block[:, 0] - block[:, 1]) <= INAUDIBLE).all())
    energies, peaks = own.rest()
    single, lower = mono.rest() if channels > 1 else (energies, peaks)
    if alike:
        return Metered(1, length, single, single, ready), lower, lower
    return Metered(channels, length, energies, single, ready), peaks, lower


class _Row:
    """Energies and peaks of one stream."""

    def __init__(self, channels: int) -> None:
        self._powers = Powers(channels)
        self._energies: list[Energies] = []
        self._peaks: list[Peaks] = []
        self._waiting = np.zeros(0, np.float32)

    def add(self, block: Sound) -> None:
        self._energies += self._powers.add(block)
        sizes = np.abs(block)
        highest = np.concatenate([self._waiting, np.maximum(sizes[:, 0], sizes[:, -1])])
        whole = len(highest) // PEAK_STEP * PEAK_STEP
        self._peaks.append(_peaks(highest[:whole]))
        self._waiting = highest[whole:]

    def rest(self) -> tuple[Energies, Peaks]:
        missing = -len(self._waiting) % PEAK_STEP
        last = _peaks(np.pad(self._waiting, (0, missing)))
        return np.concatenate([*self._energies, self._powers.rest()]), np.concatenate([*self._peaks, last])


def _peaks(highest: npt.NDArray[np.float32]) -> Peaks:
    return np.asarray(highest.reshape(-1, PEAK_STEP).max(axis=1), np.float16)


def to_bytes(metered: Metered, peaks: Peaks, mono_peaks: Peaks) -> bytes:
    """What is known of a source, as it is kept; peaks: as it is, and as one channel."""
    arrays = [metered.own.astype("<f8"), metered.mono.astype("<f8"), peaks.astype("<f2"), mono_peaks.astype("<f2")]
    plain = {"channels": metered.channels, "length": metered.length, "ready": metered.ready}
    head = json.dumps({**plain, "counts": [len(array) for array in arrays]}).encode()
    return head + b"\n" + b"".join(array.tobytes() for array in arrays)


def from_bytes(content: bytes) -> Metered:
    """What was kept of a source, but for its peaks."""
    plain, (own, mono, _, _) = _read(content)
    mono = mono.copy()
    own = own.copy() if plain["channels"] > 1 else mono
    return Metered(plain["channels"], plain["length"], own, mono, plain["ready"])


def peaks_from_bytes(content: bytes, channels: int) -> Peaks:
    """The peaks of a source as it sounds on that many channels."""
    _, (_, _, own, mono) = _read(content)
    return mono if channels == 1 else own


def _read(content: bytes) -> tuple[Mapping[str, Any], list[npt.NDArray[Any]]]:
    """The head of what was kept, and its rows; they keep the content in memory."""
    head, _, rest = content.partition(b"\n")
    plain = json.loads(head)
    arrays: list[npt.NDArray[Any]] = []
    at = 0
    for kind, count in zip(("<f8", "<f8", "<f2", "<f2"), plain["counts"], strict=True):
        arrays.append(np.frombuffer(rest, kind, count, at))
        at += arrays[-1].nbytes
    return plain, arrays
