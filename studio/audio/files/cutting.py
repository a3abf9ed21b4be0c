"""A part of an MP3 master as a file of its own, cut between frames: not a sample is encoded again.

Source: ISO 11172-3 2.4.1 (frames), 2.4.3.4 (a frame sounds into the next one); the Xing and LAME tag (exact length).
"""

from __future__ import annotations

from pathlib import Path

from studio.audio.files.mp3 import BITRATES, DECODED_DELAY, DELAY, INFO_BITRATE, checked, frame_bytes, info_frame
from studio.audio.files.sniff import mp3_frame_size
from studio.audio.files.tags import id3
from studio.audio.values import FRAME, Tags
from studio.errors import SoundRefused, fault
from studio.units import RATE, Samples

BEFORE = 1
"""Frames in front of the part that a decoder needs to have heard before it."""
LEAST = Samples(RATE // 2)
"""The shortest part: players do not take fewer frames for MP3."""
_TAG = 10


def cut_mp3(source: Path, target: Path, start: Samples, length: Samples, tags: Tags | None = None) -> None:
    """Write `length` sample frames from `start` on of one of our own MP3 masters as a file that says so to the sample.

    Players that do not read the tag hear at most two frames of what came before, and one of what comes after.
    Raises SoundRefused where the file is none of our masters, does not reach so far, or the part is shorter than LEAST.
    """
    with source.open("rb") as file:
        front = file.read(_TAG)
        at = _TAG + _syncsafe(front[6:10]) if len(front) == _TAG and front.startswith(b"ID3") else 0
        file.seek(at)
        header = file.read(4)
        info = mp3_frame_size(header)
        file.seek(at + info)
        first = file.read(4)
        size = mp3_frame_size(first)
        bitrate = next((rate for rate in BITRATES if frame_bytes(rate) == size), 0)
        if length < LEAST or not info or not bitrate or info != 144 * max(bitrate, INFO_BITRATE) * 1000 // RATE:
            raise SoundRefused(fault("audio.encoder-failed", source.name, reason="frames"))
        begin = max(0, (start + DECODED_DELAY) // FRAME - BEFORE)
        delay = start + DELAY - begin * FRAME
        count = -(-(delay + DECODED_DELAY - DELAY + length) // FRAME)
        file.seek(at + info + begin * size)
        content = file.read(count * size)
    starts = range(0, len(content), size)
    alone = all(mp3_frame_size(content[one : one + 4]) == size and not _borrows(content[one:]) for one in starts)
    if len(content) != count * size or not alone:
        raise SoundRefused(fault("audio.encoder-failed", source.name, reason="frames"))
    channels = 1 if content[3] >> 6 == 3 else 2
    crc = checked(content, bitrate).checksum
    tag = id3(tags) if tags else b""
    target.write_bytes(tag + info_frame(content[:4], count, length, channels, bitrate, crc, delay) + content)


def _borrows(frame: bytes) -> bool:
    """Whether a frame needs bytes of one before it. Source: ISO 11172-3 2.4.1.7 (main_data_begin)."""
    return bool(frame[4] or frame[5] >> 7)


def _syncsafe(size: bytes) -> int:
    return size[0] << 21 | size[1] << 14 | size[2] << 7 | size[3]
