"""Sources made ready, once: decoded, resampled to 48 kHz, cleaned, and metered."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from studio.audio.clean import cleaned
from studio.audio.flac import FlacWriter
from studio.audio.kweight import Sound
from studio.audio.meter import Energies, Meter
from studio.audio.recording import Recording, resampled
from studio.audio.source import Source, fitted
from studio.audio.values import AS_IT_IS, Cleaning
from studio.errors import SoundRefused
from studio.store.cache import Cache
from studio.units import Digest, digest_of

RECIPE = 1
EXACT = frozenset({"wav", "flac"})
"""Files that are read from any sample on, just as they are."""


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


def prepared_key(source: Digest, cleaning: Cleaning) -> Digest:
    """What names a source with what is done to it."""
    return digest_of(f"prepared {RECIPE} {source} {cleaning}".encode())


def prepare(path: Path, key: Digest, cleaning: Cleaning, cache: Cache) -> None:
    """Meter a source into the cache under the key; where it cannot be played as it is, its sound too, as 48 kHz FLAC.

    Raises SoundRefused where it cannot be decoded.
    """
    with _opened(path) as source:
        channels = min(source.channels, 2)
        if isinstance(source, Source) and cleaning == AS_IT_IS:
            metered = meter(source.blocks(), channels)
        else:
            sound = cleaned(partial(_played, source), cleaning, channels)
            with cache.making(sound_key(key), ".flac") as target, FlacWriter(target, channels) as writer:
                metered = meter(_written(sound, writer), channels, ready=False)
    cache.put(key, to_bytes(metered))


def sound_key(key: Digest) -> Digest:
    """What names the sound of a source that cannot be played as it is."""
    return digest_of(f"sound {key}".encode())


def meter(blocks: Iterable[Sound], channels: int, *, ready: bool = True) -> Metered:
    """Meter a sound."""
    own, mono, length = Meter(channels, peaks=False), Meter(1, peaks=False), 0
    for block in blocks:
        own.add(block)
        length += len(block)
        if channels > 1:
            mono.add(fitted(block, 1))
    energies = own.energies()
    return Metered(channels, length, energies, mono.energies() if channels > 1 else energies, ready)


def to_bytes(metered: Metered) -> bytes:
    """What is known of a source, as it is kept."""
    plain = {"channels": metered.channels, "length": metered.length, "ready": metered.ready}
    return json.dumps({**plain, "own": packed(metered.own), "mono": packed(metered.mono)}).encode()


def from_bytes(content: bytes) -> Metered:
    """What was kept of a source."""
    plain = json.loads(content)
    return Metered(plain["channels"], plain["length"], unpacked(plain["own"]), unpacked(plain["mono"]), plain["ready"])


def packed(values: Energies) -> str:
    """Numbers as text, every bit of them."""
    return b64encode(values.astype("<f8").tobytes()).decode()


def unpacked(text: str) -> Energies:
    """Numbers from their text."""
    return np.frombuffer(b64decode(text), "<f8")


def _opened(path: Path) -> Source | Recording:
    """The file as a source where it can be played from any sample on, else as a recording to be decoded."""
    try:
        source = Source(path)
    except SoundRefused as refused:
        if any(one.code == "audio.source-missing" for one in refused.faults):
            raise
        return Recording(path)
    if source.format in EXACT:
        return source
    source.__exit__()
    return Recording(path)


def _played(source: Source | Recording) -> Iterator[Sound]:
    """Everything from the beginning, at 48 kHz, on one or two channels."""
    if isinstance(source, Source):
        yield from source.blocks()
        return
    channels = min(source.channels, 2)
    for block in resampled(source.blocks(), source.channels):
        yield fitted(block, channels)


def _written(sound: Iterable[Sound], writer: FlacWriter) -> Iterator[Sound]:
    for block in sound:
        writer.write(block)
        yield block
