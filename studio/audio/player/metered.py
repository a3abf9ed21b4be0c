"""What is known of a source: its energies and peaks, kept as bytes. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from studio.audio.files.source import fitted
from studio.audio.meters.kweight import Sound
from studio.audio.meters.meter import Energies, Meter
from studio.units import RATE

PEAK_STEP = RATE // 1000
"""Sample frames of one peak: a millisecond."""

INAUDIBLE = 2.0**-15
"""How far two sides may lie apart and still be one: a step of 16 bits."""

Peaks = npt.NDArray[np.float16]
"""float16 (n,): the highest absolute sample of each millisecond, over all channels."""


@dataclass(frozen=True, slots=True)
class Metered:
    """What a source is. length: sample frames. own, mono: its energies as it is, and as one channel; so its peaks.

    ready: it can be played from its own file.
    """

    channels: int
    length: int
    own: Energies
    mono: Energies
    own_peaks: Peaks
    mono_peaks: Peaks
    ready: bool = True

    def peaks(self, channels: int) -> Peaks:
        """Its peaks as it sounds on that many channels."""
        return self.mono_peaks if channels == 1 else self.own_peaks

    def energies(self, channels: int) -> Energies:
        """Its energies as it sounds on that many channels: one channel is heard on both sides."""
        if channels == 1:
            return self.mono
        return self.own if self.channels > 1 else np.asarray(self.own * 2)


def meter(blocks: Iterable[Sound], channels: int, *, ready: bool = True) -> Metered:
    """Meter a sound; one whose two sides are the same has one channel."""
    own, mono, length, alike = _Row(channels), _Row(1), 0, True
    for block in blocks:
        own.add(block)
        length += len(block)
        if channels > 1:
            mono.add(fitted(block, 1))
            alike = alike and bool((np.abs(block[:, 0] - block[:, 1]) <= INAUDIBLE).all())
    energies, peaks = own.rest()
    if channels == 1:
        return Metered(1, length, energies, energies, peaks, peaks, ready)
    single, lower = mono.rest()
    if alike:
        return Metered(1, length, single, single, lower, lower, ready)
    return Metered(channels, length, energies, single, peaks, lower, ready)


class _Row:
    """Energies and peaks of one stream."""

    def __init__(self, channels: int) -> None:
        self._meter = Meter(channels, peaks=False)
        self._peaks: list[Peaks] = []
        self._waiting = np.zeros(0, np.float32)

    def add(self, block: Sound) -> None:
        self._meter.add(block)
        sizes = np.abs(block)
        highest = np.concatenate([self._waiting, np.maximum(sizes[:, 0], sizes[:, -1])])
        whole = len(highest) // PEAK_STEP * PEAK_STEP
        self._peaks.append(_peaks(highest[:whole]))
        self._waiting = highest[whole:]

    def rest(self) -> tuple[Energies, Peaks]:
        missing = -len(self._waiting) % PEAK_STEP
        return self._meter.energies(), np.concatenate([*self._peaks, _peaks(np.pad(self._waiting, (0, missing)))])


def _peaks(highest: npt.NDArray[np.float32]) -> Peaks:
    return np.asarray(highest.reshape(-1, PEAK_STEP).max(axis=1), np.float16)


def to_bytes(metered: Metered) -> bytes:
    """What is known of a source, as it is kept."""
    arrays = [
        metered.own.astype("<f8"),
        metered.mono.astype("<f8"),
        metered.own_peaks.astype("<f2"),
        metered.mono_peaks.astype("<f2"),
    ]
    plain = {"channels": metered.channels, "length": metered.length, "ready": metered.ready}
    head = json.dumps({**plain, "counts": [len(array) for array in arrays]}).encode()
    return head + b"\n" + b"".join(array.tobytes() for array in arrays)


def from_bytes(content: bytes) -> Metered:
    """What was kept of a source."""
    head, _, rest = content.partition(b"\n")
    plain = json.loads(head)
    arrays: list[npt.NDArray[Any]] = []
    at = 0
    for kind, count in zip(("<f8", "<f8", "<f2", "<f2"), plain["counts"], strict=True):
        arrays.append(np.frombuffer(rest, kind, count, at))
        at += arrays[-1].nbytes
    own, mono, own_peaks, mono_peaks = arrays
    return Metered(plain["channels"], plain["length"], own, mono, own_peaks, mono_peaks, plain["ready"])
