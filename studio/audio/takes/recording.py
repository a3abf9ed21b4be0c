"""A recording opened with PyAV: blocks of samples as they were recorded, and what went wrong on the way.

Only the file that was opened is read, by demuxers and decoders named here; nothing that it refers to is ever opened.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import av.logging
import numpy as np
import soxr

from studio.audio.files.frames import is_sane, may_be_odd, sane, scaled
from studio.audio.files.sniff import speech_frame_is_sound
from studio.audio.meters.kweight import Sound
from studio.audio.takes.allowed import CODECS, EXACT, OPTIONS, WEB_CODECS, preferred
from studio.audio.takes.opened import Window, look
from studio.errors import SoundRefused, fault
from studio.units import RATE, Ms

LOSSLESS_DEEP = frozenset({"s32", "s32p", "flt", "fltp", "dbl", "dblp"})
SLOWEST, FASTEST = 4_000, 384_000
WIDEST = 32
"""Channels of the largest recorders; more are a damaged header."""
SURROUND = ("FL", "FR", "FC", "LFE", "BL", "BR")
"""Where the loudspeakers of six channels stand that are not named. Source: Microsoft WAVEFORMATEXTENSIBLE."""


@dataclass(slots=True)
class Damage:
    """What went wrong while a recording was decoded.

    errors: pieces that could not be decoded or that the decoder complained of. last: whether the last piece is one of
    them. packets: pieces in all. expected: seconds that the file says it holds, 0 where it says nothing. decoded:
    seconds that came out. changes: how often rate or channels change on the way. odd: samples that are no numbers.
    """

    errors: int = 0
    last: bool = False
    packets: int = 0
    expected: float = 0.0
    decoded: float = 0.0
    changes: int = 0
    odd: int = 0


class Recording:
    """One recording; use it in a `with` statement.

    codec: name of the coding. rate, channels, places: as in its first frame. deep: more than 16 bits are worth
    keeping. looks: what its bytes say. damage: complete after `blocks` has ended.
    Raises SoundRefused where it cannot be opened or nothing in it can be decoded.
    """

    def __init__(self, source: Path | int, name: str = "") -> None:
        """source: a file, or one that is open for reading and stays open. name: what it is called."""
        self.name = source.name if isinstance(source, Path) else name
        self.damage = Damage()
        self._closing = ExitStack()
        with ExitStack() as undone:
            if isinstance(source, Path):
                source = undone.enter_context(source.open("rb")).fileno()
            self._open(source)
            self._choose()
            self._closing = undone.pop_all()

    def _open(self, source: int) -> None:
        self.looks = look(source, self.name)
        self.container = self.looks.container
        options = {**OPTIONS, "ignore_length": "1"} if self.looks.unlimited else OPTIONS
        window: Any = Window(source, self.looks.start, self.looks.end)
        try:
            with av.logging.Capture():
                self._opened: Any = av.open(
                    window, "r", format=self.container, metadata_errors="ignore", options=options
                )
        except MemoryError:
            raise
        except (av.error.FFmpegError, ValueError) as reason:
            raise SoundRefused(fault("audio.unreadable", self.name, reason=_words(reason))) from reason

    def __enter__(self) -> Recording:
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()
        self._closing.close()

    def _choose(self) -> None:
        streams = self._opened.streams.audio
        if not streams:
            self.__exit__()
            raise SoundRefused(fault("audio.no-sound", self.name))
        self._stream = streams[0]
        context = self._stream.codec_context
        self.codec: str = context.name if context is not None else "?"
        if self.codec not in (WEB_CODECS if self.container == "matroska" else CODECS):
            self.__exit__()
            raise SoundRefused(fault("audio.coding-unknown", self.name, coding=self.codec))
        if context.channels > WIDEST:
            self.__exit__()
            raise SoundRefused(fault("audio.too-many-channels", self.name, channels=context.channels, most=WIDEST))
        self._decoder = preferred(context)
        self._decoder.thread_type = "NONE"
        self.rate, self.channels, self.deep = context.sample_rate, max(context.channels, 1), False
        self.places: tuple[str, ...] = ()
        self.damage.expected = self.looks.seconds
        if not self.looks.seconds and self.container in EXACT:
            self.damage.expected = _seconds(self._stream, self._opened)

    def blocks(self) -> Iterator[tuple[int, Sound]]:
        """The rate and the samples of about a second, float32 (n, channels), all as wide as the first frame.

        Raises SoundRefused where not one frame comes out, or at a sample rate that is no sound.
        """
        gathered: list[Sound] = []
        alike: list[Any] = []
        count = rate = width = 0
        for frame in self._frames():
            full = count > 0 and (frame.sample_rate != rate or count >= rate)
            if alike and (full or not _alike(frame, alike[0])):
                gathered.append(self._numbers(alike))
                alike = []
            if full:
                yield rate, np.concatenate(gathered)
                gathered, count = [], 0
            if not rate:
                self._begin(frame)
            now, wide = self._checked(frame), frame.layout.nb_channels
            self.damage.changes += bool(rate) and (now, wide) != (rate, width)
            rate, width = now, wide
            alike.append(frame)
            count += frame.samples
        if alike:
            gathered.append(self._numbers(alike))
        if not gathered:
            raise SoundRefused(fault("audio.nothing-decoded", self.name, errors=self.damage.errors))
        yield rate, np.concatenate(gathered)

    def outlasts(self, length: Ms) -> bool:
        """Whether it decodes to more than that many milliseconds; found by counting, which uses the recording up."""
        for frame in self._frames():
            self._checked(frame)
            if self.is_longer(length):
                return True
        return False

    def is_longer(self, length: Ms) -> bool:
        """Whether more than that many milliseconds were decoded so far."""
        return self.damage.decoded * 1000 > length + 0.5

    def _begin(self, frame: Any) -> None:
        self.rate, self.channels = frame.sample_rate, frame.layout.nb_channels
        if self.looks.said not in (None, (self.rate, self.channels)):
            self.damage.expected = 0.0
        self.places = tuple(one.name for one in frame.layout.channels)
        if "NONE" in self.places and len(self.places) == len(SURROUND):
            self.places = SURROUND
        lossless = self.codec.startswith("pcm_") or self.codec in ("flac", "alac")
        self.deep = lossless and frame.format.name in LOSSLESS_DEEP

    def _checked(self, frame: Any) -> int:
        rate: int = frame.sample_rate
        if not SLOWEST <= rate <= FASTEST:
            raise SoundRefused(fault("audio.rate-unusable", self.name, rate=rate))
        if frame.layout.nb_channels > WIDEST:
            wide = frame.layout.nb_channels
            raise SoundRefused(fault("audio.too-many-channels", self.name, channels=wide, most=WIDEST))
        self.damage.decoded += frame.samples / rate
        return rate

    def _numbers(self, frames: Sequence[Any]) -> Sound:
        """The samples of frames that are alike, as wide as the first frame of all."""
        samples = scaled(frames)
        if may_be_odd(frames[0]) and not is_sane(samples):
            numbers = sane(samples)
            self.damage.odd += int((numbers != samples).sum())
            samples = numbers
        return _as_wide(samples, self.channels)

    def _frames(self) -> Iterator[Any]:
        """Decoded frames; pieces that the demuxer or the decoder complained of are counted."""
        packets = self._opened.demux(self._stream)
        with av.logging.Capture() as complaints:
            while True:
                packet, broken = _next(packets)
                bad = broken
                if packet is not None:
                    self.damage.packets += 1
                    bad = bad or not speech_frame_is_sound(self.container, memoryview(packet)[0])
                frames = _decoded(self._decoder, packet)
                bad = bad or frames is None or any(level <= av.logging.ERROR for level, _, _ in complaints)
                complaints.clear()
                for frame in frames or ():
                    bad = bad or bool(frame.is_corrupt)
                    yield frame
                if packet is not None:
                    self.damage.errors += bad
                    self.damage.last = bad
                elif bad and not self.damage.last:
                    self.damage.errors += 1
                    self.damage.last = True
                if packet is None:
                    return


def _alike(one: Any, other: Any) -> bool:
    """Whether two frames hold the same kind of samples."""
    kinds = [(frame.format.name, frame.layout.nb_channels, frame.sample_rate) for frame in (one, other)]
    return kinds[0] == kinds[1]


def _next(packets: Iterator[Any]) -> tuple[Any, bool]:
    """The next packet, None at the end; and whether reading failed there."""
    try:
        packet = next(packets)
    except MemoryError:
        raise
    except (StopIteration, EOFError):
        return None, False
    except av.error.FFmpegError:
        return None, True
    return (packet if packet.size else None), False


def _decoded(decoder: Any, packet: Any) -> list[Any] | None:
    """The frames of a packet, of the decoder's rest for None; None where it cannot be decoded."""
    try:
        return list(decoder.decode(packet))
    except MemoryError:
        raise
    except EOFError:
        return []
    except av.error.FFmpegError:
        return None


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


def _seconds(stream: Any, opened: Any) -> float:
    """How long the container says its sound is; 0.0 where it does not say."""
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return float(opened.duration / av.time_base) if opened.duration else 0.0


def _as_wide(block: Sound, channels: int) -> Sound:
    if block.shape[1] == channels:
        return block
    return np.repeat(block.mean(axis=1, keepdims=True), channels, axis=1)


def _shaped(block: Sound, channels: int) -> Sound:
    return np.asarray(block, np.float32).reshape(-1, channels)


def _words(reason: Exception) -> str:
    return getattr(reason, "strerror", None) or type(reason).__name__
