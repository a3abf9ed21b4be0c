"""Opus in Ogg that says how long it is to the sample: libopus's packets in pages written by us.

Source: RFC 7845 (Opus in Ogg), RFC 3533 (Ogg pages), RFC 6716 (Opus).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Any

import av
import numpy as np

from studio.audio.files.flac import LAYOUTS
from studio.audio.meters.kweight import Sound
from studio.errors import SoundRefused, fault
from studio.units import RATE

FRAME = 960
"""Sample frames of one packet, 20 ms."""
TICK = Fraction(1, RATE)
PRE_SKIP = slice(10, 12)
"""Where OpusHead holds how many sample frames the decoder drops at first."""
PAGE_PACKETS = 50
"""Packets of one page, a second: a reader that joins late waits no longer."""
FULL = MOST_LACED = 255
"""Bytes of a full segment, and the most segments of a page."""
APPLICATION = "audio"
"""What Opus is told it is for. Told `voip` it filters: music lost up to 2.9 LU at 16 kbit/s, 1.1 at 32, measured."""
BESIDE = 1280
"""Bit/s that an encoder is asked for less than the file may have: half go into pages and lengths of packets, and about
half are what libopus takes for speech beyond what it is asked for, 1.2 kbit/s at 16, measured."""
CONTINUED, FIRST, LAST = 1, 2, 4
NOTHING_ENDS = (1 << 64) - 1
"""The granule position of a page on which no packet ends."""
BACKWARDS = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


class OpusWriter:
    """Writes blocks as 48 kHz Opus; use it in a `with` statement.

    bitrate: kbit/s of the whole file, which it has in the mean where sound does not stop; silence costs less.
    comments: the contents of a Vorbis comment block. The gain in the header is 0: what is heard is what came in.
    Raises SoundRefused where nothing came.
    """

    def __init__(self, path: Path, channels: int, bitrate: int, comments: bytes) -> None:
        self._layout = LAYOUTS[channels]
        self._encoder = _encoder(self._layout, bitrate)
        head = bytes(self._encoder.extradata)
        self._pre_skip = int.from_bytes(head[PRE_SKIP], "little")
        tags = b"OpusTags" + comments
        self._serial = zlib.crc32(tags)
        self._waiting: list[Sound] = []
        self._count = self._length = self._sent = 0
        self._packets: list[bytes] = []
        self._segments = self._ended = self._pages = 0
        self._file = path.open("wb")
        self._put([head], 0, FIRST)
        self._put([tags], 0)

    def __enter__(self) -> OpusWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._file:
            if kind is None:
                self._finish()

    def write(self, block: Sound) -> None:
        """Take more of the sound: float32 (n, channels)."""
        self._waiting.append(block)
        self._count += len(block)
        self._length += len(block)
        if self._count < FRAME:
            return
        joined = np.concatenate(self._waiting)
        whole = self._count // FRAME * FRAME
        self._waiting, self._count = [joined[whole:]], self._count - whole
        self._encode(joined[:whole])

    def _finish(self) -> None:
        """Encode the rest and enough silence behind it, and end where the sound ends."""
        if not self._length:
            raise SoundRefused(fault("audio.nothing-to-encode"))
        missing = -(-(self._length + self._pre_skip) // FRAME) * FRAME - self._sent
        rest = np.concatenate(self._waiting)
        self._encode(np.pad(rest, ((0, missing - len(rest)), (0, 0))))
        if self._sent // FRAME != self._ended + len(self._packets):
            raise SoundRefused(fault("audio.encoder-failed", reason="packets"))
        self._put(self._packets, self._length + self._pre_skip, LAST)

    def _encode(self, whole: Sound) -> None:
        for at in range(0, len(whole), FRAME):
            frame = av.AudioFrame.from_ndarray(
                np.ascontiguousarray(whole[at : at + FRAME], np.float32).reshape(1, -1),
                format="flt",
                layout=self._layout,
            )
            frame.sample_rate, frame.pts, frame.time_base = RATE, self._sent, TICK
            self._sent += FRAME
            for packet in self._encoder.encode(frame):
                self._add(bytes(packet))

    def _add(self, packet: bytes) -> None:
        """Take a packet; a page is written when it is full, and the last one is always kept back."""
        segments = len(packet) // FULL + 1
        if len(self._packets) == PAGE_PACKETS or self._segments + segments > MOST_LACED:
            self._ended += len(self._packets)
            self._put(self._packets, self._ended * FRAME)
            self._packets, self._segments = [], 0
        self._packets.append(packet)
        self._segments += segments

    def _put(self, packets: Sequence[bytes], granule: int, flags: int = 0) -> None:
        """Write packets as a page; only one packet alone may need several. granule: sample frames at its end."""
        lacing, content = laced(packets), b"".join(packets)
        while lacing:
            here, lacing = lacing[:MOST_LACED], lacing[MOST_LACED:]
            size = sum(here)
            body, content = content[:size], content[size:]
            self._file.write(page(body, here, NOTHING_ENDS if lacing else granule, self._serial, self._pages, flags))
            self._pages += 1
            flags = CONTINUED


def laced(packets: Sequence[bytes]) -> bytes:
    """The lengths of packets as a page tells them: full segments, and one that is not."""
    return b"".join(bytes([FULL] * (len(one) // FULL) + [len(one) % FULL]) for one in packets)


def page(body: bytes, lacing: bytes, granule: int, serial: int, number: int, flags: int) -> bytes:
    """An Ogg page with its checksum."""
    front = struct.pack("<4sBBQIIIB", b"OggS", 0, flags, granule, serial, number, 0, len(lacing)) + lacing
    return front[:22] + struct.pack("<I", checksum(front + body)) + front[26:] + body


def checksum(content: bytes) -> int:
    """CRC-32 (polynomial 0x04C11DB7, from 0, nothing reflected), by the reflected one over reflected bytes."""
    reflected = zlib.crc32(content.translate(BACKWARDS), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{reflected:032b}"[::-1], 2)


def _encoder(layout: str, bitrate: int) -> Any:
    encoder: Any = av.CodecContext.create("libopus", "w")
    encoder.sample_rate, encoder.layout, encoder.time_base = RATE, layout, TICK
    encoder.format = av.AudioFormat("flt")
    encoder.bit_rate = bitrate * 1000 - BESIDE
    encoder.options = {
        "application": APPLICATION,
        "vbr": "constrained",
        "frame_duration": "20",
        "compression_level": "10",
    }
    encoder.open()
    return encoder
