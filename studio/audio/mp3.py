"""MP3 files that say how long they are to the sample: LAME's frames behind an Info frame written by us.

Source: ISO 11172-3 2.4.1 (frames); the Xing and LAME tag as their decoders read it (gapless playback).
"""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

import lameenc
import numpy as np

from studio.audio.flac import integers
from studio.audio.kweight import Sound
from studio.audio.sniff import mp3_frame_size
from studio.errors import SoundRefused, fault
from studio.units import RATE

FRAME = 1152
DELAY = 576
"""Sample frames that LAME puts in front."""
QUALITY = 3
"""LAME's own choice for constant bitrate; 2 costs twice the time."""
BITRATES = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
BITRATES_AT = {bitrate: index for index, bitrate in enumerate(BITRATES, 1)}
INFO_BITRATE = 64
"""The least kbit/s of a frame that has room for the Info tag."""
SCALES = {192: 0.97, 224: 0.98, 256: 1.0, 320: 1.0}
"""What LAME multiplies by on its own account at a bitrate, measured; SCALE at all others."""
SCALE = 0.95
SIDE = {1: 17, 2: 32}
"""Bytes of side information after the frame header, by channels."""
LAME_CBR = b"\x01"
POLYNOMIAL = 0xA001
TOGETHER = 2048
"""Frames whose checksums are counted together."""


class Mp3Writer:
    """Writes blocks as constant-bitrate MP3 at 48 kHz; use it in a `with` statement.

    tag: the ID3v2 tag in front.
    Raises SoundRefused for a bitrate that layer III does not have.
    """

    def __init__(self, path: Path, channels: int, bitrate: int, tag: bytes = b"") -> None:
        if bitrate not in BITRATES:
            raise SoundRefused(fault("audio.bitrate-unknown", path.name, bitrate=bitrate))
        self._encoder = lameenc.Encoder()
        self._encoder.silence()
        self._encoder.set_bit_rate(bitrate)
        self._encoder.set_in_sample_rate(RATE)
        self._encoder.set_out_sample_rate(RATE)
        self._encoder.set_channels(channels)
        self._encoder.set_quality(QUALITY)
        self._channels, self._bitrate, self._tag = channels, bitrate, tag
        self._louder = np.float32(1 / SCALES.get(bitrate, SCALE))
        self._frame = 144 * bitrate * 1000 // RATE
        self._front = 144 * max(bitrate, INFO_BITRATE) * 1000 // RATE
        self._crc = Crc(self._frame)
        self._samples = self._written = 0
        self._header = b""
        self._file = path.open("wb")
        self._file.write(tag + bytes(self._front))

    def __enter__(self) -> Mp3Writer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._take(bytes(self._encoder.flush()))
            self._file.seek(len(self._tag))
            self._file.write(self._info())
        self._file.close()

    def write(self, block: Sound) -> None:
        """Take more of the sound: float32 (n, channels)."""
        self._samples += len(block)
        self._take(bytes(self._encoder.encode(integers(block * self._louder, 16).astype("<i2").tobytes())))

    def _take(self, encoded: bytes) -> None:
        self._header = self._header or encoded[:4]
        self._written += len(encoded)
        self._crc.add(encoded)
        self._file.write(encoded)

    def _info(self) -> bytes:
        if not self._header:
            raise SoundRefused(fault("audio.nothing-to-encode"))
        if mp3_frame_size(self._header) != self._frame or self._written % self._frame:
            raise SoundRefused(fault("audio.encoder-failed", reason="frames"))
        frames = self._written // self._frame
        return info_frame(self._header, frames, self._samples, self._channels, self._bitrate, self._crc.value())


def info_frame(header: bytes, frames: int, samples: int, channels: int, bitrate: int, music_crc: int) -> bytes:
    """The frame in front of a constant-bitrate stream that holds its length, delay and padding.

    header: the 4 bytes of the stream's first frame. frames: how many follow. samples: sample frames that are sound.
    """
    front = header[:2] + bytes([BITRATES_AT[max(bitrate, INFO_BITRATE)] << 4 | header[2] & 0x0F]) + header[3:4]
    size = mp3_frame_size(front)
    length = (size + frames * mp3_frame_size(header)).to_bytes(4, "big")
    padding = frames * FRAME - DELAY - samples
    if not 0 <= padding < 4096:
        raise SoundRefused(fault("audio.encoder-failed", reason="padding"))
    contents = bytes(min(255, round(step * 256 / 100)) for step in range(100))
    xing = b"Info" + (15).to_bytes(4, "big") + frames.to_bytes(4, "big") + length
    lame = b"LAME3.100" + LAME_CBR + bytes([200]) + bytes(8) + bytes([0, min(bitrate, 255)])
    lame += (DELAY << 12 | padding).to_bytes(3, "big") + bytes([0b1000_0000 if channels == 1 else 0b1000_1100])
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
