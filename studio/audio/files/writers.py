"""Masters that are written in one go, by codec: FLAC, WAV and Opus with their tags and chapters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Protocol

import av
import numpy as np
import soxr

from studio.audio.files.bext import cue_points, extension, names
from studio.audio.files.flac import FlacMaster
from studio.audio.files.frames import floats
from studio.audio.files.opus import OpusWriter
from studio.audio.files.tags import picture, vorbis_comments
from studio.audio.files.wav import BYTES, WavWriter
from studio.audio.meters.kweight import Sound
from studio.audio.values import Mark, MasterSpec, Tags
from studio.errors import SoundRefused, fault
from studio.units import RATE, Samples

COSTLY = 1 << 16
"""Bytes of a cover that an Opus file does not carry: it is made for those who pay by the byte."""


class Writer(Protocol):
    """A file that takes sound; use it in a `with` statement. It is whole when the block ends well."""

    def __enter__(self) -> Writer:
        """Itself."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Finish the file, or leave it as it is where the block failed."""
        ...

    def write(self, block: Sound) -> None:
        """Take more of the sound: float32 (n, channels), 48 kHz."""
        ...


def writer(
    path: Path, spec: MasterSpec, channels: int, marks: Sequence[Mark], tags: Tags | None, length: Samples
) -> Writer:
    """The writer of a master in FLAC, WAV or Opus, which takes its sound at 48 kHz.

    channels: of the blocks that will come. marks, length: at 48 kHz. The same sound and values give the same bytes.
    Raises SoundRefused where the cover is no picture, and for a codec that is written otherwise.
    """
    told = tags or Tags("")
    rate = RATE if spec.codec == "opus" else spec.rate
    scaled = [replace(mark, start=at_rate(mark.start, rate)) for mark in marks]
    whole = at_rate(length, rate)
    made: Writer
    if spec.codec == "flac":
        pictures = [picture(told.cover)] if told.cover else []
        comments = vorbis_comments(told, marks)
        made = FlacMaster(path, channels, rate, comments, pictures, whole)
    elif spec.codec == "wav":
        before = extension(told, channels, rate, 8 * BYTES)
        made = WavWriter(path, channels, rate, before, cue_points(scaled) + names(told), whole)
    elif spec.codec == "opus":
        cover = picture(told.cover) if told.cover and len(told.cover) < COSTLY else b""
        made = OpusWriter(path, channels, spec.bitrate_kbps, vorbis_comments(told, marks, cover))
    else:
        raise SoundRefused(fault("audio.encoder-failed", spec.name, reason=spec.codec))
    return made if rate == RATE else AtRate(made, channels, rate, length)


class AtRate:
    """Passes sound on at another rate, exactly as many sample frames as its length asks for.

    rate: hertz that come out. length: sample frames that go in.
    """

    def __init__(self, writer: Writer, channels: int, rate: int, length: Samples) -> None:
        self._writer, self._channels = writer, channels
        self._stream = soxr.ResampleStream(RATE, rate, channels, dtype="float32", quality="VHQ")
        self._missing = at_rate(length, rate)

    def __enter__(self) -> AtRate:
        self._writer.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._pass(self._stream.resample_chunk(np.zeros((0, self._channels), np.float32), last=True))
            self._pass(np.zeros((self._missing, self._channels), np.float32))
        self._writer.__exit__(kind, error, trace)

    def write(self, block: Sound) -> None:
        """Take more of the sound: float32 (n, channels), 48 kHz."""
        self._pass(self._stream.resample_chunk(block))

    def _pass(self, block: Sound) -> None:
        wanted = shaped(block, self._channels)[: self._missing]
        self._missing = Samples(self._missing - len(wanted))
        self._writer.write(wanted)


def at_rate(count: Samples, rate: int) -> Samples:
    """Sample frames of Studio's own rate as those of another, to the nearest."""
    return Samples((2 * count * rate + RATE) // (2 * RATE))


def heard(path: Path) -> Iterator[Sound]:
    """What a listener of a master of ours hears, decoded: float32 (n, channels), 48 kHz.

    Raises SoundRefused where it cannot be decoded.
    """
    try:
        with av.open(str(path), options={"protocol_whitelist": "file"}) as file:
            stream = file.streams.audio[0]
            channels, rate = stream.codec_context.channels, stream.codec_context.sample_rate
            if rate == RATE:
                yield from map(floats, file.decode(stream))
                return
            up = soxr.ResampleStream(rate, RATE, channels, dtype="float32", quality="VHQ")
            for frame in file.decode(stream):
                yield shaped(up.resample_chunk(floats(frame)), channels)
            yield shaped(up.resample_chunk(np.zeros((0, channels), np.float32), last=True), channels)
    except (av.error.FFmpegError, IndexError) as reason:
        raise SoundRefused(fault("audio.source-damaged", path.name)) from reason


def shaped(block: Sound, channels: int) -> Sound:
    """What a resampler gives, float32 (n, channels)."""
    return np.asarray(block, np.float32).reshape(-1, channels)
