"""MP3 files that say how long they are to the sample: LAME's frames behind an Info frame written by us.

Source: ISO 11172-3 2.4.1 (frames); the Xing and LAME tag as their decoders read it (gapless playback).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np

from studio.audio.files.frames import scaled
from studio.audio.files.lame import Lame
from studio.audio.files.sniff import mp3_frame_size
from studio.audio.meters.kweight import Sound
from studio.audio.values import FRAME
from studio.errors import SoundRefused, fault
from studio.units import RATE, Samples

DELAY = 576
"""Sample frames that LAME puts in front."""
A_SECOND = RATE // FRAME
"""Frames in about a second."""
DECODED_DELAY = DELAY + 529
"""Sample frames that a decoder puts out before the sound. Source: ISO 11172-3 2.4.3.4.10 (the synthesis filter)."""
BITRATES = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
BITRATES_AT = {bitrate: index for index, bitrate in enumerate(BITRATES, 1)}
INFO_BITRATE = 64
"""The least kbit/s of a frame that has room for the Info tag."""
SIDE = {1: 17, 2: 32}
"""Bytes of side information after the frame header, by channels."""
LAME_CBR = b"\x01"
POLYNOMIAL = 0xA001
TOGETHER = 2048
"""Frames whose checksums are counted together."""


@dataclass(frozen=True, slots=True)
class Frames:
    """Frames that follow one another, and the checksum of their bytes."""

    content: bytes
    checksum: int


def encoded(sound: Iterable[Sound], channels: int, bitrate: int) -> bytes:
    """A stream as frames of constant bitrate at 48 kHz; none of them needs another one's bytes.

    sound: float32 (n, channels). There is DELAY in front, and enough behind for every sample to come out.
    Raises SoundRefused for a bitrate that layer III does not have.
    """
    if bitrate not in BITRATES:
        raise SoundRefused(fault("audio.bitrate-unknown", bitrate=bitrate))
    with Lame(channels, bitrate) as lame:
        content = b"".join([*(lame.encode(block) for block in sound), lame.flush()])
    size = frame_bytes(bitrate)
    frames = np.frombuffer(content[: len(content) // size * size], np.uint8).reshape(-1, size)
    begins = frames[:, 4].astype(np.int64) << 1 | frames[:, 5] >> 7
    if not len(frames) or len(content) % size or mp3_frame_size(content[:4]) != size or begins.any():
        raise SoundRefused(fault("audio.encoder-failed", reason="frames"))
    return content


def frame_bytes(bitrate: int) -> int:
    """Bytes of a frame at 48 kHz."""
    return 144 * bitrate * 1000 // RATE


def checked(content: bytes, bitrate: int) -> Frames:
    """Frames with their checksum."""
    crc = Crc(frame_bytes(bitrate))
    crc.add(content)
    return Frames(content, crc.value())


def write_mp3(
    path: Path, pieces: Iterable[Frames], samples: Samples, channels: int, bitrate: int, tag: bytes = b""
) -> None:
    """Write pieces behind one another as one file that says how long it is to the sample.

    samples: sample frames that are sound. tag: the ID3v2 tag in front.
    """
    front = 144 * max(bitrate, INFO_BITRATE) * 1000 // RATE
    size, count, crc, header = frame_bytes(bitrate), 0, 0, b""
    low, high = _after_zeros(size)
    with path.open("wb") as file:
        file.write(tag + bytes(front))
        for piece in pieces:
            header = header or piece.content[:4]
            frames = len(piece.content) // size
            for _ in range(frames):
                crc = low[crc & 0xFF] ^ high[crc >> 8]
            crc ^= piece.checksum
            count += frames
            file.write(piece.content)
        file.seek(len(tag))
        file.write(info_frame(header, count, samples, channels, bitrate, crc))


def decoded(content: bytes, bitrate: int) -> Iterator[Sound]:
    """What a decoder makes of frames, float32 (n, channels), about a second each: the sound begins after
    DECODED_DELAY sample frames."""
    decoder: Any = av.CodecContext.create("mp3float", "r")
    size = frame_bytes(bitrate)
    waiting: list[Any] = []
    for at in range(0, len(content), size):
        waiting += decoder.decode(av.Packet(content[at : at + size]))
        if len(waiting) >= A_SECOND:
            yield scaled(waiting)
            waiting = []
    waiting += decoder.decode(None)
    if waiting:
        yield scaled(waiting)


def info_frame(
    header: bytes, frames: int, samples: int, channels: int, bitrate: int, music_crc: int, delay: int = DELAY
) -> bytes:
    """The frame in front of a constant-bitrate stream that holds its length, delay and padding.

    header: the 4 bytes of the stream's first frame. frames: how many follow. samples: sample frames that are sound.
    delay: sample frames in front of it.
    """
    front = header[:2] + bytes([BITRATES_AT[max(bitrate, INFO_BITRATE)] << 4 | header[2] & 0x0F]) + header[3:4]
    size = mp3_frame_size(front)
    if not frames:
        raise SoundRefused(fault("audio.nothing-to-encode"))
    length = (size + frames * mp3_frame_size(header)).to_bytes(4, "big")
    padding = frames * FRAME - delay - samples
    if not 0 <= padding < 4096:
        raise SoundRefused(fault("audio.encoder-failed", reason="padding"))
    contents = bytes(min(255, round(step * 256 / 100)) for step in range(100))
    xing = b"Info" + (15).to_bytes(4, "big") + frames.to_bytes(4, "big") + length
    lame = b"LAME3.100" + LAME_CBR + bytes([200]) + bytes(8) + bytes([0, min(bitrate, 255)])
    lame += (delay << 12 | padding).to_bytes(3, "big") + bytes([0b1000_0000 if channels == 1 else 0b1000_1100])
    lame += bytes(3) + length + music_crc.to_bytes(2, "big")
    body = front + bytes(SIDE[channels]) + xing + contents + (0).to_bytes(4, "big") + lame
    checked = Crc(1)
    checked.add(body[:190])
    return (body + checked.value().to_bytes(2, "big")).ljust(size, b"\0")


class Crc:
    """CRC-16 (polynomial 0x8005, reflected, from 0) of a stream, counted over many rows of one length at a time."""

    def __init__(self, row: int) -> None:
        self._row = row
        self._waiting = bytearray()
        self._crc = 0
        self._low, self._high = _after_zeros(row)

    def add(self, content: bytes) -> None:
        """Take more bytes."""
        self._waiting += content
        if len(self._waiting) >= self._row * TOGETHER:
            self._count()

    def value(self) -> int:
        """The sum of everything so far."""
        self._count()
        crc = self._crc
        for byte in self._waiting:
            crc = int(TABLE[(crc ^ byte) & 0xFF]) ^ crc >> 8
        return crc

    def _count(self) -> None:
        """Count the whole rows that wait: each from 0, all columns side by side, then one behind the other."""
        whole = len(self._waiting) // self._row * self._row
        rows = np.frombuffer(bytes(self._waiting[:whole]), np.uint8).reshape(-1, self._row)
        del self._waiting[:whole]
        sums = np.zeros(len(rows), np.uint16)
        for column in np.ascontiguousarray(rows.T):
            sums = TABLE[(sums ^ column) & 0xFF] ^ (sums >> 8)
        for one in sums.tolist():
            self._crc = self._low[self._crc & 0xFF] ^ self._high[self._crc >> 8] ^ one


def _table() -> list[int]:
    found = []
    for byte in range(256):
        crc = byte
        for _ in range(8):
            crc = crc >> 1 ^ (POLYNOMIAL if crc & 1 else 0)
        found.append(crc)
    return found


TABLE = np.array(_table(), np.uint16)


def _after_zeros(count: int) -> tuple[list[int], list[int]]:
    """What a sum becomes after that many zero bytes, for its low and its high byte."""
    sums = np.concatenate([np.arange(256), np.arange(256) << 8]).astype(np.uint16)
    for _ in range(count):
        sums = TABLE[sums & 0xFF] ^ (sums >> 8)
    return sums[:256].tolist(), sums[256:].tolist()
