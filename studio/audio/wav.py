"""WAV files of 24 bits: the format every playout system reads."""

from __future__ import annotations

import wave
from pathlib import Path
from types import TracebackType

from studio.audio.flac import integers
from studio.audio.kweight import Sound
from studio.units import RATE

BYTES = 3


class WavWriter:
    """Writes blocks as 48 kHz WAV of 24 bits; use it in a `with` statement."""

    def __init__(self, path: Path, channels: int) -> None:
        self._file = wave.open(str(path), "wb")  # noqa: SIM115
        self._file.setnchannels(channels)
        self._file.setsampwidth(BYTES)
        self._file.setframerate(RATE)

    def __enter__(self) -> WavWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def write(self, block: Sound) -> None:
        """Take more of the sound: float32 (n, channels)."""
        whole = integers(block, 8 * BYTES).astype("<i4").reshape(-1, 1)
        self._file.writeframesraw(whole.view("u1").reshape(-1, 4)[:, :BYTES].tobytes())
