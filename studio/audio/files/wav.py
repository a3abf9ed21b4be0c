"""WAV files of 24 bits: the format every playout system reads; RF64 where 4 GiB are not enough.

Source: EBU Tech 3285 (broadcast wave), EBU Tech 3306 (RF64).
"""

from __future__ import annotations

import struct
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from studio.audio.files.bext import LOUDNESS_AT, chunk, levels, pcm
from studio.audio.files.flac import integers
from studio.audio.meters.kweight import Sound
from studio.audio.meters.meter import Loudness
from studio.errors import SoundRefused, fault
from studio.units import RATE

BYTES = 3
OPEN = 0xFFFFFFFF
"""A length of 32 bits that is told elsewhere: in ds64."""
LARGEST = OPEN - 1
HEAD = 12
DS64 = 36


class WavWriter:
    """Writes blocks as WAV of 24 bits; use it in a `with` statement.

    rate: hertz of the blocks. before, after: whole chunks in front of the format and of the sound. length: sample
    frames that will come, which decides whether it is an RF64.
    Raises SoundRefused where more came than a WAV holds and the length did not say so.
    """

    def __init__(
        self, path: Path, channels: int, rate: int = RATE, before: bytes = b"", after: bytes = b"", length: int = 0
    ) -> None:
        self._path, self._frame = path, channels * BYTES
        chunks = before + pcm(channels, rate, BYTES) + after
        self._front = HEAD + len(chunks) + 8
        self._long = self._front + length * self._frame + 1 > LARGEST
        if self._long:
            self._front += DS64
        self._written = 0
        self._file = path.open("wb")
        self._file.write(bytes(HEAD + DS64 if self._long else HEAD) + chunks + bytes(8))

    def __enter__(self) -> WavWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._file:
            if kind is None:
                self._close()

    def write(self, block: Sound) -> None:
        """Take more of the sound: float32 (n, channels)."""
        whole = integers(block, 8 * BYTES).astype("<i4").reshape(-1, 1)
        self._written += self._file.write(whole.view("u1").reshape(-1, 4)[:, :BYTES].tobytes())

    def _close(self) -> None:
        self._file.write(bytes(self._written % 2))
        size = self._front + self._written + self._written % 2
        if not self._long and size > LARGEST:
            raise SoundRefused(fault("audio.encoder-failed", self._path.name, reason="RF64"))
        self._file.seek(0)
        self._file.write(head(size, self._written, self._written // self._frame, self._long))
        self._file.seek(self._front - 8)
        self._file.write(b"data" + struct.pack("<I", OPEN if self._long else self._written))


def head(size: int, sound: int, frames: int, long: bool) -> bytes:
    """What a WAV begins with; size: bytes of the file. sound: bytes of sound. frames: sample frames. long: RF64."""
    if not long:
        return b"RIFF" + struct.pack("<I", size - 8) + b"WAVE"
    sizes = struct.pack("<QQQI", size - 8, sound, frames, 0)
    return b"RF64" + struct.pack("<I", OPEN) + b"WAVE" + chunk(b"ds64", sizes)


def with_loudness(path: Path, loudness: Loudness) -> None:
    """Fill the loudness fields of a broadcast WAV, in place, with what was measured.

    Raises SoundRefused where it has no `bext`.
    """
    with path.open("r+b") as file:
        at = extension_at(file)
        if at is None:
            raise SoundRefused(fault("audio.source-unusable", path.name))
        file.seek(at + LOUDNESS_AT)
        file.write(levels(loudness))


def extension_at(file: BinaryIO) -> int | None:
    """Where the contents of `bext` begin; None where no chunk in front of the sound is one."""
    file.seek(HEAD)
    while len(front := file.read(8)) == 8 and front[:4] != b"data":
        size = struct.unpack("<I", front[4:])[0]
        if front[:4] == b"bext":
            return file.tell()
        file.seek(size + size % 2, 1)
    return None
