"""Sources made ready, once: decoded, resampled to 48 kHz, cleaned, and metered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from studio.audio.files.source import RAW, Source, fitted
from studio.audio.meters.kweight import Sound
from studio.audio.player.clean import cleaned
from studio.audio.player.metered import meter, to_bytes
from studio.audio.takes.recording import Recording, resampled
from studio.audio.values import AS_IT_IS, Cleaning
from studio.errors import SoundRefused
from studio.store.cache import Cache
from studio.units import Digest, digest_of

RECIPE = 5
EXACT = frozenset({"wav", "flac"})
"""Files that are read from any sample on, just as they are."""


def prepared_key(source: Digest, cleaning: Cleaning) -> Digest:
    """What names a source with what is done to it."""
    return digest_of(f"prepared {RECIPE} {source} {cleaning}".encode())


def prepare(path: Path, key: Digest, cleaning: Cleaning, cache: Cache) -> None:
    """Meter a source into the cache under the key; where it cannot be played as it is, its sound too, as bare samples.

    Raises SoundRefused where it cannot be decoded.
    """
    with _opened(path) as source:
        channels = min(source.channels, 2)
        if isinstance(source, Source) and cleaning == AS_IT_IS:
            known = meter(source.blocks(), channels)
        else:
            sound = cleaned(partial(_played, source), cleaning, channels)
            with cache.making(sound_key(key), f".{channels}{RAW}") as target, target.open("wb") as file:
                known = meter(_written(sound, file), channels, ready=False)
    cache.put(key, to_bytes(*known))


def sound_key(key: Digest) -> Digest:
    """What names the sound of a source that cannot be played as it is."""
    return digest_of(f"sound {key}".encode())


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


def _written(sound: Iterable[Sound], file: BinaryIO) -> Iterator[Sound]:
    for block in sound:
        file.write(block.astype("<f4", copy=False).tobytes())
        yield block
