"""Sounds of our own, read from any sample on: working copies, the library, and masters to be measured."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np

from studio.audio.files.frames import floats
from studio.audio.files.sniff import HEAD, container_of
from studio.audio.meters.kweight import Sound
from studio.errors import SoundRefused, fault
from studio.units import RATE

OWN = frozenset({"wav", "flac", "mp3"})
AHEAD = 10 * RATE
"""How far reading on is cheaper than seeking."""
BACK = RATE // 2


class Source:
    """A 48 kHz mono or stereo file, opened for reading; use it in a `with` statement.

    Raises SoundRefused where it is not such a file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            with path.open("rb") as file:
                container = container_of(file.read(HEAD))
        except OSError as reason:
            raise SoundRefused(fault("audio.source-missing", path.name)) from reason
        if container not in OWN:
            raise SoundRefused(fault("audio.source-unusable", path.name))
        self.format: str = container
        self._open()
        stream = self._file.streams.audio[0]
        self.channels: int = stream.codec_context.channels
        if stream.codec_context.sample_rate != RATE or self.channels not in (1, 2):
            self._file.close()
            raise SoundRefused(fault("audio.source-unusable", path.name))

    def __enter__(self) -> Source:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def _open(self) -> None:
        options = {"protocol_whitelist": "file"}
        try:
            self._file: Any = av.open(str(self._path), "r", format=self.format, options=options)
        except (av.error.FFmpegError, ValueError) as reason:
            raise SoundRefused(fault("audio.source-unusable", self._path.name)) from reason
        self._frames: Iterator[Any] = self._file.decode(self._file.streams.audio[0])
        self._left: Sound | None = None
        self._at = 0

    def length(self) -> int:
        """Sample frames in all, by what the file says of itself."""
        stream = self._file.streams.audio[0]
        return int(stream.duration * stream.time_base * RATE) if stream.duration else sum(map(len, self.blocks()))

    def read(self, start: int, count: int) -> Sound:
        """Samples from anywhere, float32 (count, channels); silence behind the end."""
        if start < self._at or start > self._at + AHEAD:
            self._seek(start)
        got: list[Sound] = []
        missing = count
        while missing:
            block = self._next()
            if block is None:
                got.append(np.zeros((missing, self.channels), np.float32))
                break
            skip = min(max(start - self._at, 0), len(block))
            self._at += skip
            taken = block[skip : skip + missing]
            self._left = block[skip + len(taken) :]
            self._at += len(taken)
            got.append(taken)
            missing -= len(taken)
        return np.concatenate(got) if got else np.zeros((0, self.channels), np.float32)

    def blocks(self) -> Iterator[Sound]:
        """Everything from the beginning, in pieces of about a second."""
        self._seek(0)
        gathered: list[Sound] = []
        while (block := self._next()) is not None:
            self._left = None
            self._at += len(block)
            gathered.append(block)
            if sum(map(len, gathered)) >= RATE:
                yield np.concatenate(gathered)
                gathered = []
        if gathered:
            yield np.concatenate(gathered)

    def _next(self) -> Sound | None:
        if self._left is not None and len(self._left):
            return self._left
        try:
            frame = next(self._frames, None)
        except EOFError:
            frame = None
        except av.error.FFmpegError as reason:
            raise SoundRefused(fault("audio.source-damaged", self._path.name)) from reason
        return None if frame is None else floats(frame)

    def _seek(self, start: int) -> None:
        self._file.close()
        self._open()
        if start < AHEAD:
            return
        stream = self._file.streams.audio[0]
        self._file.seek(int((start - BACK) / RATE / stream.time_base), stream=stream)
        self._frames = self._file.decode(stream)
        frame = next(self._frames, None)
        if frame is None or frame.pts is None:
            self._open()
            return
        self._left = floats(frame)
        self._at = round(frame.pts * frame.time_base * RATE)


RAW = ".f32"
"""The ending of a file of bare samples; the number of channels stands before it."""


class RawSource:
    """Bare samples at 48 kHz, float32 and little-endian, one sample frame after another; as `Source`."""

    def __init__(self, path: Path) -> None:
        self.channels = int(path.suffixes[-2][1:])
        self._samples: Sound = np.memmap(path, "<f4", "r").reshape(-1, self.channels)

    def __enter__(self) -> RawSource:
        return self

    def __exit__(self, *_: object) -> None:
        self._samples = self._samples[:0].copy()

    def length(self) -> int:
        """Sample frames in all."""
        return len(self._samples)

    def read(self, start: int, count: int) -> Sound:
        """Samples from anywhere, float32 (count, channels); silence behind the end."""
        found = np.array(self._samples[start : start + count])
        missing = count - len(found)
        return np.pad(found, ((0, missing), (0, 0))) if missing else found

    def blocks(self) -> Iterator[Sound]:
        """Everything from the beginning, in pieces of a second."""
        for at in range(0, len(self._samples), RATE):
            yield np.array(self._samples[at : at + RATE])


Playable = Source | RawSource


def playable(path: Path) -> Playable:
    """A 48 kHz file of ours, opened. Raises SoundRefused where it is none."""
    return RawSource(path) if path.suffix == RAW else Source(path)


def decoded_blocks(path: Path) -> Iterator[Sound]:
    """Everything in a 48 kHz file of ours."""
    with playable(path) as source:
        yield from source.blocks()


def fitted(block: Sound, channels: int) -> Sound:
    """A block as one or two channels: one is heard on both sides, two are averaged."""
    if block.shape[1] == channels:
        return block
    return np.repeat(block, 2, axis=1) if channels == 2 else block.mean(axis=1, keepdims=True, dtype=np.float32)
