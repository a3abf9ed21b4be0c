"""FLAC files: working copies without any metadata, and masters with tags; the same samples give the same bytes.

Source: RFC 9639, 8 (metadata blocks), 9 (frames).
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Any

import av
import numpy as np

from studio.audio.meters.kweight import Sound
from studio.errors import SoundRefused, fault
from studio.units import RATE

LAYOUTS = {1: "mono", 2: "stereo"}


class FlacWriter:
    """Writes blocks as 48 kHz FLAC; use it in a `with` statement.

    bits: 16 or 24. Samples are rounded to the nearest and held at full scale.
    """

    def __init__(self, path: Path, channels: int, bits: int = 24) -> None:
        self._layout = LAYOUTS[channels]
        self._deep = bits == 24
        self._file = av.open(str(path), "w", format="flac", options={"fflags": "+bitexact"})
        self._stream = self._file.add_stream("flac", rate=RATE, layout=self._layout)
        self._stream.codec_context.format = av.AudioFormat("s32" if self._deep else "s16")
        self._stream.codec_context.options = {"flags": "+bitexact", "compression_level": "5"}
        self._at = 0

    def __enter__(self) -> FlacWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._file.mux(self._stream.encode(None))
        self._file.close()

    def write(self, block: Sound) -> None:
        """Take more of the sound: float32 (n, channels)."""
        if not len(block):
            return
        whole = integers(block, 24 if self._deep else 16)
        shaped = (whole << 8) if self._deep else whole.astype(np.int16)
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(shaped).reshape(1, -1), format="s32" if self._deep else "s16", layout=self._layout
        )
        frame.sample_rate = RATE
        frame.pts = self._at
        self._at += len(block)
        self._file.mux(self._stream.encode(frame))


STREAMINFO, SEEKTABLE, COMMENTS, PICTURE = 0, 3, 4, 6
STREAMINFO_NAME = "new_extradata"
LAST = 0x80
SECONDS_BETWEEN_SEEKS = 10
NOWHERE = struct.pack(">QQH", 2**64 - 1, 0, 0)
"""A seek point that is left open."""
LARGEST_BLOCK = 1 << 24


class FlacMaster:
    """Writes blocks as FLAC of 24 bits with tags and a seek table in front; use it in a `with` statement.

    rate: hertz of the blocks. comments: the contents of a Vorbis comment block. pictures: of picture blocks. length:
    sample frames that will come, at the rate; more or fewer make the seek table worse and nothing else.
    Raises SoundRefused where a block is too large, or nothing came.
    """

    def __init__(
        self,
        path: Path,
        channels: int,
        rate: int = RATE,
        comments: bytes = b"",
        pictures: Sequence[bytes] = (),
        length: int = 0,
    ) -> None:
        if max(map(len, (comments, *pictures))) >= LARGEST_BLOCK:
            raise SoundRefused(fault("audio.tags-too-large", path.name))
        self._layout, self._rate = LAYOUTS[channels], rate
        self._encoder = _encoder(self._layout, rate)
        self._seeks: list[bytes] = []
        self._seekable = -(-length // (rate * SECONDS_BETWEEN_SEEKS))
        self._blocks = [(COMMENTS, comments), *((PICTURE, picture) for picture in pictures)] if comments else []
        self._at = self._begun = self._bytes = 0
        self._stream = b""
        self._file = path.open("wb")
        self._file.write(self._front(bytes(34)))

    def __enter__(self) -> FlacMaster:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._file:
            if kind is None:
                self._take(self._encoder.encode(None))
                if not self._bytes:
                    raise SoundRefused(fault("audio.nothing-to-encode"))
                self._file.seek(0)
                self._file.write(self._front(self._stream))

    def write(self, block: Sound) -> None:
        """Take more of the sound: float32 (n, channels)."""
        if len(block):
            frame = _frame(integers(block, 24) << 8, "s32", self._layout, self._rate, self._at)
            self._at += len(block)
            self._take(self._encoder.encode(frame))

    def _take(self, packets: Iterable[Any]) -> None:
        """Write frames; the one that holds the next whole ten seconds becomes a seek point.

        The last packet is empty and brings STREAMINFO with the MD5 of all samples.
        """
        for packet in packets:
            if packet.has_sidedata(STREAMINFO_NAME):
                self._stream = bytes(packet.get_sidedata(STREAMINFO_NAME))
            content = bytes(packet)
            if not content:
                continue
            end = self._begun + packet.duration
            wanted = len(self._seeks) * SECONDS_BETWEEN_SEEKS * self._rate
            if wanted < end and len(self._seeks) < self._seekable:
                self._seeks.append(struct.pack(">QQH", self._begun, self._bytes, packet.duration))
            self._begun = end
            self._bytes += len(content)
            self._file.write(content)

    def _front(self, stream: bytes) -> bytes:
        """Everything in front of the frames; as long before they are known as after.

        stream: the contents of STREAMINFO, with the MD5 of the samples once they are known.
        """
        points = b"".join([*self._seeks, *[NOWHERE] * (self._seekable - len(self._seeks))])
        blocks = [(STREAMINFO, stream), *([(SEEKTABLE, points)] if points else []), *self._blocks]
        marks = [0] * (len(blocks) - 1) + [LAST]
        return b"fLaC" + b"".join(
            struct.pack(">I", (mark | kind) << 24 | len(contents)) + contents
            for mark, (kind, contents) in zip(marks, blocks, strict=True)
        )


def _encoder(layout: str, rate: int) -> Any:
    encoder: Any = av.CodecContext.create("flac", "w")
    encoder.sample_rate, encoder.layout, encoder.time_base = rate, layout, Fraction(1, rate)
    encoder.format = av.AudioFormat("s32")
    encoder.options = {"flags": "+bitexact", "compression_level": "5"}
    encoder.open()
    return encoder


def _frame(whole: np.ndarray[tuple[int, ...], Any], kind: str, layout: str, rate: int, at: int) -> Any:
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(whole).reshape(1, -1), format=kind, layout=layout)
    frame.sample_rate, frame.pts, frame.time_base = rate, at, Fraction(1, rate)
    return frame


def integers(block: Sound, bits: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
    """Samples as signed integers of that many bits, int32 (n, channels); up to 24 bits a float32 holds them exactly."""
    scale = 1 << (bits - 1)
    whole: Sound = np.rint(block * np.float32(scale))
    np.clip(whole, np.float32(-scale), np.float32(scale - 1), out=whole)
    return whole.astype(np.int32)
