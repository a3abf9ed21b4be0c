"""A recording opened with PyAV: blocks of samples as they were recorded, and what went wrong on the way.

Only local files are read, by demuxers and decoders named here; nothing that a file refers to is ever opened.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import av
import av.logging
import numpy as np
import soxr

from studio.audio.kweight import Sound
from studio.audio.sniff import HEAD, container_of, ends_whole
from studio.errors import SoundRefused, fault
from studio.units import RATE

CODECS = frozenset(
    {"mp3", "mp3float", "mp2", "aac", "alac", "flac", "opus", "libopus", "vorbis"}
    | {"amrnb", "amr_nb", "libopencore_amrnb", "amrwb", "libopencore_amrwb", "gsm_ms", "adpcm_ms", "adpcm_ima_wav"}
    | {"pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le", "pcm_f64le", "pcm_alaw", "pcm_mulaw"}
)
LOSSLESS_DEEP = frozenset({"s32", "s32p", "flt", "fltp", "dbl", "dblp"})
PREFERRED = {"amrnb": "libopencore_amrnb", "amr_nb": "libopencore_amrnb"}
"""Decoders taken before FFmpeg's own where the build has them: the native one mishandles AMR with silent frames."""
SLOWEST, FASTEST = 4_000, 384_000
SCALES = {"u8": 128.0, "s16": 32768.0, "s32": 2147483648.0, "flt": 1.0, "dbl": 1.0}
TAIL = 1 << 17


@dataclass(slots=True)
class Damage:
    """What went wrong while a recording was decoded.

    errors: pieces that could not be decoded or that the decoder complained of. packets: pieces in all. expected:
    seconds that the file says it holds, 0 where it says nothing. decoded: seconds that came out. whole: False where
    the end of the file is missing.
    """

    errors: int = 0
    packets: int = 0
    expected: float = 0.0
    decoded: float = 0.0
    whole: bool = True


class Recording:
    """One recording; use it in a `with` statement.

    codec: name of the coding. rate, channels: as in its first frame. deep: more than 16 bits are worth keeping.
    damage: complete after `blocks` has ended.
    Raises SoundRefused where it cannot be opened or nothing in it can be decoded.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.damage = Damage()
        with path.open("rb") as source:
            self.container = _container(path, source, self.damage)
        self._source: BinaryIO = path.open("rb")
        try:
            self._opened: Any = av.open(
                self._source,
                "r",
                format=self.container,
                metadata_errors="ignore",
                options={"protocol_whitelist": "none", "err_detect": "crccheck"},
            )
        except (av.error.FFmpegError, ValueError) as reason:
            self._source.close()
            raise SoundRefused(fault("audio.unreadable", path.name, reason=_words(reason))) from reason
        self._choose()

    def __enter__(self) -> Recording:
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()
        self._source.close()

    def _choose(self) -> None:
        streams = self._opened.streams.audio
        if not streams:
            self.__exit__()
            raise SoundRefused(fault("audio.no-sound", self._path.name))
        self._stream = streams[0]
        context = self._stream.codec_context
        self.codec = context.name
        if self.codec not in CODECS:
            self.__exit__()
            raise SoundRefused(fault("audio.coding-unknown", self._path.name, coding=self.codec))
        self._decoder = _preferred(context)
        self._decoder.thread_type = "NONE"
        self.rate, self.channels, self.deep = context.sample_rate, max(context.channels, 1), False
        if self._stream.duration and self._stream.time_base:
            self.damage.expected = float(self._stream.duration * self._stream.time_base)

    def blocks(self) -> Iterator[tuple[int, Sound]]:
        """The rate and the samples of about a second, float32 (n, channels), all as wide as the first frame.

        Raises SoundRefused where not one frame comes out, or at a sample rate that is no sound.
        """
        gathered: list[Sound] = []
        count = rate = 0
        with av.logging.Capture() as complaints:
            for frame in self._frames():
                if gathered and (frame.sample_rate != rate or count >= rate):
                    yield rate, np.concatenate(gathered)
                    gathered, count = [], 0
                if not rate:
                    self._begin(frame)
                rate = self._checked(frame)
                gathered.append(_as_wide(floats(frame), self.channels))
                count += len(gathered[-1])
            self.damage.errors += sum(level <= av.logging.ERROR for level, _, _ in complaints)
        if not gathered:
            raise SoundRefused(fault("audio.nothing-decoded", self._path.name, errors=self.damage.errors))
        yield rate, np.concatenate(gathered)

    def _begin(self, frame: Any) -> None:
        self.rate, self.channels = frame.sample_rate, frame.layout.nb_channels
        lossless = self.codec.startswith("pcm_") or self.codec in ("flac", "alac")
        self.deep = lossless and frame.format.name in LOSSLESS_DEEP

    def _checked(self, frame: Any) -> int:
        rate: int = frame.sample_rate
        if not SLOWEST <= rate <= FASTEST:
            raise SoundRefused(fault("audio.rate-unusable", self._path.name, rate=rate))
        self.damage.errors += bool(frame.is_corrupt)
        self.damage.decoded += frame.samples / rate
        return rate

    def _frames(self) -> Iterator[Any]:
        packets = self._opened.demux(self._stream)
        while True:
            try:
                packet = next(packets)
            except (StopIteration, EOFError):
                return
            except av.error.FFmpegError:
                self.damage.errors += 1
                return
            if not packet.size:
                packet = None
            else:
                self.damage.packets += 1
            try:
                yield from self._decoder.decode(packet)
            except av.error.FFmpegError:
                self.damage.errors += 1
            if packet is None:
                return


def resampled(blocks: Iterator[tuple[int, Sound]], channels: int) -> Iterator[Sound]:
    """Blocks at any rate as blocks at 48 kHz; a change of rate on the way is followed."""
    rate, stream = RATE, None
    for now, block in blocks:
        if now != rate:
            if stream is not None:
                yield _shaped(stream.resample_chunk(np.zeros((0, channels), np.float32), last=True), channels)
            rate = now
            stream = None if now == RATE else soxr.ResampleStream(now, RATE, channels, dtype="float32", quality="HQ")
        yield block if stream is None else _shaped(stream.resample_chunk(block), channels)
    if stream is not None:
        yield _shaped(stream.resample_chunk(np.zeros((0, channels), np.float32), last=True), channels)


def listen_for_complaints() -> None:
    """Have decoders report their errors to `Recording`; for a process that does nothing else."""
    av.logging.set_level(av.logging.ERROR)
    logging.disable(logging.CRITICAL)


def _container(path: Path, source: BinaryIO, damage: Damage) -> str:
    head = source.read(HEAD)
    container = container_of(head)
    if container is None:
        raise SoundRefused(fault("audio.format-unknown" if head else "audio.empty", path.name))
    size = source.seek(0, 2)
    source.seek(max(size - TAIL, 0))
    damage.whole = ends_whole(container, head, source.read(TAIL), size)
    return container


def _preferred(context: Any) -> Any:
    """The decoder context, or one for a decoder that is known to do better."""
    name = PREFERRED.get(context.name)
    if name is None or name not in av.codecs_available:
        return context
    better: Any = av.CodecContext.create(name, "r")
    better.sample_rate = context.sample_rate
    better.layout = context.layout
    return better


def floats(frame: Any) -> Sound:
    """The samples of a decoded frame, float32 (n, channels), full scale ±1.0; what is no number is silence."""
    kind = frame.format.name
    values = frame.to_ndarray()
    table = values.T if kind.endswith("p") else values.reshape(-1, frame.layout.nb_channels)
    if kind.startswith("u8"):
        table = table.astype(np.int16) - 128
    exact = np.float64 if kind.startswith(("s32", "dbl")) else np.float32
    scaled = table * exact(1 / SCALES[kind.removesuffix("p")])
    samples = np.ascontiguousarray(scaled, dtype=np.float32)
    if kind.startswith(("flt", "dbl")) and not np.isfinite(samples).all():
        return np.nan_to_num(samples, nan=0.0, posinf=1.0, neginf=-1.0)
    return samples


def _as_wide(block: Sound, channels: int) -> Sound:
    if block.shape[1] == channels:
        return block
    return np.repeat(block.mean(axis=1, keepdims=True), channels, axis=1)


def _shaped(block: Sound, channels: int) -> Sound:
    return np.asarray(block, np.float32).reshape(-1, channels)


def _words(reason: Exception) -> str:
    return getattr(reason, "strerror", None) or type(reason).__name__
